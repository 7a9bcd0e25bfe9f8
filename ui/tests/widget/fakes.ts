/**
 * A fake browser around the widget: a fake server with its streams, a fake BroadcastChannel and fake locks, so that
 * several tabs live in one page. Nothing here is real; `tests/widget.rs` drives a real Chromium.
 */
import { vi } from 'vitest'

/** A fake of the server's streams of events. */
export class FakeServer {
  streams: FakeStream[] = []
  /** What it answers instead of a stream. */
  refuses: { status: number; headers?: Record<string, string> } | undefined
  isThere = true
  keepAlive = 15_000

  constructor() {
    vi.stubGlobal('fetch', (url: string, init: { signal: AbortSignal }) => this.fetch(url, init.signal))
  }

  /** The streams that are open. */
  get open(): FakeStream[] {
    return this.streams.filter((stream) => stream.isOpen)
  }

  /** The only stream that is open. */
  get stream(): FakeStream {
    const [stream, ...others] = this.open
    if (!stream || others.length) {
      throw new Error(`${this.open.length} streams are open`)
    }
    return stream
  }

  private async fetch(url: string, signal: AbortSignal): Promise<unknown> {
    if (!this.isThere) {
      throw new TypeError('Failed to fetch')
    }
    if (this.refuses) {
      const headers = new Headers({ 'content-type': 'application/problem+json', ...this.refuses.headers })
      return { ok: false, status: this.refuses.status, headers, body: null }
    }
    const stream = new FakeStream(new URL(url), signal)
    this.streams.push(stream)
    const headers = new Headers({
      'content-type': 'text/event-stream',
      'porchlight-keep-alive': `${this.keepAlive}`,
    })
    return { ok: true, status: 200, headers, body: { pipeThrough: () => ({ getReader: () => stream }) } }
  }
}

/** A fake of one stream's reader. */
export class FakeStream {
  isOpen = true
  private readonly arrived: string[] = []
  private wake: (() => void) | undefined

  constructor(
    readonly url: URL,
    signal: AbortSignal,
  ) {
    signal.addEventListener('abort', () => this.end())
  }

  get offices(): string[] {
    return this.url.searchParams.getAll('office')
  }

  /** The server tells of an office. */
  async tells(office: string, agents: number, offline?: { text?: string; link?: string }) {
    const data = JSON.stringify({ office, online: agents > 0, agents_available: agents, offline })
    await this.says(`id: 1\nevent: office\ndata: ${data}\n\n`)
  }

  async says(text: string) {
    this.arrived.push(text)
    this.wake?.()
    await settled()
  }

  end() {
    this.isOpen = false
    this.wake?.()
  }

  async read(): Promise<{ done: boolean; value: string }> {
    while (this.isOpen && !this.arrived.length) {
      await new Promise<void>((resolve) => (this.wake = resolve))
    }
    const value = this.arrived.shift()
    return value === undefined ? { done: true, value: '' } : { done: false, value }
  }
}

/** A fake BroadcastChannel: all of a name but the sender get what one sends. */
export class FakeChannel {
  static all = new Set<FakeChannel>()
  /** Whoever stands still hears nothing. */
  isDeaf = false
  onmessage: ((event: { data: unknown }) => void) | undefined

  constructor(readonly name: string) {
    FakeChannel.all.add(this)
  }

  postMessage(data: unknown) {
    if (this.isDeaf) {
      return
    }
    for (const other of FakeChannel.all) {
      if (other !== this && other.name === this.name) {
        queueMicrotask(() => FakeChannel.all.has(other) && !other.isDeaf && other.onmessage?.({ data }))
      }
    }
  }

  close() {
    FakeChannel.all.delete(this)
  }
}

interface Held {
  release: (error: DOMException) => void
}

/** A fake of the Web Locks API, for one name. */
export class FakeLocks {
  held: Held | undefined
  private readonly queue: (() => void)[] = []

  request(_name: string, options: { steal?: boolean; signal?: AbortSignal }, work: () => Promise<void>) {
    return new Promise<void>((resolve, reject) => {
      const take = () => {
        const held = (this.held = { release: reject })
        void work().then(() => {
          if (this.held === held) {
            this.held = undefined
            this.queue.shift()?.()
          }
          resolve()
        })
      }
      if (options.steal) {
        this.held?.release(new DOMException('It was stolen.', 'AbortError'))
        queueMicrotask(take)
      } else if (this.held) {
        this.queue.push(take)
        options.signal?.addEventListener('abort', () => {
          this.queue.splice(this.queue.indexOf(take), 1)
          reject(new DOMException('It was given up.', 'AbortError'))
        })
      } else {
        queueMicrotask(take)
      }
    })
  }
}

/** Everything that was begun has been done. */
export async function settled() {
  for (let turn = 0; turn < 20; turn++) {
    await Promise.resolve()
  }
}
