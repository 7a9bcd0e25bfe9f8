const formats = new Map<string, Intl.DateTimeFormat>()

/** All the time zones that this machine knows, these among them. */
export function zones(...alsoThese: string[]): string[] {
  const known = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : []
  return [...new Set(['UTC', ...known, ...alsoThese.filter((zone) => zone !== '')])].sort()
}

/** The wall clock of a zone at an instant, as `2026-11-26T09:00`. */
export function wallClock(zone: string, instant: string): string {
  const at = Date.parse(instant)
  return new Date(at + offset(zone, at)).toISOString().slice(0, 16)
}

/**
 * The instant at which a zone's wall clock shows `2026-11-26T09:00`. A time that occurs twice is its first occurrence;
 * one that daylight saving skips is read with the offset before the gap, as everywhere in Porchlight.
 */
export function instantOf(zone: string, wall: string): string {
  const asUtc = Date.parse(`${wall}:00Z`)
  const before = offset(zone, asUtc - 86_400_000)
  const after = offset(zone, asUtc + 86_400_000)
  const real = [before, after].filter((candidate) => offset(zone, asUtc - candidate) === candidate)
  const chosen = real.length === 0 ? before : Math.max(...real)
  return new Date(asUtc - chosen).toISOString().replace('.000Z', 'Z')
}

/** What is added to UTC to get the zone's wall clock, milliseconds. */
function offset(zone: string, at: number): number {
  const parts = Object.fromEntries(format(zone).formatToParts(at).map((part) => [part.type, Number(part.value)]))
  const { year, month, day, hour, minute, second } = parts as Record<string, number>
  return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!) - Math.floor(at / 1000) * 1000
}

function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formats.set(zone, made)
  return made
}

/** An instant by the clocks of a zone, as the window takes it: `2026-12-24T07:30:00-05:00`. */
export function told(zone: string, instant: string): string {
  const wall = wallClock(zone, instant)
  const at = Date.parse(instant)
  const ahead = Math.round((Date.parse(`${wall}Z`) - Math.floor(at / 60_000) * 60_000) / 60_000)
  const two = (value: number) => String(value).padStart(2, '0')
  const offset = `${ahead < 0 ? '-' : '+'}${two(Math.floor(Math.abs(ahead) / 60))}:${two(Math.abs(ahead) % 60)}`
  return `${wall}:${two(Math.floor(at / 1000) % 60)}${offset}`
}

/** And back; what somebody has written has no offset. */
export function untold(zone: string, wall: string): string {
  return wall.length > 16 ? new Date(wall).toISOString() : instantOf(zone, wall)
}
