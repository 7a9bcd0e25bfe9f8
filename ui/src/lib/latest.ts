/** Hands values on one at a time: what comes while one is under way waits, and only the latest of those is handed on. */
export class Latest<T> {
  readonly #hand: (value: T) => Promise<void>
  #waiting: { value: T } | null = null
  #busy = false

  constructor(hand: (value: T) => Promise<void>) {
    this.#hand = hand
  }

  push(value: T): void {
    this.#waiting = { value }
    if (!this.#busy) void this.#work()
  }

  async #work(): Promise<void> {
    this.#busy = true
    while (this.#waiting) {
      const { value } = this.#waiting
      this.#waiting = null
      await this.#hand(value)
    }
    this.#busy = false
  }
}
