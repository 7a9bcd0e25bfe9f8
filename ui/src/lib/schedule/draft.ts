import type { Day, Interval, Schedule, Span } from '../bindings'
import { DAYS } from './days'

/** A schedule while it is being edited. It always makes sense, and is never changed in place. */
export interface Draft {
  readonly zone: string
  readonly shifts: readonly ShiftDraft[]
  readonly dates: readonly DateDraft[]
  readonly timeOff: readonly TimeOffDraft[]
}

/** A stretch of time that begins on some day, in minutes from that day's midnight. It ends later, by 24 hours at most. */
export interface Hours {
  readonly from: number
  readonly until: number
}

/** A shift of one day of the week. */
export interface ShiftDraft extends Hours {
  readonly key: number
  readonly day: Day
}

export interface DateDraft {
  readonly key: number
  /** `2026-11-26` */
  readonly date: string
  /** Empty: a day off. */
  readonly hours: readonly Hours[]
}

export interface TimeOffDraft {
  readonly key: number
  /** The wall clock, as `2026-12-24T00:00`. */
  readonly from: string
  readonly until: string
  /** What these were made of, as the app told it: with seconds, and which of two equal times it is. Counts where nothing was changed. */
  readonly was: Interval | null
}

export const DAY = 24 * 60

let lastKey = 0
export const newKey = () => ++lastKey

export function draftOf(schedule: Schedule | null, localZone: string): Draft {
  const zone = schedule?.zone ?? localZone
  return {
    zone,
    shifts: (schedule?.shifts ?? []).flatMap((shift) => inOrder(shift.days).map((day) => ({ key: newKey(), day, ...hoursOf(shift) }))),
    dates: Object.entries(schedule?.dates ?? {})
      .map(([date, spans]) => ({ key: newKey(), date, hours: (spans ?? []).map(hoursOf) }))
      .sort((a, b) => a.date.localeCompare(b.date)),
    timeOff: (schedule?.time_off ?? []).map((was) => ({ key: newKey(), from: wallClock(was.from), until: wallClock(was.until), was })),
  }
}

/** The schedule that a draft means. */
export function scheduleOf({ zone, shifts, dates, timeOff }: Draft): Schedule {
  const alike = new Map<string, Day[]>()
  for (const { day, from, until } of shifts) {
    const hours = `${timeText(from)}-${endText(until)}`
    alike.set(hours, [...(alike.get(hours) ?? []), day])
  }
  return {
    zone,
    shifts: [...alike].map(([hours, days]) => ({ days: inOrder(days), start: hours.slice(0, 5), end: hours.slice(6) })),
    dates: Object.fromEntries(dates.map(({ date, hours }) => [date, hours.map(spanOf)])),
    time_off: timeOff.map(({ from, until, was }) => ({ from: asTold(from, was?.from), until: asTold(until, was?.until) })),
  }
}

/** The same times of day in another zone. */
export function withZone(draft: Draft, zone: string): Draft {
  return { ...draft, zone, timeOff: draft.timeOff.map((off) => ({ ...off, was: null })) }
}

/** What the clocks show, as `2026-11-26T09:00`, of a time as the app tells it: `2026-11-26T09:00:00-05:00`. */
export function wallClock(told: string): string {
  return told.slice(0, 16)
}

/** Equal for drafts that say the same. */
export function fingerprint({ zone, shifts, dates, timeOff }: Draft): string {
  const sorted = [...shifts].sort((a, b) => DAYS.indexOf(a.day) - DAYS.indexOf(b.day) || a.from - b.from || a.until - b.until)
  const shown = timeOff.map((off) => ({ ...off, was: null }))
  return JSON.stringify(scheduleOf({ zone, shifts: sorted, dates: [...dates].sort((a, b) => a.date.localeCompare(b.date)), timeOff: shown }))
}

export function isEmpty({ shifts, dates, timeOff }: Draft): boolean {
  return shifts.length + dates.length + timeOff.length === 0
}

export function newTimeOff(first: string, last: string): TimeOffDraft {
  return { key: newKey(), from: `${first}T00:00`, until: `${dayAfter(last)}T00:00`, was: null }
}

/** `9`, `930`, `9:30`, `9.30` and `5pm` as minutes from midnight, 24 hours at most; null where it is no time of day. */
export function parseTime(text: string): number | null {
  const match = /^(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm)?$/i.exec(text.trim())
  if (!match) return null
  let hours = Number(match[1])
  const minutes = Number(match[2] ?? 0)
  if (match[3]) {
    if (hours < 1 || hours > 12) return null
    hours = (hours % 12) + (match[3].toLowerCase() === 'pm' ? 12 : 0)
  }
  return minutes > 59 || hours * 60 + minutes > DAY ? null : hours * 60 + minutes
}

/** Minutes from midnight as `HH:MM`, on whichever day. */
export function timeText(minutes: number): string {
  const inDay = ((minutes % DAY) + DAY) % DAY
  return `${String(Math.floor(inDay / 60)).padStart(2, '0')}:${String(inDay % 60).padStart(2, '0')}`
}

/** The end of a stretch of time: `24:00` where the next day begins. */
export function endText(until: number): string {
  return until === DAY ? '24:00' : timeText(until)
}

/** Hours by two times of day; an end that is not later is of the next day. Null where they are none. */
export function hoursBetween(start: number, end: number): Hours | null {
  if (start >= DAY) return null
  return { from: start, until: end > start ? end : end + DAY }
}

export function dayAfter(date: string, days = 1): string {
  return new Date(Date.parse(`${date}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

function hoursOf({ start, end }: Span): Hours {
  return hoursBetween(parseTime(start) ?? 0, parseTime(end) ?? DAY) ?? { from: 0, until: DAY }
}

function spanOf({ from, until }: Hours): Span {
  return { start: timeText(from), end: endText(until) }
}

function asTold(wall: string, was: string | undefined): string {
  return was !== undefined && wallClock(was) === wall ? was : wall
}

function inOrder(days: readonly Day[]): Day[] {
  return DAYS.filter((day) => days.includes(day))
}
