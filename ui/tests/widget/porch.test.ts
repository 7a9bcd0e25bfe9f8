import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Porch } from '../../widget/porch'
import type { Office } from '../../widget/stream'
import { FakeChannel, FakeLocks, FakeServer, settled } from './fakes'

let server: FakeServer
let visibility: DocumentVisibilityState

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  })
  server = new FakeServer()
  FakeChannel.all.clear()
  vi.stubGlobal('BroadcastChannel', FakeChannel)
  Object.defineProperty(navigator, 'locks', { value: new FakeLocks(), configurable: true })
  visibility = 'visible'
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility)
  // Spread as evenly as can be.
  vi.spyOn(Math, 'random').mockReturnValue(0.5)
})

afterEach(() => {
  Tab.open.splice(0).forEach((tab) => tab.empty())
  vi.advanceTimersByTime(10_000)
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** A tab that shows offices. */
class Tab {
  static readonly open: Tab[] = []
  readonly porch = new Porch('https://presence.example.edu')
  readonly shown = new Map<string, Office | undefined>()
  private readonly leave = new Map<string, () => void>()
  readonly channels: FakeChannel[]

  constructor(...offices: string[]) {
    const before = new Set(FakeChannel.all)
    Tab.open.push(this)
    offices.forEach((office) => this.add(office))
    vi.advanceTimersByTime(0)
    this.channels = [...FakeChannel.all].filter((channel) => !before.has(channel))
  }

  add(office: string) {
    this.leave.set(
      office,
      this.porch.follow(office, (told) => this.shown.set(office, told)),
    )
  }

  remove(office: string) {
    this.leave.get(office)?.()
  }

  empty() {
    this.leave.forEach((leave) => leave())
  }

  /** `2` agents are online, or it is offline. */
  says(office: string): number | 'offline' {
    const told = this.shown.get(office)
    return told?.online ? told.agents_available : 'offline'
  }
}

async function tab(...offices: string[]): Promise<Tab> {
  const opened = new Tab(...offices)
  await settled()
  return opened
}

async function pass(milliseconds: number) {
  await vi.advanceTimersByTimeAsync(milliseconds)
  await settled()
}

/** Time goes on while the server says that it is there. */
async function passHeard(milliseconds: number) {
  for (let left = milliseconds; left > 0; left -= 5_000) {
    await pass(Math.min(left, 5_000))
    await server.stream.says(': keep-alive\n\n')
  }
}

function turn(to: DocumentVisibilityState) {
  visibility = to
  document.dispatchEvent(new Event('visibilitychange'))
}

describe('one tab', () => {
  test('is offline until it is told, and then what it is told', async () => {
    const page = await tab('library')
    expect(page.says('library')).toBe('offline')
    await server.stream.says(': keep-alive\n\n')
    expect(page.says('library')).toBe('offline')
    await server.stream.tells('library', 2)
    expect(page.says('library')).toBe(2)
    await server.stream.tells('library', 0)
    expect(page.says('library')).toBe('offline')
  })

  test('follows all its offices on one stream, also those that are added later', async () => {
    const page = await tab('library', 'it')
    expect(server.stream.offices).toEqual(['library', 'it'])
    await server.stream.tells('library', 1)
    page.add('admissions')
    await pass(0)
    expect(server.stream.offices).toEqual(['library', 'it', 'admissions'])
    expect(page.says('library')).toBe(1)
    await server.stream.tells('admissions', 3)
    expect(page.says('admissions')).toBe(3)
  })

  test('understands events that arrive in pieces', async () => {
    const page = await tab('library')
    await server.stream.says('id: 1\nevent: office\nda')
    await server.stream.says('ta: {"office":"library","online":true,"agents_available":4}\n')
    expect(page.says('library')).toBe('offline')
    await server.stream.says('\n: keep-alive\n\n')
    expect(page.says('library')).toBe(4)
  })

  test('keeps what it was told over a drop shorter than the grace, and not a moment longer', async () => {
    const page = await tab('library', 'it')
    await server.stream.tells('library', 1)
    await server.stream.tells('it', 1)
    server.stream.end()
    await pass(2_000)
    await server.stream.tells('library', 1)
    expect(page.says('it')).toBe(1)
    // The server does not tell of it any more: it is not public now.
    await pass(4_500)
    expect([page.says('library'), page.says('it')]).toEqual([1, 'offline'])
  })

  test('is offline within the grace when the server is gone, and right again when it is back', async () => {
    const page = await tab('library')
    await server.stream.tells('library', 1)
    server.isThere = false
    server.stream.end()
    await pass(3_000)
    expect(page.says('library')).toBe(1)
    await pass(3_000)
    expect(page.says('library')).toBe('offline')
    await pass(600_000)
    server.isThere = true
    await pass(31_000)
    await server.stream.tells('library', 2)
    expect(page.says('library')).toBe(2)
  })

  test('comes back later and later, and no sooner than it is told to', async () => {
    const tries: number[] = []
    const begun = performance.now()
    server.refuses = { status: 404 }
    const fetches = vi.fn(globalThis.fetch)
    vi.stubGlobal('fetch', (...words: Parameters<typeof fetch>) => {
      tries.push(performance.now() - begun)
      return fetches(...words)
    })
    await tab('nowhere')
    await pass(120_000)
    const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? 0))
    expect(pauses.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000])
    expect(Math.max(...pauses)).toBeLessThanOrEqual(21_000)
    server.refuses = { status: 429, headers: { 'retry-after': '40' } }
    await pass(21_000)
    const before = tries.length
    await pass(18_000)
    expect(tries.length).toBe(before)
    await pass(25_000)
    expect(tries.length).toBe(before + 1)
  })

  test('asks for an office again that nobody tells of', async () => {
    await tab('library', 'secret')
    await server.stream.tells('library', 1)
    await passHeard(65_000)
    expect(server.streams.length).toBe(2)
    expect(server.stream.offices).toEqual(['library', 'secret'])
  })

  test('asks later and later for an office that is never told of, and no more once nobody wants it', async () => {
    const page = await tab('library', 'secret')
    await server.stream.tells('library', 1)
    const passTold = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute++) {
        await passHeard(60_000)
        await server.stream.tells('library', 1)
      }
    }
    await passTold(20)
    // After 1, 3, 7 and 15 minutes.
    expect(server.streams.length).toBe(5)
    page.remove('secret')
    await passTold(40)
    expect(server.streams.length).toBe(5)
    expect(page.says('library')).toBe(1)
  })

  test('is offline when nothing is heard, though the connection stands', async () => {
    const page = await tab('library')
    await server.stream.tells('library', 1)
    await passHeard(300_000)
    expect(page.says('library')).toBe(1)
    const silent = server.stream
    await pass(36_500)
    expect(page.says('library')).toBe('offline')
    expect(silent.isOpen).toBe(false)
    await server.stream.tells('library', 1)
    expect(page.says('library')).toBe(1)
  })

  test('is offline sooner where the server says something more often', async () => {
    server.keepAlive = 1_000
    const page = await tab('library')
    await server.stream.tells('library', 1)
    await pass(8_500)
    expect(page.says('library')).toBe('offline')
  })

  test('takes nothing for true after a sleep that was on its way before', async () => {
    const page = await tab('library')
    await server.stream.tells('library', 1)
    const old = server.stream
    // The one clock goes on while the machine sleeps, and the other stands still.
    vi.setSystemTime(Date.now() + 3_600_000)
    await old.tells('library', 2)
    expect(page.says('library')).toBe('offline')
    expect(old.isOpen).toBe(false)
    await server.stream.tells('library', 0)
    expect(page.says('library')).toBe('offline')
    await server.stream.tells('library', 3)
    expect(page.says('library')).toBe(3)
  })

  test('that nobody looks at for long lets go, and is right again when somebody does', async () => {
    const page = await tab('library')
    await server.stream.tells('library', 1)
    turn('hidden')
    await passHeard(110_000)
    expect(page.says('library')).toBe(1)
    await pass(11_000)
    expect(server.open).toEqual([])
    expect(page.says('library')).toBe('offline')
    turn('visible')
    await settled()
    await server.stream.tells('library', 1)
    expect(page.says('library')).toBe(1)
  })

  test('that is put aside and taken up again shows nothing old', async () => {
    const page = await tab('library')
    await server.stream.tells('library', 1)
    window.dispatchEvent(new Event('pagehide'))
    await settled()
    expect(server.open).toEqual([])
    expect(FakeChannel.all.size).toBe(0)
    expect(page.says('library')).toBe('offline')
    window.dispatchEvent(new Event('pageshow'))
    await settled()
    await server.stream.tells('library', 1)
    expect(page.says('library')).toBe(1)
  })

  test('keeps its stream while an app changes pages, and ends it when nothing is shown any more', async () => {
    const page = await tab('library')
    await server.stream.tells('library', 1)
    page.remove('library')
    await pass(1_000)
    page.add('library')
    expect(page.says('library')).toBe(1)
    await pass(20_000)
    expect(server.streams.length).toBe(1)
    page.remove('library')
    await pass(6_000)
    expect(server.open).toEqual([])
    page.add('library')
    await pass(0)
    expect(page.says('library')).toBe('offline')
    await server.stream.tells('library', 2)
    expect(page.says('library')).toBe(2)
  })

  test('asks for the offices of a new page at once, however often an app changes pages', async () => {
    const page = await tab('library')
    await server.stream.tells('library', 1)
    const pages = ['it', 'admissions', 'bursar', 'registrar']
    for (const [index, office] of pages.entries()) {
      page.add(office)
      page.remove(pages[index - 1] ?? 'library')
      await pass(1_000)
      expect(server.stream.offices).toEqual([office])
    }
    // An element that comes and goes in one turn does not cut short what lingers.
    page.remove('registrar')
    page.add('it')
    page.remove('it')
    await pass(4_000)
    expect(server.open.length).toBe(1)
    await pass(2_000)
    expect(server.open).toEqual([])
  })

  test('works without locks and channels, as on a page without TLS', async () => {
    Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true })
    const page = await tab('library')
    await server.stream.tells('library', 1)
    expect(page.says('library')).toBe(1)
  })

  test('works where locks are refused', async () => {
    const refuse = () => Promise.reject(new DOMException('Not here.', 'SecurityError'))
    Object.defineProperty(navigator, 'locks', { value: { request: refuse }, configurable: true })
    const page = await tab('library')
    await server.stream.tells('library', 1)
    expect(page.says('library')).toBe(1)
  })
})

describe('several tabs', () => {
  test('have one stream, and show the same', async () => {
    const first = await tab('library')
    await server.stream.tells('library', 1)
    const second = await tab('library')
    expect(server.streams.length).toBe(1)
    expect(second.says('library')).toBe(1)
    await server.stream.tells('library', 2)
    expect([first.says('library'), second.says('library')]).toEqual([2, 2])
    await passHeard(60_000)
    expect(server.streams.length).toBe(1)
    expect(second.says('library')).toBe(2)
  })

  test('have one stream for the offices of all of them', async () => {
    const first = await tab('library')
    const second = await tab('it')
    expect(server.stream.offices).toEqual(['library', 'it'])
    await server.stream.tells('it', 1)
    await server.stream.tells('library', 2)
    expect([first.says('library'), second.says('it')]).toEqual([2, 1])
  })

  test('go on when the one with the stream is closed, and nobody sees it', async () => {
    const first = await tab('library')
    const second = await tab('library', 'it')
    await server.stream.tells('library', 1)
    const states: unknown[] = []
    const leave = second.porch.follow('library', (told) => states.push(told?.online))
    close(first)
    await settled()
    expect(server.stream.offices).toEqual(['library', 'it'])
    await server.stream.tells('library', 1)
    await pass(10_000)
    expect(new Set(states)).toEqual(new Set([true]))
    leave()
  })

  test('go on when the one with the stream stands still, which then is a follower', async () => {
    const first = await tab('library')
    const second = await tab('library')
    await server.stream.tells('library', 1)
    first.channels.forEach((channel) => (channel.isDeaf = true))
    await passHeard(10_000)
    expect(second.says('library')).toBe(1)
    await pass(5_000)
    expect(second.says('library')).toBe('offline')
    await server.stream.tells('library', 3)
    expect(second.says('library')).toBe(3)
    first.channels.forEach((channel) => (channel.isDeaf = false))
    await passHeard(5_000)
    expect(first.says('library')).toBe(3)
    expect(server.open.length).toBe(1)
  })

  test.each([0, 1_300, 2_600, 3_900])('are offline within the grace, %i ms after the last word of the tab with the stream', async (phase) => {
    const [first, second] = [await tab('library'), await tab('library')]
    await server.stream.tells('library', 1)
    await pass(phase)
    server.isThere = false
    server.stream.end()
    await pass(6_500)
    expect([first.says('library'), second.says('library')]).toEqual(['offline', 'offline'])
  })

  test('are offline within the grace, however many tabs are opened and closed meanwhile', async () => {
    let last = await tab('library')
    await server.stream.tells('library', 1)
    server.isThere = false
    server.stream.end()
    for (let handover = 0; handover < 4; handover++) {
      await pass(2_000)
      const next = await tab('library')
      close(last)
      await settled()
      last = next
    }
    expect(last.says('library')).toBe('offline')
  })

  test('are offline at once when the one with the stream hears nothing for too long', async () => {
    await tab('library')
    const second = await tab('library')
    await server.stream.tells('library', 1)
    await pass(35_000)
    expect(second.says('library')).toBe(1)
    await pass(1_500)
    expect(second.says('library')).toBe('offline')
  })

  test('ask no more for what only a closed one wanted, and nobody tells of', async () => {
    await tab('library')
    const second = await tab('secret')
    await server.stream.tells('library', 1)
    close(second)
    await passHeard(300_000)
    expect(server.streams.length).toBe(2)
    // Once it comes back for another reason, it asks for what is wanted now.
    server.stream.end()
    await pass(2_000)
    expect(server.stream.offices).toEqual(['library'])
  })

  test('are all offline when the server is gone, and do not take the stream from each other', async () => {
    const [first, second] = [await tab('library'), await tab('library')]
    await server.stream.tells('library', 1)
    server.isThere = false
    server.stream.end()
    const requests = vi.spyOn(navigator.locks, 'request')
    await pass(300_000)
    expect([first.says('library'), second.says('library')]).toEqual(['offline', 'offline'])
    expect(requests).not.toHaveBeenCalled()
    server.isThere = true
    await pass(31_000)
    await server.stream.tells('library', 1)
    expect([first.says('library'), second.says('library')]).toEqual([1, 1])
  })
})

/** Closes one tab of several: what the browser would tell it alone. */
function close(closed: Tab) {
  ;(closed.porch as unknown as { sleep(): void }).sleep()
}
