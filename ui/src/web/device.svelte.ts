import { call, Problem } from './api'
import type { Me } from './wire'

/** Whoever gave input so lately is active, milliseconds. */
const LATELY = 60_000
const INPUT = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart'] as const

/**
 * This browser as one of somebody's devices: it gives signs of life while the page is open, and says goodbye as it goes.
 * A page learns of input in itself alone, so whoever works elsewhere is idle to it; that lowers, and never raises.
 */
export class Device {
  /** Until when the server takes this device for live, by its own clock. */
  leaseUntil: Date | null = $state.raw(null)
  /** Whether it could not be told. */
  failed = $state(false)

  #lastInput = Date.now()
  #lastReport = 0
  #sequence = 0
  #gone = false
  readonly #me: () => Me | null
  readonly #others = new BroadcastChannel('porchlight-device')
  readonly #stop = new AbortController()

  constructor(me: () => Me | null) {
    this.#me = me
    const { signal } = this.#stop
    for (const name of INPUT) addEventListener(name, () => this.#input(), { passive: true, signal })
    addEventListener('pagehide', () => this.#leave(), { signal })
    addEventListener('pageshow', () => void (this.#gone && this.#return()), { signal })
    // It left in the name of all, and this one is still here.
    this.#others.addEventListener('message', () => void (this.#gone || this.report()))
    void this.report()
  }

  close(): void {
    this.#stop.abort()
    this.#others.close()
  }

  /** Gives a sign of life if one is due. To be called often. */
  beat(): void {
    const every = (this.#me()?.settings.heartbeat_seconds ?? 25) * 1000
    // Whatever rings may ring a little late.
    if (Date.now() - this.#lastReport > every / 2) void this.report()
  }

  async report(): Promise<void> {
    this.#lastReport = Date.now()
    const isActive = Date.now() - this.#lastInput < LATELY
    const body = isActive ? { state: 'active' } : { state: 'idle', since: new Date(this.#lastInput).toISOString() }
    try {
      const answer = await call<{ lease_until: string }>('PUT', '/v1/me/activity', { body, headers: this.#numbered() })
      this.leaseUntil = new Date(answer.lease_until)
      this.failed = false
    } catch (thrown) {
      if (thrown instanceof Problem && thrown.overtakenBy !== null) this.#sequence = thrown.overtakenBy
      this.failed = true
    }
  }

  #input(): void {
    const wasIdle = Date.now() - this.#lastInput >= LATELY
    this.#lastInput = Date.now()
    if (wasIdle) void this.report()
  }

  #leave(): void {
    this.#gone = true
    void call('DELETE', '/v1/me/session', { headers: this.#numbered(), keepalive: true }).catch(() => {})
    this.#others.postMessage('left')
  }

  #return(): void {
    this.#gone = false
    this.#lastInput = Date.now()
    void this.report()
  }

  /** Greater with all that this browser sends, whichever tab does. */
  #numbered(): Record<string, string> {
    this.#sequence = Math.max(this.#sequence + 1, Date.now())
    return { 'porchlight-sequence': String(this.#sequence) }
  }
}
