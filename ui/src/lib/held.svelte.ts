/** How long an act can be taken back before it is sent, milliseconds. */
export const UNDO_FOR = 10_000

/** An act that is not sent yet. */
export interface HeldAct<Act> {
  key: number
  text: string
  act: Act
  /** Until it is sent, rounded up. */
  secondsLeft: number
}

/** What concerns others is sent after ten seconds, unless it is taken back. */
export class HeldActs<Act> {
  held: HeldAct<Act>[] = $state([])
  readonly #send: (act: Act) => void
  /** How to stop what runs for an act. */
  readonly #clocks = new Map<number, () => void>()
  #nextKey = 1

  constructor(send: (act: Act) => void) {
    this.#send = send
  }

  hold(text: string, act: Act): void {
    const key = this.#nextKey++
    const due = performance.now() + UNDO_FOR
    this.held.push({ key, text, act, secondsLeft: UNDO_FOR / 1000 })
    const sending = setTimeout(() => this.actNow(key), UNDO_FOR)
    const counting = setInterval(() => this.#count(key, due), 1000)
    this.#clocks.set(key, () => {
      clearTimeout(sending)
      clearInterval(counting)
    })
  }

  actNow(key: number): void {
    const held = this.#release(key)
    if (held) this.#send(held.act)
  }

  undo(key: number): void {
    this.#release(key)
  }

  /** Sends nothing of it any more. */
  close(): void {
    for (const stop of this.#clocks.values()) stop()
    this.#clocks.clear()
  }

  #count(key: number, due: number): void {
    const held = this.held.find((held) => held.key === key)
    if (held) held.secondsLeft = Math.max(1, Math.ceil((due - performance.now()) / 1000))
  }

  #release(key: number): HeldAct<Act> | undefined {
    this.#clocks.get(key)?.()
    this.#clocks.delete(key)
    const released = this.held.find((held) => held.key === key)
    this.held = this.held.filter((held) => held.key !== key)
    return released
  }
}
