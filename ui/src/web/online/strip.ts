import { formats } from '../../lib/words/formats.svelte'
import { t } from '../../lib/words/pages'
import type { DayCoverage, Interval } from '../wire'
import { wallClock } from '../zone'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** A part of the strip, in minutes from where it begins. */
export interface Piece {
  kind: 'hours' | 'covered' | 'gap' | 'unknown'
  from: number
  length: number
}

export interface Strip {
  /** How long it is, in minutes. */
  length: number
  /** What lies on top comes last. */
  pieces: Piece[]
  /** Where the day has got to, in minutes; null once it is over, or beyond the strip. */
  now: number | null
  begins: string
  ends: string
}

/** A day as it is drawn: its hours with an hour around what happened, or all of it where there is neither. */
export function strip(day: DayCoverage): Strip {
  const covered = joined(day.agents.flatMap(({ available }) => available))
  const shown = [...(day.hours ?? []), ...covered]
  const zero = Date.parse(day.from)
  const first = shown.length === 0 ? zero : Math.min(...shown.map(({ from }) => Date.parse(from)))
  const last = shown.length === 0 ? Date.parse(day.until) : Math.max(...shown.map(({ until }) => Date.parse(until)))
  const from = Math.max(zero, zero + Math.floor((first - zero) / HOUR) * HOUR)
  const until = Math.min(Date.parse(day.until), zero + Math.ceil((last - zero) / HOUR) * HOUR)
  const piece = (kind: Piece['kind']) => (interval: Interval): Piece[] => {
    const begins = Math.max(Date.parse(interval.from), from)
    const ends = Math.min(Date.parse(interval.until), until)
    return begins < ends ? [{ kind, from: (begins - from) / MINUTE, length: (ends - begins) / MINUTE }] : []
  }
  const asOf = Date.parse(day.as_of)
  return {
    length: (until - from) / MINUTE,
    pieces: [
      ...(day.hours ?? []).flatMap(piece('hours')),
      ...day.unknown.flatMap(piece('unknown')),
      ...covered.flatMap(piece('covered')),
      ...day.gaps.flatMap(piece('gap')),
    ],
    now: asOf > from && asOf < until ? (asOf - from) / MINUTE : null,
    begins: clockOf(day, from),
    ends: clockOf(day, until),
  }
}

/** Stretches in words, `09:00–10:30 and 11:00–12:00`; those of less than a minute are left out. */
export function stretches(day: DayCoverage, intervals: readonly Interval[]): string {
  const long = intervals.filter(({ from, until }) => Date.parse(until) - Date.parse(from) >= MINUTE)
  return formats.list(long.map(({ from, until }) => t('hours', { from: clockOf(day, Date.parse(from)), until: clockOf(day, Date.parse(until)) })))
}

/** Of which of its hours nothing is known. */
export function unknownInHours(day: DayCoverage): Interval[] {
  return day.unknown.flatMap((unknown) =>
    (day.hours ?? []).flatMap(({ from, until }) => {
      const begins = Math.max(Date.parse(from), Date.parse(unknown.from))
      const ends = Math.min(Date.parse(until), Date.parse(unknown.until))
      return begins < ends ? [{ from: new Date(begins).toISOString(), until: new Date(ends).toISOString() }] : []
    }),
  )
}

function joined(intervals: readonly Interval[]): Interval[] {
  const all: Interval[] = []
  for (const next of [...intervals].sort((a, b) => Date.parse(a.from) - Date.parse(b.from))) {
    const last = all.at(-1)
    if (!last || Date.parse(next.from) > Date.parse(last.until)) all.push({ ...next })
    else if (Date.parse(next.until) > Date.parse(last.until)) last.until = next.until
  }
  return all
}

/** The time of day by the clocks of the office. */
function clockOf(day: DayCoverage, at: number): string {
  if (at === Date.parse(day.until)) return formats.clockEnd(24 * 60)
  const [hours, minutes] = wallClock(day.zone, new Date(at).toISOString()).slice(11).split(':').map(Number)
  return formats.clock(hours! * 60 + minutes!)
}
