import { signInFirst } from './api'
import type { CoverageChange, Me, Notice, OfficePresence, PresenceChange, Snapshot } from './wire'

/** How long to wait before coming back, milliseconds: at least, at most, and at random in between. */
const FIRST_WAIT = 500
const LONGEST_WAIT = 15_000
/** What a server says that does not say it, seconds. */
const KEEP_ALIVE = 15

interface Frame {
  id: string
  event: string
  data: string
}

/**
 * All that the server tells of my offices, as it happens. What is shown is vouched for by something that was heard
 * within three times the server's keep-alive; else it is out of date, and says since when.
 */
export class Live {
  me: Me | null = $state.raw(null)
  offices: OfficePresence[] = $state.raw([])
  /** Since when nothing was heard; null while all is well. */
  outOfDateSince: Date | null = $state.raw(null)
  /** The last that an administrator did to me. */
  notice: Notice | null = $state.raw(null)
  /** How far the server's clock is ahead of this one, milliseconds. */
  offset = 0

  #last = ''
  #wait = FIRST_WAIT
  #heard = new Date()
  #open: AbortController | null = null
  #waiting: (() => void) | null = null
  #closed = false

  /** Called whenever something is heard: the one clock that browsers do not slow down for tabs in the background. */
  readonly #onheard: () => void
  #first: (() => void) | null = null
  /** Resolves once there is something to show. */
  readonly ready: Promise<void> = new Promise((resolve) => (this.#first = resolve))

  constructor(onheard: () => void = () => {}) {
    this.#onheard = onheard
    void this.#run()
    addEventListener('online', this.#hurry)
    addEventListener('pageshow', this.#hurry)
  }

  close(): void {
    this.#closed = true
    removeEventListener('online', this.#hurry)
    removeEventListener('pageshow', this.#hurry)
    this.#open?.abort()
    this.#waiting?.()
  }

  /** What time it is for the server. */
  now(): Date {
    return new Date(Date.now() + this.offset)
  }

  readonly #hurry = () => {
    this.#wait = FIRST_WAIT
    this.#waiting?.()
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      await this.#read().catch(() => {})
      if (this.#closed) return
      this.outOfDateSince ??= this.#heard
      const wait = this.#wait / 2 + Math.random() * (this.#wait / 2)
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT)
      await new Promise<void>((resolve) => {
        this.#waiting = resolve
        setTimeout(resolve, wait)
      })
    }
  }

  async #read(): Promise<void> {
    const open = (this.#open = new AbortController())
    let silence = 0
    const listen = () => {
      clearTimeout(silence)
      silence = window.setTimeout(() => open.abort(), 3 * 1000 * (this.me?.settings.keep_alive_seconds ?? KEEP_ALIVE))
    }
    listen()
    try {
      const response = await fetch('/v1/me/events', {
        signal: open.signal,
        cache: 'no-store',
        headers: { accept: 'text/event-stream', ...(this.#last ? { 'last-event-id': this.#last } : {}) },
      })
      if (response.status === 401) return signInFirst()
      if (!response.ok || !response.body) return
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
      for (let text = ''; ; ) {
        const { done, value } = await reader.read()
        if (done) return
        this.#heard = new Date()
        const frames = (text + value).split('\n\n')
        text = frames.pop() ?? ''
        for (const frame of frames) this.#take(read(frame))
        // By what was just told of how often something is said.
        listen()
        if (this.me) {
          this.outOfDateSince = null
          this.#first?.()
        }
        this.#onheard()
        this.#wait = FIRST_WAIT
      }
    } finally {
      clearTimeout(silence)
      open.abort()
    }
  }

  #take({ id, event, data }: Frame): void {
    if (id) this.#last = id
    if (!data) return
    if (event === 'snapshot') {
      const snapshot = JSON.parse(data) as Snapshot
      this.offset = Date.parse(snapshot.server_time) - Date.now()
      this.me = snapshot.me
      this.offices = snapshot.offices
    } else if (event === 'presence') {
      const change = JSON.parse(data) as PresenceChange
      this.offices = this.offices.map((office) => (office.id === change.office ? changed(office, change) : office))
    } else if (event === 'coverage') {
      const { office: id, coverage } = JSON.parse(data) as CoverageChange
      this.offices = this.offices.map((office) => (office.id === id ? { ...office, coverage } : office))
    } else if (event === 'me') {
      this.me = JSON.parse(data) as Me
    } else if (event === 'notice') {
      this.notice = JSON.parse(data) as Notice
    }
  }
}

function changed(office: OfficePresence, { available, agent }: PresenceChange): OfficePresence {
  return { ...office, available, agents: office.agents.map((one) => (one.id === agent.id ? agent : one)) }
}

/** A frame of an event stream, as the HTML standard has it; comments have no data. */
function read(text: string): Frame {
  const frame: Frame = { id: '', event: 'message', data: '' }
  for (const line of text.split('\n')) {
    const [, name, value] = /^(id|event|data): ?(.*)$/.exec(line) ?? []
    if (name) frame[name as keyof Frame] = value ?? ''
  }
  return frame
}
