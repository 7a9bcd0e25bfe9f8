import type { Day } from '../bindings'

/** Minutes of a day. */
const DAY = 24 * 60
/** A Monday, for what is said of the days of any week. */
const MONDAY = Date.UTC(2024, 0, 1)
const DAYS: readonly Day[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** Dates, times and numbers as they are written where a language is spoken. Templates that read them follow it. */
export class Formats {
  #tag: string = $state('en')
  #hourCycle: 'h12' | 'h23' = $state('h23')

  constructor(tag = 'en', hourCycle: 'h12' | 'h23' = 'h23') {
    this.use(tag, hourCycle)
  }

  /** Whether hours are counted to twelve. */
  get twelve(): boolean {
    return this.#hourCycle === 'h12'
  }

  get tag(): string {
    return this.#tag
  }

  use(tag: string, hourCycle: 'h12' | 'h23'): void {
    this.#tag = tag
    this.#hourCycle = hourCycle
  }

  number(value: number): string {
    return cached('NumberFormat', this.#tag, {}).format(value)
  }

  /** `Library, Admissions and IT desk` */
  list(items: readonly string[]): string {
    return cached('ListFormat', this.#tag, { type: 'conjunction' }).format(items)
  }

  /** A time of day, in minutes from midnight: `09:30`, `9:30 AM`. */
  clock(minutes: number): string {
    return this.#clocks().format(inDay(minutes))
  }

  /** The same by another clock than the one that is gone by. */
  clockBy(hourCycle: 'h12' | 'h23', minutes: number): string {
    return this.#clocks(hourCycle).format(inDay(minutes))
  }

  /** The end of a stretch of time; midnight is `24:00` where hours are counted so far. */
  clockEnd(minutes: number): string {
    if (minutes !== DAY || this.twelve) return this.clock(minutes)
    return this.#clocks('h24').format(0)
  }

  /** A time of day where there is little room: `09:30`, `9:30`. */
  clockShort(minutes: number): string {
    if (!this.twelve) return this.clockEnd(minutes)
    const parts = this.#clocks().formatToParts(inDay(minutes))
    const first = parts.findIndex(({ type }) => type === 'hour')
    const last = parts.findIndex(({ type }) => type === 'minute')
    return parts.slice(first, last + 1).map(({ value }) => value).join('')
  }

  /** A full hour on a scale: `09:00`, `9 AM`. */
  hour(hour: number): string {
    if (!this.twelve) return this.clock(hour * 60)
    return cached('DateTimeFormat', this.#tag, { hour: 'numeric', hourCycle: 'h12', timeZone: 'UTC' }).format(inDay(hour * 60))
  }

  /** An instant's time of day to the second, with the date in front on another day and with the year in another one. */
  moment(instant: string, now: Date): string {
    const at = new Date(instant)
    const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: this.#hourCycle }
    if (at.toDateString() === now.toDateString()) return cached('DateTimeFormat', this.#tag, clock).format(at)
    const year: Intl.DateTimeFormatOptions = at.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }
    return cached('DateTimeFormat', this.#tag, { ...clock, ...year, day: 'numeric', month: 'long' }).format(at)
  }

  /** A date such as `2026-11-26`: `Thursday 26 November 2026`, `Thu 26 Nov`. */
  date(date: string, style: 'long' | 'short' = 'long'): string {
    const options: Intl.DateTimeFormatOptions =
      style === 'long' ? { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } : { weekday: 'short', day: 'numeric', month: 'short' }
    return this.#dates(options).format(Date.parse(`${date}T00:00Z`))
  }

  /** Two dates, the second not before the first: `24 Dec – 3 Jan`. */
  dates(first: string, last: string): string {
    return this.#dates({ day: 'numeric', month: 'short' }).formatRange(Date.parse(`${first}T00:00Z`), Date.parse(`${last}T00:00Z`))
  }

  /** A month such as `2026-11`: `November 2026`. */
  month(month: string): string {
    return this.#dates({ month: 'long', year: 'numeric' }).format(Date.parse(`${month}-01T00:00Z`))
  }

  /** `26` */
  dayOfMonth(date: string): string {
    return this.number(Number(date.slice(8)))
  }

  /** `Monday`; in short three letters at most, as at the head of a column: `Mon`. */
  weekday(day: Day, style: 'long' | 'short' = 'long'): string {
    const named = (weekday: 'long' | 'short' | 'narrow') => this.#dates({ weekday }).format(MONDAY + DAYS.indexOf(day) * DAY * 60_000)
    const name = named(style).replace(/\.$/, '')
    return style === 'short' && name.length > 3 ? named('narrow') : name
  }

  /** A time of day that somebody wrote, with digits and the halves of the day as they are read anywhere: `9:30 pm`. */
  plainClock(text: string): string {
    const halves = [9, 21].map((hour) => {
      const parts = cached('DateTimeFormat', this.#tag, { hour: 'numeric', hourCycle: 'h12', timeZone: 'UTC' }).formatToParts(inDay(hour * 60))
      return parts.find(({ type }) => type === 'dayPeriod')?.value
    })
    let plain = text.trim().replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    for (const [at, half] of halves.entries()) if (half && plain.includes(half)) plain = `${plain.replace(half, '').trim()} ${at === 0 ? 'am' : 'pm'}`
    return plain
  }

  /** A length that is one of a unit: `45 seconds`, `1 minute`, `90 minutes`, `2 hours`. */
  duration(seconds: number): string {
    if (seconds % 3600 === 0) return this.#unit(seconds / 3600, 'hour')
    if (seconds % 60 === 0) return this.#unit(seconds / 60, 'minute')
    return this.#unit(seconds, 'second')
  }

  #unit(value: number, unit: 'hour' | 'minute' | 'second'): string {
    return cached('NumberFormat', this.#tag, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
  }

  #clocks(hourCycle: 'h12' | 'h23' | 'h24' = this.#hourCycle): Intl.DateTimeFormat {
    return cached('DateTimeFormat', this.#tag, { hour: hourCycle === 'h12' ? 'numeric' : '2-digit', minute: '2-digit', hourCycle, timeZone: 'UTC' })
  }

  #dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return cached('DateTimeFormat', this.#tag, { ...options, timeZone: 'UTC' })
  }
}

/** As it is written in the language that is spoken. */
export const formats = new Formats()

interface Makers {
  NumberFormat: [Intl.NumberFormatOptions, Intl.NumberFormat]
  ListFormat: [Intl.ListFormatOptions, Intl.ListFormat]
  DateTimeFormat: [Intl.DateTimeFormatOptions, Intl.DateTimeFormat]
}

const made = new Map<string, unknown>()

function cached<Kind extends keyof Makers>(kind: Kind, tag: string, options: Makers[Kind][0]): Makers[Kind][1] {
  const key = `${kind} ${tag} ${JSON.stringify(options)}`
  const known = made.get(key) ?? new (Intl[kind] as new (tag: string, options: unknown) => unknown)(tag, options)
  made.set(key, known)
  return known as Makers[Kind][1]
}

function inDay(minutes: number): number {
  return (((minutes % DAY) + DAY) % DAY) * 60_000
}
