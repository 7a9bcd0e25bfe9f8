import { read, type Office } from './stream'

/** For how long after its stream was lost an office is still taken for what it was. All in milliseconds. */
const GRACE = 5_000
/** How often the tab that has the stream tells the others that it has it. */
const BEAT = 5_000
/** After how long without that another tab takes over. */
const LEADERLESS = 13_000
/** For how long an office is followed for a tab that does not ask for it again, and how often one does. */
const LEASE = 30_000
const RENEWAL = 10_000
/** For how long a page nobody looks at stays connected. */
const HIDDEN = 120_000
/** For how long an office is followed that no element shows any more: an app that changes pages adds it again. */
const LINGER = 5_000
/** How soon an office that is not told of is asked for again; later and later, as it may never be. */
const UNTOLD = 60_000
const UNTOLD_MOST = 16 * UNTOLD
/** By how much the clocks may differ more than before without the machine having slept. */
const DRIFT = 2_000
/** What one stream may follow. */
const MOST_OFFICES = 100

type Listener = (office: Office | undefined) => void

/**
 * From the tab that has the stream, with for how long what is not vouched for any more is not, in milliseconds; or from
 * one that wants offices followed.
 */
type Message = { known: Office[]; lost: [office: string, age: number][] } | { want: string[] }

/**
 * What a page knows of a server's offices. One tab of an origin holds a lock, and with it the stream; it tells the
 * others.
 *
 * What always holds: an office is known only while somebody vouches for it, the server to the tab with the stream or
 * that tab to this one, and for the grace after that, whichever tabs come and go; it is shown as offline otherwise.
 */
export class Porch {
  private readonly name: string
  private readonly wanted = new Map<string, Set<Listener>>()
  /** Offices that other tabs want, and until when. */
  private readonly wantedElsewhere = new Map<string, number>()
  private known = new Map<string, Office>()
  /** Since when it is not vouched for any more. */
  private readonly stale = new Map<string, number>()

  private channel: BroadcastChannel | undefined
  private timer: number | undefined
  /** Counts the times that this page went to work, and is none while it rests. */
  private shift = 0
  private shifts = 0
  private release: (() => void) | undefined
  private leads = false

  private stream: AbortController | undefined
  private follows: string[] = []
  private openedAt = 0
  private retryAt = Infinity
  private failures = 0
  private silence = 0
  private heardAt = 0
  private untold = UNTOLD
  private beatAt = 0
  private askedAt = 0
  private drift = 0
  private hiddenAt = Infinity
  private asks: number | undefined
  private lingers: number | undefined
  /** Nobody looks at the page, or it is put aside. */
  private asleep = false

  constructor(private readonly server: string) {
    this.name = `porchlight/1 ${server}`
    document.addEventListener('visibilitychange', () => this.looked())
    document.addEventListener('freeze', () => this.sleep())
    document.addEventListener('resume', () => this.looked())
    addEventListener('pagehide', () => this.sleep())
    addEventListener('pageshow', () => this.looked())
    addEventListener('online', () => this.retry())
    this.looked()
  }

  /** Has a listener told of an office, at once and whenever that changes, until what is returned is called. */
  follow(office: string, listener: Listener): () => void {
    const listeners = this.wanted.get(office) ?? new Set()
    this.wanted.set(office, listeners.add(listener))
    listener(this.known.get(office))
    // Elements come and go many at a time.
    clearTimeout(this.asks)
    this.asks = window.setTimeout(() => this.wants())
    return () => {
      listeners.delete(listener)
      if (!listeners.size && this.wanted.get(office) === listeners) {
        this.wanted.delete(office)
        clearTimeout(this.lingers)
        this.lingers = window.setTimeout(() => this.wanted.size || this.rest(), LINGER)
      }
    }
  }

  private wants() {
    if (!this.wanted.size) {
      return
    }
    if (!this.shift) {
      this.work()
    } else if (this.leads) {
      this.followAll()
    } else {
      this.ask()
    }
  }

  private work() {
    if (this.asleep) {
      return
    }
    this.shift = ++this.shifts
    this.heardAt = performance.now()
    this.drift = drift()
    this.timer = window.setInterval(() => this.tick(), 1_000)
    if ('BroadcastChannel' in window && navigator.locks) {
      this.channel = new BroadcastChannel(this.name)
      this.channel.onmessage = ({ data }) => this.received(data as Message)
      this.ask()
      this.queue(false)
    } else {
      this.lead()
    }
  }

  private rest() {
    this.shift = 0
    clearInterval(this.timer)
    this.stepDown()
    this.release?.()
    this.channel?.close()
    this.channel = undefined
    this.forget()
  }

  /** Waits for the lock; `steal` takes it from a tab that stands still. */
  private queue(steal: boolean) {
    const shift = this.shift
    const given = new AbortController()
    this.release = () => given.abort()
    const held = () =>
      new Promise<void>((resolve) => {
        this.release = resolve
        if (shift === this.shift) {
          this.lead()
        } else {
          resolve()
        }
      })
    navigator.locks
      .request(this.name, steal ? { steal } : { signal: given.signal }, held)
      .catch((error: DOMException) => {
        if (shift !== this.shift || given.signal.aborted) {
          return
        }
        if (error.name === 'AbortError') {
          // Another tab took it, as this one stood still.
          this.stepDown()
          this.queue(false)
        } else {
          // There are no locks for pages like this one.
          this.lead()
        }
      })
  }

  private lead() {
    this.leads = true
    this.failures = 0
    this.followAll()
  }

  private stepDown() {
    this.leads = false
    this.close()
    this.heardAt = performance.now()
  }

  private received(message: Message) {
    if ('want' in message) {
      const until = performance.now() + LEASE
      message.want.forEach((office) => this.wantedElsewhere.set(office, until))
      if (this.leads) {
        this.followAll()
        this.beat()
      }
    } else if (!this.leads) {
      this.heardAt = performance.now()
      this.known = new Map(message.known.map((office) => [office.office, office]))
      this.stale.clear()
      message.lost.forEach(([office, age]) => this.stale.set(office, this.heardAt - age))
      this.drop()
      this.show()
      if (this.heardAt - this.askedAt > RENEWAL) {
        this.ask()
      }
    }
  }

  private ask() {
    this.askedAt = performance.now()
    this.post({ want: [...this.wanted.keys()] })
  }

  private post(message: Message) {
    this.channel?.postMessage(message)
  }

  private beat() {
    if (!this.leads) {
      return
    }
    const now = (this.beatAt = performance.now())
    const lost = [...this.stale].map(([office, since]): [string, number] => [office, now - since])
    this.post({ known: [...this.known.values()], lost })
  }

  /** What all tabs want at this moment. */
  private offices(): string[] {
    const now = performance.now()
    this.wantedElsewhere.forEach((until, office) => until < now && this.wantedElsewhere.delete(office))
    return [...new Set([...this.wanted.keys(), ...this.wantedElsewhere.keys()])]
  }

  /** Opens the stream anew if an office is wanted that it does not tell of. */
  private followAll() {
    if (!this.offices().slice(0, MOST_OFFICES).every((office) => this.follows.includes(office))) {
      this.untold = UNTOLD
      this.open()
    }
  }

  private open() {
    this.lost()
    const offices = this.offices()
    if (offices.length > MOST_OFFICES) {
      console.warn(`Porchlight follows ${MOST_OFFICES} offices at most; the others stay offline.`)
    }
    // While an app changes pages there is none for a moment.
    this.follows = offices.length ? offices.slice(0, MOST_OFFICES) : this.follows
    const stream = (this.stream = new AbortController())
    this.openedAt = this.heardAt = performance.now()
    this.silence = 35_000
    this.retryAt = Infinity
    const ended = (wait: number) => {
      if (this.stream === stream) {
        this.ended(wait)
      }
    }
    const query = this.follows.map((office) => `office=${encodeURIComponent(office)}`).join('&')
    read(`${this.server}/v1/public/events?${query}`, stream.signal, (offices, every) => {
      // What was on its way while the machine slept comes first, and is old.
      if (this.stream === stream && !this.isLost()) {
        this.heard(offices, every)
      }
    }).then(ended, () => ended(0))
  }

  private heard(offices: Office[], every: number) {
    this.heardAt = performance.now()
    this.silence = 2 * every + 5_000
    for (const office of offices) {
      this.known.set(office.office, office)
      this.stale.delete(office.office)
    }
    if (offices.length) {
      this.show()
      this.beat()
    }
  }

  /** Comes back in a while, spread so that not all do at the same time. */
  private ended(wait: number) {
    const now = performance.now()
    if (now - this.openedAt > 10_000) {
      this.failures = 0
    }
    this.lost()
    const backoff = Math.min(2 ** this.failures++, 20) * (300 + 1200 * Math.random())
    this.retryAt = now + Math.max(wait, backoff)
  }

  private retry() {
    if (this.retryAt < Infinity) {
      this.failures = 0
      this.open()
    }
  }

  private close() {
    this.lost()
    this.follows = []
    this.retryAt = Infinity
  }

  /** Ends the stream. What it told is not vouched for from now on. */
  private lost() {
    this.stream?.abort()
    this.stream = undefined
    const now = performance.now()
    for (const office of this.known.keys()) {
      if (!this.stale.has(office)) {
        this.stale.set(office, now)
      }
    }
    this.beat()
  }

  /** Whether the server, or the tab with the stream, was not heard for too long, or the machine slept. */
  private isLost(): boolean {
    const limit = this.leads ? this.silence : LEADERLESS
    const isSilent = performance.now() - this.heardAt > limit && this.retryAt === Infinity
    const before = this.drift
    this.drift = drift()
    if (!isSilent && Math.abs(this.drift - before) < DRIFT) {
      return false
    }
    this.forget()
    if (this.leads) {
      this.open()
    } else {
      this.heardAt = performance.now()
      this.release?.()
      this.queue(true)
    }
    return true
  }

  private tick() {
    const now = performance.now()
    if (now - this.hiddenAt > HIDDEN) {
      this.sleep()
      return
    }
    if (this.isLost()) {
      return
    }
    if (this.drop()) {
      this.show()
      this.beat()
    }
    if (!this.leads) {
      return
    }
    if (now > this.retryAt) {
      this.open()
    } else if (this.stream && now - this.openedAt > this.untold && this.isUntold()) {
      this.untold = Math.min(2 * this.untold, UNTOLD_MOST)
      this.open()
    }
    if (now - this.beatAt >= BEAT) {
      this.beat()
    }
  }

  /** Gives up what has not been vouched for during the grace, and says whether there was any. */
  private drop(): boolean {
    const before = this.known.size
    for (const [office, since] of this.stale) {
      if (performance.now() - since > GRACE) {
        this.stale.delete(office)
        this.known.delete(office)
      }
    }
    return this.known.size < before
  }

  /** Whether something is wanted that the stream was opened for and does not tell of. */
  private isUntold(): boolean {
    return this.offices().some((office) => this.follows.includes(office) && !this.known.has(office))
  }

  private forget() {
    this.known.clear()
    this.stale.clear()
    this.show()
    this.beat()
  }

  private show() {
    for (const [office, listeners] of this.wanted) {
      listeners.forEach((listener) => listener(this.known.get(office)))
    }
  }

  private looked() {
    if (document.visibilityState === 'hidden') {
      this.hiddenAt = Math.min(this.hiddenAt, performance.now())
      return
    }
    this.hiddenAt = Infinity
    this.asleep = false
    if (this.shift) {
      this.tick()
      this.retry()
    } else if (this.wanted.size) {
      this.work()
    }
  }

  private sleep() {
    this.asleep = true
    if (this.shift) {
      this.rest()
    }
  }
}

/** Grows by as long as the machine sleeps: one of the clocks stands still then. */
function drift(): number {
  return Date.now() - performance.now()
}
