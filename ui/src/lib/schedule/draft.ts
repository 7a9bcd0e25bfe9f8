import type { Day, Interval, Schedule, Span } from '../bindings'
import { instantOf, wallClock } from './zone'

export const DAYS: readonly Day[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
export const DAY_NAMES: Record<Day, string> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}

/** A schedule while it is being edited: texts as typed, in the order of the form. */
export interface Draft {
  zone: string
  shifts: ShiftDraft[]
  dates: DateDraft[]
  timeOff: TimeOffDraft[]
}

export interface ShiftDraft {
  key: number
  days: Day[]
  start: string
  end: string
}

export interface DateDraft {
  key: number
  date: string
  /** Empty: a day off. */
  spans: (Span & { key: number })[]
}

export interface TimeOffDraft {
  key: number
  fromDate: string
  fromTime: string
  untilDate: string
  untilTime: string
  /** What these texts were made of, so that seconds survive where nothing was changed. */
  was: Interval | null
}

/** Sentences about what is wrong, by the key of the row. */
export type Problems = Map<number, string>

let lastKey = 0
const key = () => ++lastKey

export function draftOf(schedule: Schedule | null, localZone: string): Draft {
  const zone = schedule?.zone ?? localZone
  return {
    zone,
    shifts: (schedule?.shifts ?? []).map(({ days, start, end }) => ({ key: key(), days: inOrder(days), start, end })),
    dates: Object.entries(schedule?.dates ?? {})
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([date, spans]) => ({ key: key(), date, spans: (spans ?? []).map((span) => ({ key: key(), ...span })) })),
    timeOff: (schedule?.time_off ?? []).map((interval) => {
      const [fromDate, fromTime] = split(wallClock(zone, interval.from))
      const [untilDate, untilTime] = split(wallClock(zone, interval.until))
      return { key: key(), fromDate, fromTime, untilDate, untilTime, was: { ...interval } }
    }),
  }
}

/** The draft with keys of this window, which another one would have given to other rows. */
export function withNewKeys({ zone, shifts, dates, timeOff }: Draft): Draft {
  return {
    zone,
    shifts: shifts.map((shift) => ({ ...shift, key: key() })),
    dates: dates.map((date) => ({ ...date, key: key(), spans: date.spans.map((span) => ({ ...span, key: key() })) })),
    timeOff: timeOff.map((off) => ({ ...off, key: key() })),
  }
}

export function newShift(draft: Draft): ShiftDraft {
  const last = draft.shifts.at(-1)
  const taken = new Set(draft.shifts.flatMap((shift) => shift.days))
  const days: Day[] = taken.size === 0 ? ['mon', 'tue', 'wed', 'thu', 'fri'] : []
  return { key: key(), days, start: last?.start ?? '09:00', end: last?.end ?? '17:00' }
}

export function newDate(date: string): DateDraft {
  return { key: key(), date, spans: [] }
}

export function newSpan(): Span & { key: number } {
  return { key: key(), start: '09:00', end: '12:00' }
}

export function newTimeOff(date: string): TimeOffDraft {
  return { key: key(), fromDate: date, fromTime: '00:00', untilDate: date, untilTime: '24:00', was: null }
}

/** The schedule that a draft means. Only for a draft without problems. */
export function scheduleOf(draft: Draft): Schedule {
  const span = ({ start, end }: Span): Span => ({ start: parseTime(start) ?? start, end: parseTime(end) ?? end })
  return {
    zone: draft.zone,
    shifts: draft.shifts.map((shift) => ({ days: inOrder(shift.days), ...span(shift) })),
    dates: Object.fromEntries(draft.dates.map(({ date, spans }) => [date, spans.map(span)])),
    time_off: draft.timeOff.map((off) => ({
      from: instant(draft.zone, off.fromDate, off.fromTime, off.was?.from),
      until: instant(draft.zone, off.untilDate, off.untilTime, off.was?.until),
    })),
  }
}

/** What is wrong, if anything, in sentences. */
export function problemsOf(draft: Draft): Problems {
  const problems: Problems = new Map()
  for (const shift of draft.shifts) {
    const problem = spanProblem(shift) ?? (shift.days.length === 0 ? 'Choose at least one day for this shift.' : null)
    if (problem) problems.set(shift.key, problem)
  }
  const seen = new Set<string>()
  for (const { key, date, spans } of draft.dates) {
    if (!isDate(date)) problems.set(key, 'Choose a date.')
    else if (seen.has(date)) problems.set(key, 'This date is listed twice. Keep one of them.')
    seen.add(date)
    for (const span of spans) {
      const problem = spanProblem(span)
      if (problem) problems.set(span.key, problem)
    }
  }
  for (const off of draft.timeOff) {
    const problem = timeOffProblem(draft.zone, off)
    if (problem) problems.set(off.key, problem)
  }
  return problems
}

/** `ends next day`, where it does; empty otherwise. */
export function overnightHint({ start, end }: Span): string {
  const [from, to] = [parseTime(start), parseTime(end)]
  if (from === null || to === null) return ''
  if (from === to) return '24 hours, ends next day'
  return to < from ? 'ends next day' : ''
}

/** `9`, `930`, `9:30`, `9.30` and `5pm` as `HH:MM`, `24:00` at most; null where it is no time of day. */
export function parseTime(text: string): string | null {
  const match = /^(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm)?$/i.exec(text.trim())
  if (!match) return null
  let hours = Number(match[1])
  const minutes = Number(match[2] ?? 0)
  if (match[3]) {
    if (hours < 1 || hours > 12) return null
    hours = (hours % 12) + (match[3].toLowerCase() === 'pm' ? 12 : 0)
  }
  if (minutes > 59 || hours * 60 + minutes > 1440) return null
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}

/** Equal for drafts that say the same. */
export function fingerprint(draft: Draft): string {
  return JSON.stringify(draft, (name, value: unknown) => (name === 'key' || name === 'was' ? undefined : value))
}

function spanProblem({ start, end }: Span): string | null {
  if (parseTime(start) === null || parseTime(end) === null) return 'Write times of day like 09:00 or 17:30.'
  if (parseTime(start) === '24:00') return 'A shift cannot begin at 24:00. Write 00:00 on the next day.'
  return null
}

function timeOffProblem(zone: string, off: TimeOffDraft): string | null {
  if (!isDate(off.fromDate) || !isDate(off.untilDate)) return 'Choose the first and the last date.'
  if (parseTime(off.fromTime) === null || parseTime(off.untilTime) === null) return 'Write times of day like 09:00 or 17:30.'
  const from = instant(zone, off.fromDate, off.fromTime, off.was?.from)
  const until = instant(zone, off.untilDate, off.untilTime, off.was?.until)
  return Date.parse(until) <= Date.parse(from) ? 'Time off must end after it begins.' : null
}

function instant(zone: string, date: string, time: string, was: string | undefined): string {
  const clock = parseTime(time) ?? '00:00'
  const wall = clock === '24:00' ? `${dayAfter(date)}T00:00` : `${date}T${clock}`
  return was !== undefined && wallClock(zone, was) === wall ? was : instantOf(zone, wall)
}

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00Z`))
}

function split(wall: string): [string, string] {
  return [wall.slice(0, 10), wall.slice(11)]
}

function inOrder(days: Day[]): Day[] {
  return DAYS.filter((day) => days.includes(day))
}
