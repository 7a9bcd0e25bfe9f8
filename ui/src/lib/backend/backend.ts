import type { Done, Intent, Preview, Schedule, Shift, Span, View } from '../bindings'
import { t } from '../words/shared'

/** The resident app as the window sees it: it shows a `View` and sends `Intent`s. */
export interface Backend {
  /** What is to be shown now. */
  view(): Promise<View>
  /** Calls back with every later view; answers how to stop. */
  onView(show: (view: View) => void): () => void
  /** Resolves once the intent is done, to what came of it, and rejects with a `Refusal` otherwise. */
  intend(intent: Intent): Promise<Done>
  /** How the next two weeks will be by a schedule that is not saved; rejects with a `Refusal` where it makes no sense. */
  preview(schedule: Schedule): Promise<Preview>
  /** The time zones that are offered for a schedule. */
  zones(): Promise<string[]>
  /** Calendars, where the app behind the page reads and writes them. */
  calendars?: Calendars
  /** What is going on inside, as one text to pass on. */
  diagnostics(): Promise<string>
  /** Whether Porchlight starts at login on this computer; rejects with a `Refusal` where nobody can tell. */
  autostart(): Promise<AtLogin>
  /** Has it start at login or not; rejects with a `Refusal` where that cannot be changed. */
  setAutostart(on: boolean): Promise<void>
}

/** Schedules as other programs have them. */
export interface Calendars {
  /** The shifts of a calendar's text, by the clocks of a zone; rejects with a `Refusal` where it is none, or has none. */
  read(name: string, text: string, zone: string): Promise<Roster>
  /** Writes a schedule as a calendar, and answers in which file. */
  write(schedule: Schedule): Promise<string>
}

/** What was read of a calendar. */
export interface Roster {
  shifts: Shift[]
  dates: { [date: string]: Span[] }
  /** What is no shift, and why. */
  not_understood: { text: string }[]
}

/** Whether Porchlight starts at login, and that in a sentence. */
export interface AtLogin {
  on: boolean
  text: string
}

/** Why an intent was refused: a code for programs, a sentence for people. */
export interface Refusal {
  code: string
  message: string
}

/** Anything thrown, as a refusal that can be shown. */
export function asRefusal(thrown: unknown): Refusal {
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown && typeof thrown.message === 'string') {
    const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'other'
    return { code, message: thrown.message }
  }
  if (typeof thrown === 'string' && thrown !== '') return { code: 'other', message: thrown }
  return { code: 'other', message: t('error-unknown') }
}
