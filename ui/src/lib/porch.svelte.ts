import { asRefusal, type Backend, type Refusal } from './backend/backend'
import type { Intent, View } from './bindings'
import { findUnsaved } from './schedule/unsaved'

export const PAGES = ['status', 'schedule', 'settings'] as const
export type Page = (typeof PAGES)[number]

/** How long an administrator's act can be taken back before it is sent, milliseconds. */
export const UNDO_FOR = 10_000

/** An administrator's act that is not sent yet. */
export interface HeldAct {
  key: number
  text: string
  intent: Intent
}

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

/** What the window knows: the view as it came, and what is open, asked or held back here. */
export class Porch {
  view: View = $state.raw()!
  page: Page = $state('status')
  /** The sentence of the last refusal, until it is dismissed. */
  refusal: string | null = $state(null)
  held: HeldAct[] = $state([])
  question: Question | null = $state(null)
  /** Set by a page with unsaved work: answers whether it may be left. */
  mayLeave: (() => Promise<boolean>) | null = null

  readonly #backend: Backend
  readonly #stop: () => void
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>()
  #answer: ((answer: Answer | null) => void) | null = null
  #nextKey = 1
  #wish = 0

  constructor(backend: Backend, first: View) {
    this.#backend = backend
    if (findUnsaved(first)) this.page = 'schedule'
    this.#show(first)
    this.#stop = backend.onView((view) => this.#show(view))
  }

  close(): void {
    this.#stop()
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  /** Sends an intent; a refusal is shown as a sentence. */
  async intend(intent: Intent): Promise<boolean> {
    const refusal = await this.attempt(intent)
    this.refusal = refusal?.message ?? null
    return refusal === null
  }

  /** Sends an intent and hands a refusal back to the caller, who shows it where it belongs. */
  async attempt(intent: Intent): Promise<Refusal | null> {
    try {
      await this.#backend.intend(intent)
      return null
    } catch (thrown) {
      return asRefusal(thrown)
    }
  }

  /** Sends an intent in ten seconds, unless it is taken back before. */
  hold(text: string, intent: Intent): void {
    const key = this.#nextKey++
    this.held.push({ key, text, intent })
    this.#timers.set(key, setTimeout(() => this.actNow(key), UNDO_FOR))
  }

  actNow(key: number): void {
    const act = this.#release(key)
    if (act) void this.intend(act.intent)
  }

  undo(key: number): void {
    this.#release(key)
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
    this.view = view
    const wish = view.page?.nth ?? 0
    if (wish === this.#wish) return
    this.#wish = wish
    const page = PAGES.find((known) => known === view.page?.page)
    if (page) void this.turnTo(page)
  }

  #release(key: number): HeldAct | undefined {
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
    const act = this.held.find((held) => held.key === key)
    this.held = this.held.filter((held) => held.key !== key)
    return act
  }
}
