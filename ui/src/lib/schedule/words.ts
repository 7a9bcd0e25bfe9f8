import type { Day, Interval } from '../bindings'
import { formats } from '../words/formats.svelte'
import { t } from '../words/shared'
import { DAYS, shifted } from './days'
import { DAY, dayAfter, hoursBetween, parseTime, type Hours } from './draft'
import { spansOf, timeOffOf } from './merge'

/** Something that is said later, and then in the language that is spoken. */
export type Phrase = () => string

/** `Friday, 20:00 to 02:00 on Saturday` */
export function shiftText({ day, from, until }: Hours & { day: Day }): string {
  const told = { day: formats.weekday(day), from: formats.clock(from), until: formats.clockEnd(until) }
  return until > DAY ? t('shift-overnight', { ...told, next: formats.weekday(shifted(day, 1)) }) : t('shift', told)
}

/** `7 h 30` */
export function lengthText(minutes: number): string {
  return t('length', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}

/** `09:00–17:00` */
export function hoursText({ from, until }: Hours): string {
  return t('hours', { from: formats.clock(from), until: formats.clockEnd(until) })
}

/** `Monday to Friday, 09:00 to 17:00` */
export function workdaysText({ from, until }: Hours): string {
  return t('step-workdays', { first: formats.weekday('mon'), last: formats.weekday('fri'), from: formats.clock(from), until: formats.clockEnd(until) })
}

/** `Thursday 26 November 2026`, `Thu 24 Dec to Sun 3 Jan` */
export function datesText(first: string, last: string): string {
  return first === last ? formats.date(first) : t('dates', { first: formats.date(first, 'short'), last: formats.date(last, 'short') })
}

/** What a part of the schedule is called where two versions differ in it: `Monday`, `Time zone`. */
export function partName(part: string): string {
  const [kind, rest] = split(part)
  if (kind === 'zone') return t('time-zone')
  if (kind === 'day') return formats.weekday(rest as Day)
  if (kind === 'date') return formats.date(rest)
  return t('merge-time-off', { dates: timeOffText(timeOffOf(rest)[0]!) })
}

/** What a version has in a part: `09:00–17:00`, `no shifts`. */
export function partText(part: string, text: string | undefined): string {
  const [kind] = split(part)
  if (kind === 'zone') return (text ?? '').replaceAll('_', ' ')
  if (kind === 'off') return text === undefined ? t('merge-nothing', { what: 'no-time-off' }) : formats.list(timeOffOf(text).map(timeOffText))
  if (text === undefined) return t('merge-nothing', { what: kind === 'day' ? 'no-shifts' : 'as-every-week' })
  if (text === '') return t('merge-nothing', { what: 'day-off' })
  const hours = spansOf(text).map(({ start, end }) => hoursBetween(parseTime(start) ?? 0, parseTime(end) ?? DAY))
  return formats.list(hours.filter((one) => one !== null).map(hoursText))
}

/** Days as one copies to them: `Tuesday`, `all weekdays`. */
export function daysText(days: readonly Day[]): string {
  if (days.length === 1) return formats.weekday(days[0]!)
  return days.length === DAYS.length ? t('every-day') : t('all-weekdays')
}

/** `Thu 24 Dec to Sun 3 Jan` */
function timeOffText({ from, until }: Interval): string {
  const end = until.slice(0, 10)
  return datesText(from.slice(0, 10), until.endsWith('T00:00') ? dayAfter(end, -1) : end)
}

function split(part: string): [kind: string, rest: string] {
  const at = part.indexOf(' ')
  return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]
}
