import type { Day, Interval, Schedule, Span } from '../bindings'
import { DAYS } from './days'
import { wallClock } from './draft'

/** Whose version of a part counts. `both` is what either has. */
export type Side = 'mine' | 'theirs' | 'both'

/** A part of the schedule in which two versions differ: a day of the week, a date, time off that belongs together, or the zone. */
export interface Difference {
  /** `day mon`, `date 2026-11-26`, `off 2026-12-24T00:00/2027-01-04T00:00`, `zone` */
  part: string
  /** What it is there, as a part's text; undefined where it is nothing special. */
  mine: string | undefined
  theirs: string | undefined
  /** Who changed it. Where it was both, there is something to decide. */
  by: 'me' | 'them' | 'both'
  /** What can be chosen: hours can be put together, where both have some. */
  sides: Side[]
}

/** By the name of each part, a text that is equal for what means the same. */
type Parts = Map<string, string>

/** Where two versions differ that were both made from `base`. */
export function differences(base: Schedule | null, mine: Schedule, theirs: Schedule): Difference[] {
  const [before, one, other] = allParts(base, mine, theirs)
  const parts = [...new Set([...before.keys(), ...one.keys(), ...other.keys()])].filter((part) => one.get(part) !== other.get(part))
  return parts.sort(inOrder).map((part) => ({
    part,
    mine: one.get(part),
    theirs: other.get(part),
    by: one.get(part) === before.get(part) ? 'them' : other.get(part) === before.get(part) ? 'me' : 'both',
    sides: /^(day|date|off) /.test(part) && one.get(part) && other.get(part) ? ['mine', 'theirs', 'both'] : ['mine', 'theirs'],
  }))
}

/** What counts as long as nobody decides: whatever was changed, and one's own where both did. */
export function usualSide({ by }: Difference): Side {
  return by === 'them' ? 'theirs' : 'mine'
}

/** One schedule of two: where they differ, as it was decided. */
export function merged(base: Schedule | null, mine: Schedule, theirs: Schedule, sides: ReadonlyMap<string, Side>): Schedule {
  const [, one, other] = allParts(base, mine, theirs)
  const result: Parts = new Map(one)
  for (const difference of differences(base, mine, theirs)) {
    const { part } = difference
    const side = sides.get(part) ?? usualSide(difference)
    const text = side === 'mine' ? one.get(part) : side === 'theirs' ? other.get(part) : together(part, one.get(part), other.get(part))
    if (text === undefined) result.delete(part)
    else result.set(part, text)
  }
  const both = scheduleOfParts(result)
  const told = new Map([theirs, mine].filter(({ zone }) => zone === both.zone).flatMap(({ time_off }) => time_off.map((off) => [offText(off), off])))
  return { ...both, time_off: both.time_off.map((off) => told.get(offText(off)) ?? off) }
}

function allParts(base: Schedule | null, mine: Schedule, theirs: Schedule): [Parts, Parts, Parts] {
  const stretches = changedTimeOff([base?.time_off ?? [], mine.time_off, theirs.time_off])
  return [partsOf(base, stretches), partsOf(mine, stretches), partsOf(theirs, stretches)]
}

function partsOf(schedule: Schedule | null, stretches: readonly Interval[]): Parts {
  const parts: Parts = new Map()
  if (!schedule) return parts
  parts.set('zone', schedule.zone)
  for (const day of DAYS) {
    const spans = schedule.shifts.filter((shift) => shift.days.includes(day)).map(spanText)
    if (spans.length > 0) parts.set(`day ${day}`, textOf(spans))
  }
  for (const [date, spans] of Object.entries(schedule.dates)) parts.set(`date ${date}`, textOf((spans ?? []).map(spanText)))
  for (const off of schedule.time_off) {
    const part = `off ${offText(stretches.find(({ from, until }) => from <= wallClock(off.from) && wallClock(off.until) <= until) ?? off)}`
    parts.set(part, textOf([...(parts.get(part)?.split(' ') ?? []), offText(off)]))
  }
  return parts
}

/** The stretches in which versions have different time off: what overlaps is decided together. */
function changedTimeOff(versions: readonly (readonly Interval[])[]): Interval[] {
  const everywhere = (off: Interval) => versions.every((version) => version.some((other) => offText(other) === offText(off)))
  return joined(versions.flat().filter((off) => !everywhere(off)))
}

/** The same time off in as few intervals as can be. */
function joined(intervals: readonly Interval[]): Interval[] {
  const result: Interval[] = []
  const shown = intervals.map(({ from, until }) => ({ from: wallClock(from), until: wallClock(until) }))
  for (const { from, until } of shown.sort((a, b) => a.from.localeCompare(b.from))) {
    const last = result.at(-1)
    if (last && from < last.until) result.splice(-1, 1, { from: last.from, until: until > last.until ? until : last.until })
    else result.push({ from, until })
  }
  return result
}

function scheduleOfParts(parts: Parts): Schedule {
  const of = (kind: string) => [...parts].filter(([part]) => part.startsWith(`${kind} `)).map(([part, text]) => [part.slice(kind.length + 1), text] as const)
  return {
    zone: parts.get('zone') ?? 'UTC',
    shifts: of('day').flatMap(([day, text]) => spansOf(text).map((span) => ({ days: [day as Day], ...span }))),
    dates: Object.fromEntries(of('date').map(([date, text]) => [date, spansOf(text)])),
    time_off: of('off')
      .flatMap(([, text]) => timeOffOf(text))
      .sort((a, b) => a.from.localeCompare(b.from)),
  }
}

function together(part: string, one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other
  const both = [...one.split(' '), ...other.split(' ')].filter(Boolean)
  return textOf(part.startsWith('off ') ? joined(both.flatMap(timeOffOf)).map(offText) : both)
}

const textOf = (pieces: readonly string[]) => [...new Set(pieces)].sort().join(' ')

/** Midnight as an end is written in two ways. */
const spanText = ({ start, end }: Span) => `${start}–${end === '00:00' ? '24:00' : end}`

/** By what the clocks show. */
const offText = ({ from, until }: Interval) => `${wallClock(from)}/${wallClock(until)}`

export function timeOffOf(text: string): Interval[] {
  return text.split(' ').map((off) => ({ from: off.split('/')[0]!, until: off.split('/')[1]! }))
}

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
