/** `14:02:11`, with the date in front on another day, and with the year in another one. */
export function momentText(instant: string, now: Date): string {
  const at = new Date(instant)
  const clock = at.toLocaleTimeString('en-GB')
  if (at.toDateString() === now.toDateString()) return clock
  const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric'
  return `${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year })}, ${clock}`
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
