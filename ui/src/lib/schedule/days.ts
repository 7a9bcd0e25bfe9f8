import type { Day } from '../bindings'

export const DAYS: readonly Day[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
export const WORKDAYS: readonly Day[] = DAYS.slice(0, 5)

/** The days as a week has them where this language is spoken. */
export function weekFrom(language: string): Day[] {
  const first = firstDay(language)
  return [...DAYS.slice(first), ...DAYS.slice(0, first)]
}

/** The day so many days later, or earlier. */
export function shifted(day: Day, by: number): Day {
  return DAYS[(((DAYS.indexOf(day) + by) % 7) + 7) % 7]!
}

/** The day of the week of a date such as `2026-11-26`. */
export function dayOf(date: string): Day {
  return DAYS[(new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7]!
}

/** From Monday. */
function firstDay(language: string): number {
  try {
    const locale = new Intl.Locale(language) as Intl.Locale & { weekInfo?: { firstDay: number }; getWeekInfo?: () => { firstDay: number } }
    return ((locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1) - 1
  } catch {
    return 0
  }
}
