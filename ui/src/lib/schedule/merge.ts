import type { Day, Interval, Schedule, Span } from '../bindings'
import { DAYS } from './days'

/** Whose version of a part counts. `both` is what either has. */
export type Side = 'mine' | 'theirs' | 'both'

/** A part of the schedule in which two versions differ: a day of the week, a date, a time off, or the zone. */
export interface Difference {
  /** `day mon`, `date 2026-11-26`, `off ["2026-12-24T05:00:00Z","2027-01-04T05:00:00Z"]`, `zone` */
  part: string
  /** What it is there, as a part's text; undefined where it is nothing special. */
  mine: string | undefined
  theirs: string | undefined
  /** Who changed it. Where it was both, there is something to decide. */
  by: 'me' | 'them' | 'both'
  /** What can be chosen: hours can be put together, where both have some. */
  sides: Side[]
}

type Parts = Map<string, string>

/** Where two versions differ that were both made from `base`. */
export function differences(base: Schedule | null, mine: Schedule, theirs: Schedule): Difference[] {
  const [before, one, other] = [partsOf(base), partsOf(mine), partsOf(theirs)]
  const parts = [...new Set([...before.keys(), ...one.keys(), ...other.keys()])].filter((part) => one.get(part) !== other.get(part))
  return parts.sort(inOrder).map((part) => ({
    part,
    mine: one.get(part),
    theirs: other.get(part),
    by: one.get(part) === before.get(part) ? 'them' : other.get(part) === before.get(part) ? 'me' : 'both',
    sides: /^(day|date) /.test(part) && one.get(part) && other.get(part) ? ['mine', 'theirs', 'both'] : ['mine', 'theirs'],
  }))
}

/** What counts as long as nobody decides: whatever was changed, and one's own where both did. */
export function usualSide({ by }: Difference): Side {
  return by === 'them' ? 'theirs' : 'mine'
}

/** One schedule of two: where they differ, as it was decided. */
export function merged(base: Schedule | null, mine: Schedule, theirs: Schedule, sides: ReadonlyMap<string, Side>): Schedule {
  const [one, other] = [partsOf(mine), partsOf(theirs)]
  const result: Parts = new Map(one)
  for (const difference of differences(base, mine, theirs)) {
    const { part } = difference
    const side = sides.get(part) ?? usualSide(difference)
    const text = side === 'mine' ? one.get(part) : side === 'theirs' ? other.get(part) : together(one.get(part), other.get(part))
    if (text === undefined) result.delete(part)
    else result.set(part, text)
  }
  return scheduleOfParts(result)
}

/** A schedule as parts, each with a text that is equal for what means the same. */
function partsOf(schedule: Schedule | null): Parts {
  const parts: Parts = new Map()
  if (!schedule) return parts
  parts.set('zone', schedule.zone)
  for (const day of DAYS) {
    const spans = schedule.shifts.filter((shift) => shift.days.includes(day)).map(spanText)
    if (spans.length > 0) parts.set(`day ${day}`, [...new Set(spans)].sort().join(' '))
  }
  for (const [date, spans] of Object.entries(schedule.dates)) parts.set(`date ${date}`, [...new Set((spans ?? []).map(spanText))].sort().join(' '))
  for (const off of schedule.time_off) parts.set(`off ${JSON.stringify([off.from, off.until])}`, 'off')
  return parts
}

function scheduleOfParts(parts: Parts): Schedule {
  const of = (kind: string) => [...parts].filter(([part]) => part.startsWith(`${kind} `)).map(([part, text]) => [part.slice(kind.length + 1), text] as const)
  return {
    zone: parts.get('zone') ?? 'UTC',
    shifts: of('day').flatMap(([day, text]) => spansOf(text).map((span) => ({ days: [day as Day], ...span }))),
    dates: Object.fromEntries(of('date').map(([date, text]) => [date, spansOf(text)])),
    time_off: of('off')
      .map(([off]) => JSON.parse(off) as [string, string])
      .map(([from, until]): Interval => ({ from, until }))
      .sort((a, b) => a.from.localeCompare(b.from)),
  }
}

function together(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return [...new Set([...one.split(' '), ...other.split(' ')])].filter(Boolean).sort().join(' ')
}

const spanText = ({ start, end }: Span) => `${start}–${end}`

export function spansOf(text: string): Span[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((span) => ({ start: span.slice(0, 5), end: span.slice(6) }))
}

function inOrder(a: string, b: string): number {
  const kinds = ['zone', 'day', 'date', 'off']
  const [kindA, kindB] = [kinds.indexOf(a.split(' ')[0]!), kinds.indexOf(b.split(' ')[0]!)]
  const day = (part: string) => DAYS.indexOf(part.slice(4) as Day)
  return kindA - kindB || (kindA === 1 ? day(a) - day(b) : a.localeCompare(b))
}
