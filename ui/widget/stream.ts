/** What the server tells customers of an office, and nothing more. */
export interface Office {
  office: string
  online: boolean
  agents_available: number
  /** What to do instead while nobody is there. */
  offline?: { text?: string; link?: string }
}

/** How often something is said on a stream, in milliseconds, where the server does not say. */
const KEEP_ALIVE = 15_000

/**
 * Reads a stream of events until it ends. Not by `EventSource`: that one keeps comments to itself, and so whether the
 * server is still there. `heard` is called with whatever arrives, and how often something should.
 *
 * @returns after how many milliseconds to come back at the earliest
 */
export async function read(
  url: string,
  signal: AbortSignal,
  heard: (offices: Office[], every: number) => void,
): Promise<number> {
  const response = await fetch(url, {
    signal,
    cache: 'no-store',
    credentials: 'omit',
    headers: { accept: 'text/event-stream' },
  })
  const header = (name: string) => response.headers.get(name) ?? ''
  if (!response.body || !header('content-type').startsWith('text/event-stream')) {
    void response.body?.cancel()
    return Number(header('retry-after')) * 1000 || 0
  }
  const every = Number(header('porchlight-keep-alive')) || KEEP_ALIVE
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  for (let text = ''; ; ) {
    const { done, value } = await reader.read()
    if (done) {
      return 0
    }
    const frames = (text + value).split('\n\n')
    text = frames.pop() ?? ''
    heard(frames.flatMap(office), every)
  }
}

function office(frame: string): Office[] {
  const data = /^event: ?office$/m.test(frame) && /^data: ?(.*)$/m.exec(frame)
  return data && data[1] ? [JSON.parse(data[1]) as Office] : []
}
