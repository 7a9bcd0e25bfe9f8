import type { Day } from '../bindings'
import { DAYS, shifted } from './days'
import { DAY, newKey, type Draft, type Hours, type ShiftDraft } from './draft'

/** Minutes to which a shift snaps, and by which it is nudged: as a rule, and where it is to be exact. */
export const QUARTER = 15
export const FINE = 5

/** How long somebody is on shift in a stretch of hours that may overlap, minutes. */
export function lengthOf(hours: readonly Hours[]): number {
  let total = 0
  let end = 0
  for (const { from, until } of [...hours].sort((a, b) => a.from - b.from)) {
    total += Math.max(0, until - Math.max(from, end))
    end = Math.max(end, until)
  }
  return total
}

/** How long somebody is on shift in a week, minutes. What lies in two shifts counts once, also where one goes on from the day before. */
export function lengthOfWeek(shifts: readonly ShiftDraft[]): number {
  const week = DAYS.length * DAY
  const hours = shifts.map(({ day, from, until }) => ({ from: DAYS.indexOf(day) * DAY + from, until: DAYS.indexOf(day) * DAY + until }))
  return lengthOf(hours.flatMap(({ from, until }) => (until > week ? [{ from, until: week }, { from: 0, until: until - week }] : [{ from, until }])))
}

export function shiftsOf(draft: Draft, day: Day): ShiftDraft[] {
  return draft.shifts.filter((shift) => shift.day === day).sort((a, b) => a.from - b.from)
}

/** A shift that begins at `from` minutes of a day, or of the days before and after it. */
export function shiftAt(key: number, day: Day, from: number, until: number): ShiftDraft {
  const days = Math.floor(from / DAY)
  return { key, day: shifted(day, days), from: from - days * DAY, until: until - days * DAY }
}

/** The shift with its beginning moved to `from` minutes of its day; never empty, and never longer than 24 hours. */
export function withStart(shift: ShiftDraft, from: number): ShiftDraft {
  return shiftAt(shift.key, shift.day, Math.min(Math.max(from, shift.until - DAY), shift.until - FINE), shift.until)
}

export function withEnd(shift: ShiftDraft, until: number): ShiftDraft {
  return { ...shift, until: Math.max(Math.min(until, shift.from + DAY), shift.from + FINE) }
}

/** Moves the whole shift; within its day, as far as there is room. */
export function moved(shift: ShiftDraft, days: number, from: number): ShiftDraft {
  const begins = Math.min(Math.max(from, 0), DAY - FINE)
  return { ...shift, day: shifted(shift.day, days), from: begins, until: begins + shift.until - shift.from }
}

/** Puts a shift in, or in the place of the one of its key; those of its day that it overlaps become one with it. */
export function put(draft: Draft, shift: ShiftDraft): Draft {
  let { from, until } = shift
  const joined = new Set<number>()
  for (const other of shiftsOf(draft, shift.day)) {
    const whole = { from: Math.min(from, other.from), until: Math.max(until, other.until) }
    const overlap = other.from < until && from < other.until && whole.until - whole.from <= DAY
    if (other.key === shift.key || !overlap) continue
    joined.add(other.key)
    ;({ from, until } = whole)
  }
  const apart = { ...draft, shifts: draft.shifts.filter(({ key }) => !joined.has(key)) }
  return replaced(apart, { ...shift, from, until })
}

/** Puts a shift in, or in the place of the one of its key, whatever it overlaps. */
export function replaced(draft: Draft, shift: ShiftDraft): Draft {
  const known = draft.shifts.some(({ key }) => key === shift.key)
  return { ...draft, shifts: known ? draft.shifts.map((other) => (other.key === shift.key ? shift : other)) : [...draft.shifts, shift] }
}

export function without(draft: Draft, key: number): Draft {
  return { ...draft, shifts: draft.shifts.filter((shift) => shift.key !== key) }
}

/** The days on which a shift of the same hours begins. */
export function daysLike(draft: Draft, { from, until }: Hours): Day[] {
  return draft.shifts.filter((shift) => shift.from === from && shift.until === until).map(({ day }) => day)
}

/** The same hours on another day: added where they are not, and taken away where they are. */
export function toggled(draft: Draft, hours: Hours, day: Day): Draft {
  const same = draft.shifts.find((shift) => shift.day === day && shift.from === hours.from && shift.until === hours.until)
  if (same) return without(draft, same.key)
  return put(draft, { key: newKey(), day, from: hours.from, until: hours.until })
}

/** All shifts of a day, in place of those of others. */
export function copied(draft: Draft, from: Day, to: readonly Day[]): Draft {
  const kept = draft.shifts.filter(({ day }) => day === from || !to.includes(day))
  const shifts = shiftsOf(draft, from)
  const copies = to.filter((day) => day !== from).flatMap((day) => shifts.map((shift) => ({ ...shift, key: newKey(), day })))
  return { ...draft, shifts: [...kept, ...copies] }
}

export function cleared(draft: Draft, day: Day): Draft {
  return { ...draft, shifts: draft.shifts.filter((shift) => shift.day !== day) }
}

/** A shift for a day by default: its usual hours, or the first stretch that is free after its others; null where it is full. */
export function another(draft: Draft, day: Day): ShiftDraft | null {
  const taken = shiftsOf(draft, day)
  if (taken.length === 0) return { key: newKey(), day, from: 9 * 60, until: 17 * 60 }
  const from = Math.ceil(Math.max(...taken.map(({ until }) => until)) / 60) * 60 + 60
  if (from > DAY - 60) return null
  return { key: newKey(), day, from, until: Math.min(from + 120, DAY) }
}

/** A part of a shift in one of the seven columns. */
export interface Piece {
  shift: ShiftDraft
  /** Minutes of the column. */
  top: number
  bottom: number
  /** It began in the column before. */
  goesOn: boolean
  /** Where shifts overlap, they stand beside each other. */
  lane: number
  lanes: number
}

/** What stands in the column of a day, among it what began the day before. */
export function piecesOf(shifts: readonly ShiftDraft[], day: Day): Piece[] {
  const before = shifted(day, -1)
  const pieces = shifts.flatMap((shift): Piece[] => {
    if (shift.day === day) return [{ shift, top: shift.from, bottom: Math.min(shift.until, DAY), goesOn: false, lane: 0, lanes: 1 }]
    if (shift.day === before && shift.until > DAY) return [{ shift, top: 0, bottom: shift.until - DAY, goesOn: true, lane: 0, lanes: 1 }]
    return []
  })
  return inLanes(pieces.sort((a, b) => a.top - b.top))
}

function inLanes(pieces: Piece[]): Piece[] {
  let group: Piece[] = []
  let end = 0
  for (const piece of pieces) {
    if (piece.top >= end) group = []
    const taken = new Set(group.filter((other) => other.bottom > piece.top).map(({ lane }) => lane))
    while (taken.has(piece.lane)) piece.lane++
    group.push(piece)
    end = Math.max(piece.top >= end ? 0 : end, piece.bottom)
    const lanes = Math.max(...group.map(({ lane }) => lane)) + 1
    for (const other of group) other.lanes = lanes
  }
  return pieces
}
