import { asRefusal, type AtLogin, type Backend, type Calendars, type Refusal } from './backend/backend'
import { HeldActs, type HeldAct } from './held.svelte'
import type { Banner, BannerKind, Done, Intent, Preview, Schedule, View } from './bindings'

export const PAGES = ['status', 'schedule', 'settings'] as const
export type Page = (typeof PAGES)[number]

/** Something that is asked before it is done. */
export interface Question {
  title: string
  text: string
  /** The label of a line that may be left empty. */
  remark?: string
  /** The answers besides *Cancel*, the likeliest last. */
  answers: { label: string; value: string; tone: 'danger' | 'plain' | 'main' }[]
  cancel: string
}

export interface Answer {
  value: string
  remark: string
}

const LASTING: readonly BannerKind[] = ['storage', 'not_connected']

/** Whether a banner asks for nothing, and is about nothing that goes on. */
export function canBePutAside(banner: Banner): boolean {
  return banner.action === null && !LASTING.includes(banner.kind)
}

/** What the window knows: the view as it came, and what is open, asked or held back here. */
export class Porch {
  view: View = $state.raw()!
  page: Page = $state('status')
  /** The sentence of the last refusal, until it is dismissed. */
  refusal: string | null = $state(null)
  question: Question | null = $state(null)
  /** Set by a page with unsaved work: answers whether it may be left. */
  mayLeave: (() => Promise<boolean>) | null = null

  /** Whether Porchlight starts at login, or why that cannot be told; null until it was asked. */
  atLogin: AtLogin | Refusal | null = $state.raw(null)

  /** Whether to ask if Porchlight is to start at login: once, and where it makes a difference. */
  readonly asksAtLogin: boolean = $derived(
    this.view.me !== null &&
      !this.view.settings.preferences.asked_start_at_login &&
      this.atLogin !== null &&
      'on' in this.atLogin &&
      !this.atLogin.on,
  )

  /** What the person ought to know, in the app's order. */
  readonly banners: Banner[] = $derived(this.view.banners.filter((banner) => !this.#aside.includes(banner.text) || !canBePutAside(banner)))
  /** The texts of banners that need not be shown, for as long as the app has them. */
  #aside: string[] = $state.raw([])

  readonly #backend: Backend
  readonly #stop: () => void
  readonly #acts = new HeldActs<Intent>((intent) => void this.intend(intent))
  #answer: ((answer: Answer | null) => void) | null = null
  #wish = 0

  constructor(backend: Backend, first: View) {
    this.#backend = backend
    this.view = first
    if (first.schedule.draft) this.page = 'schedule'
    this.#show(first)
    void this.readAutostart()
    this.#stop = backend.onView((view) => this.#show(view))
  }

  close(): void {
    this.#stop()
    this.#acts.close()
  }

  /** Sends an intent; a refusal is shown as a sentence. */
  async intend(intent: Intent): Promise<boolean> {
    const refusal = await this.attempt(intent)
    this.refusal = refusal?.message ?? null
    return refusal === null
  }

  /** Sends an intent and hands a refusal back to the caller, who shows it where it belongs. */
  async attempt(intent: Intent): Promise<Refusal | null> {
    const result = await this.#try(intent)
    return 'code' in result ? result : null
  }

  /** Saves a schedule that was made of the one of this etag; or says why it is not saved. */
  save(schedule: Schedule, etag: string): Promise<Done | Refusal> {
    return this.#try({ do: 'save_schedule', schedule, etag })
  }

  async #try(intent: Intent): Promise<Done | Refusal> {
    try {
      return await this.#backend.intend(intent)
    } catch (thrown) {
      const refusal = asRefusal(thrown)
      // Said where it was asked for, so a banner need not say it again.
      this.#hide(refusal.message)
      return refusal
    }
  }

  /** How the next two weeks will be by a schedule that is not saved; null where nobody can tell. */
  async preview(schedule: Schedule): Promise<Preview | null> {
    return this.#backend.preview(schedule).catch(() => null)
  }

  /** Calendars to take shifts from, and to write them as; null where no app reads and writes them. */
  get calendars(): Calendars | null {
    return this.#backend.calendars ?? null
  }

  /** The time zones that are offered for a schedule; none where nobody can tell. */
  zones(): Promise<string[]> {
    return this.#backend.zones().catch(() => [])
  }

  /** What is going on inside, as one text. */
  diagnostics(): Promise<string> {
    return this.#backend.diagnostics()
  }

  /** Asks anew: other programs change what starts at login, too. */
  async readAutostart(): Promise<void> {
    this.atLogin = await this.#backend.autostart().catch(asRefusal)
  }

  /** Has it start at login or not; a refusal is shown as a sentence. Whoever has decided is not asked any more. */
  async setAutostart(on: boolean): Promise<void> {
    const refusal = await this.#backend.setAutostart(on).then(() => null, asRefusal)
    this.refusal = refusal?.message ?? null
    if (!refusal) await this.stopAskingAtLogin()
    await this.readAutostart()
  }

  /** She has answered, or would rather not be asked. */
  async stopAskingAtLogin(): Promise<void> {
    const preferences = this.view.settings.preferences
    if (preferences.asked_start_at_login) return
    await this.intend({ do: 'save_preferences', preferences: { ...preferences, asked_start_at_login: true } })
  }

  /** A banner was read. The app remembers that, also over a restart. */
  putAside({ kind, text }: Banner): void {
    this.#hide(text)
    void this.attempt({ do: 'put_aside', kind, text })
  }

  #hide(text: string): void {
    if (!this.#aside.includes(text)) this.#aside = [...this.#aside, text]
  }

  /** What will be sent unless it is taken back. */
  get held(): HeldAct<Intent>[] {
    return this.#acts.held
  }

  /** Sends an intent in ten seconds, unless it is taken back before. */
  hold(text: string, intent: Intent): void {
    this.#acts.hold(text, intent)
  }

  actNow(key: number): void {
    this.#acts.actNow(key)
  }

  undo(key: number): void {
    this.#acts.undo(key)
  }

  ask(question: Question): Promise<Answer | null> {
    this.answer(null)
    this.question = question
    return new Promise((resolve) => (this.#answer = resolve))
  }

  answer(answer: Answer | null): void {
    this.question = null
    this.#answer?.(answer)
    this.#answer = null
  }

  async turnTo(page: Page): Promise<void> {
    if (page === this.page) return
    if (this.mayLeave && !(await this.mayLeave())) return
    this.page = page
  }

  #show(view: View): void {
    const has = ({ banners }: View, text: string) => banners.some((banner) => banner.text === text)
    this.#aside = this.#aside.filter((text) => has(view, text) || !has(this.view, text))
    this.view = view
    const wish = view.page?.nth ?? 0
    if (wish === this.#wish) return
    this.#wish = wish
    const page = PAGES.find((known) => known === view.page?.page)
    if (page) void this.turnTo(page)
  }
}
