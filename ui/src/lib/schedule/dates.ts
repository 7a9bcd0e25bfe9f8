import type { Day } from '../bindings'
import { dayOf } from './days'
import { DAY, dayAfter, newKey, newTimeOff, type DateDraft, type Draft, type TimeOffDraft } from './draft'
import { shiftsOf } from './week'

/** What is special about a date: time off for some or all of it, a day off, or other hours. `shifts` and `free` are as every week. */
export type DateKind = 'time-off' | 'day-off' | 'other-hours' | 'shifts' | 'free'

export function kindOf(draft: Draft, date: string): DateKind {
  if (draft.timeOff.some((off) => covers(off, date, date))) return 'time-off'
  const own = draft.dates.find((other) => other.date === date)
  if (own) return own.hours.length === 0 ? 'day-off' : 'other-hours'
  return shiftsOf(draft, dayOf(date)).length > 0 ? 'shifts' : 'free'
}

/** The dates of the weeks that a month such as `2026-11` touches. */
export function weeksOf(month: string, week: readonly Day[]): string[][] {
  let begin = `${month}-01`
  begin = dayAfter(begin, -week.indexOf(dayOf(begin)))
  const weeks: string[][] = []
  for (; begin.slice(0, 7) <= month; begin = dayAfter(begin, 7)) weeks.push(week.map((_, at) => dayAfter(begin, at)))
  return weeks
}

export function monthAfter(month: string, by: number): string {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + by
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}`
}

export function datesBetween(first: string, last: string): string[] {
  const dates = [first]
  while (dates.at(-1)! < last) dates.push(dayAfter(dates.at(-1)!))
  return dates
}

/** No shift begins on these dates. */
export function withDaysOff(draft: Draft, dates: readonly string[]): Draft {
  return withDates(draft, dates, () => [])
}

/** These dates have hours of their own, at first those of their weekday. */
export function withOtherHours(draft: Draft, dates: readonly string[]): Draft {
  return withDates(draft, dates, (date) => {
    const usual = shiftsOf(draft, dayOf(date)).map(({ from, until }) => ({ from, until }))
    return usual.length > 0 ? usual : [{ from: 9 * 60, until: 12 * 60 }]
  })
}

/** These dates are as every week. */
export function asUsual(draft: Draft, first: string, last: string): Draft {
  const [from, until] = [`${first}T00:00`, `${dayAfter(last)}T00:00`]
  const left = (off: TimeOffDraft): TimeOffDraft[] =>
    covers(off, first, last)
      ? [
          { ...off, key: newKey(), until: from },
          { ...off, key: newKey(), from: until },
        ].filter((part) => part.from < part.until)
      : [off]
  return {
    ...draft,
    dates: draft.dates.filter(({ date }) => date < first || date > last),
    timeOff: draft.timeOff.flatMap(left),
  }
}

/** Time off for whole dates, one with what it overlaps or touches. */
export function withTimeOff(draft: Draft, first: string, last: string): Draft {
  const off = newTimeOff(first, last)
  const joined = draft.timeOff.filter((other) => other.from <= off.until && off.from <= other.until)
  const from = [off, ...joined].map((one) => one.from).sort()[0]!
  const until = [off, ...joined].map((one) => one.until).sort().at(-1)!
  // The earliest and the latest keep their seconds, if they have any.
  const was = joined.find((one) => one.from === from && one.until === until)?.was ?? null
  const apart = draft.timeOff.filter((other) => !joined.includes(other))
  return { ...draft, timeOff: [...apart, { ...off, from, until, was }].sort((a, b) => a.from.localeCompare(b.from)) }
}

/** The time off with its beginning or its end moved. Where that leaves nothing, the other one moves with it. */
export function retimed(off: TimeOffDraft, change: { from: string } | { until: string }): TimeOffDraft {
  const next = { ...off, ...change }
  if (next.from < next.until) return next
  const length = Math.max(minutesBetween(off.from, off.until), DAY)
  return 'from' in change ? { ...next, until: later(next.from, length) } : { ...next, from: later(next.until, -length) }
}

export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00Z`))
}

function withDates(draft: Draft, dates: readonly string[], hours: (date: string) => DateDraft['hours']): Draft {
  const others = draft.dates.filter(({ date }) => !dates.includes(date))
  const key = (date: string) => draft.dates.find((own) => own.date === date)?.key ?? newKey()
  const own = dates.map((date) => ({ key: key(date), date, hours: hours(date) }))
  return { ...draft, dates: [...others, ...own].sort((a, b) => a.date.localeCompare(b.date)) }
}

function covers(off: TimeOffDraft, first: string, last: string): boolean {
  return off.from < `${dayAfter(last)}T00:00` && `${first}T00:00` < off.until
}

function minutesBetween(from: string, until: string): number {
  return (Date.parse(`${until}Z`) - Date.parse(`${from}Z`)) / 60_000
}

function later(wall: string, minutes: number): string {
  return new Date(Date.parse(`${wall}Z`) + minutes * 60_000).toISOString().slice(0, 16)
}
