const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `until 17:00`, `until tomorrow at 9:00`, `until Monday at 9:00`, `until 3 Dec at 9:00`. */
export function untilText(instant: string, now: Date): string {
  const at = new Date(instant)
  const clock = clockText(at)
  const days = daysBetween(now, at)
  if (days === 0) return `until ${clock}`
  if (days === 1) return `until tomorrow at ${clock}`
  if (days > 1 && days < 7) return `until ${WEEKDAYS[at.getDay()]} at ${clock}`
  return `until ${at.getDate()} ${MONTHS[at.getMonth()]} at ${clock}`
}

/** `14:02:11`, with the date in front on another day. */
export function momentText(instant: string, now: Date): string {
  const at = new Date(instant)
  const clock = `${clockText(at)}:${two(at.getSeconds())}`
  return daysBetween(now, at) === 0 ? clock : `${at.getDate()} ${MONTHS[at.getMonth()]}, ${clock}`
}

/** `45 seconds`, `1 minute`, `90 minutes`, `2 hours`. */
export function durationText(seconds: number): string {
  if (seconds % 3600 === 0) return counted(seconds / 3600, 'hour')
  if (seconds % 60 === 0) return counted(seconds / 60, 'minute')
  return counted(seconds, 'second')
}

function counted(n: number, unit: string): string {
  return `${n} ${unit}${n === 1 ? '' : 's'}`
}

function clockText(at: Date): string {
  return `${at.getHours()}:${two(at.getMinutes())}`
}

function daysBetween(a: Date, b: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  return (midnight(b) - midnight(a)) / 86_400_000
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
