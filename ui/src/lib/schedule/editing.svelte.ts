import { fingerprint, type Draft } from './draft'
import type { Phrase } from './words'

/** How many steps can be taken back. */
const STEPS = 200

/** A draft and how it came to be: what is done can be undone, and done again. */
export class Editing {
  draft: Draft = $state.raw()!
  /** The draft as it was loaded or last saved. */
  saved: string = $state('')
  #past: Step[] = $state.raw([])
  #future: Step[] = $state.raw([])

  readonly dirty: boolean = $derived.by(() => fingerprint(this.draft) !== this.saved)
  /** What *Undo* would take back, in words; null where there is nothing. */
  readonly undoes: string | null = $derived.by(() => this.#past.at(-1)?.what() ?? null)
  readonly redoes: string | null = $derived.by(() => this.#future.at(-1)?.what() ?? null)

  constructor(saved: Draft, draft: Draft = saved) {
    this.saved = fingerprint(saved)
    this.draft = draft
  }

  /** Takes a change in. Changes in a row about the same thing are one step. */
  edit(what: Phrase, draft: Draft, about: string | null = null): void {
    if (fingerprint(draft) === fingerprint(this.draft)) return
    const last = this.#past.at(-1)
    const goesOn = about !== null && last?.about === about && this.#future.length === 0
    if (!goesOn) this.#past = [...this.#past, { what, about, draft: this.draft }].slice(-STEPS)
    this.#future = []
    this.draft = draft
  }

  /** Takes the last step back, and says which. */
  undo(): string | null {
    const step = this.#past.at(-1)
    if (!step) return null
    this.#past = this.#past.slice(0, -1)
    this.#future = [...this.#future, { ...step, draft: this.draft }]
    this.draft = step.draft
    return step.what()
  }

  redo(): string | null {
    const step = this.#future.at(-1)
    if (!step) return null
    this.#future = this.#future.slice(0, -1)
    this.#past = [...this.#past, { ...step, draft: this.draft }]
    this.draft = step.draft
    return step.what()
  }

  /** This is saved now. What was done can still be taken back. */
  keep(saved: Draft): void {
    this.saved = fingerprint(saved)
  }

  /** Begins anew from what is saved. */
  load(draft: Draft): void {
    this.draft = draft
    this.saved = fingerprint(draft)
    this.#past = []
    this.#future = []
  }
}

/** What was done, and the draft on the other side of it. */
interface Step {
  what: Phrase
  about: string | null
  draft: Draft
}
