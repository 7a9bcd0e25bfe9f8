import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FakeServer, settled } from './fakes'

const TAG = 'porchlight-status'

let server: FakeServer
let heard: { type: string; detail: unknown }[]

const listen = (event: Event) => heard.push({ type: event.type, detail: (event as CustomEvent).detail })
const EVENTS = ['porchlight:online', 'porchlight:offline']

/** The script as a page of a university has it. */
async function run(attributes: Record<string, string> = {}): Promise<HTMLScriptElement> {
  const script = document.createElement('script')
  // Never loaded: this page runs the source in its place.
  script.type = 'text/plain'
  script.src = 'https://presence.example.edu/widget.js'
  Object.entries(attributes).forEach(([name, value]) => script.setAttribute(name, value))
  document.body.append(script)
  vi.spyOn(document, 'currentScript', 'get').mockReturnValue(script)
  vi.resetModules()
  await import('../../widget/index')
  return script
}

await run()

beforeEach(() => {
  // Without locks and channels each page has a stream of its own.
  server = new FakeServer()
  heard = []
  EVENTS.forEach((type) => document.addEventListener(type, listen))
})

afterEach(async () => {
  document.body.replaceChildren()
  EVENTS.forEach((type) => document.removeEventListener(type, listen))
  window.dispatchEvent(new Event('pagehide'))
  window.dispatchEvent(new Event('pageshow'))
})

async function show(html: string): Promise<HTMLElement> {
  document.body.innerHTML = html
  await vi.waitFor(() => expect(server.open.length).toBe(1))
  return document.querySelector<HTMLElement>(TAG)!
}

/** What a person sees of it, apart from the light. */
function seen(element: HTMLElement): string {
  const slot = element.shadowRoot!.querySelector('slot')!
  const nodes = slot.assignedElements({ flatten: true })
  const shown = nodes.filter((node) => !(node as HTMLElement).hidden)
  return shown.map((node) => node.textContent).join(' ').trim()
}

test('it is offline before anything is known, and no event says so', async () => {
  const element = await show('<porchlight-status office="library"></porchlight-status>')
  expect([element.getAttribute('state'), seen(element)]).toEqual(['offline', 'Offline'])
  expect(heard).toEqual([])
  expect(server.stream.url.href).toBe('https://presence.example.edu/v1/public/events?office=library')
})

test('it says online and offline, in an attribute, in words, and by events that bubble', async () => {
  const element = await show('<div><porchlight-status office="library"></porchlight-status></div>')
  await server.stream.tells('library', 2)
  expect([element.getAttribute('state'), seen(element)]).toEqual(['online', 'Online'])
  await server.stream.tells('library', 3)
  await server.stream.tells('library', 0)
  expect([element.getAttribute('state'), seen(element)]).toEqual(['offline', 'Offline'])
  expect(heard).toEqual([
    { type: 'porchlight:online', detail: { office: 'library', state: 'online', agents: 2 } },
    { type: 'porchlight:offline', detail: { office: 'library', state: 'offline', agents: 0 } },
  ])
})

test('the first answer is told by an event, also if nobody is there', async () => {
  await show('<porchlight-status office="library"></porchlight-status>')
  await server.stream.tells('library', 0)
  expect(heard.map(({ type }) => type)).toEqual(['porchlight:offline'])
})

test('its texts and its counter are the page’s', async () => {
  const element = await show(
    '<porchlight-status office="library" online-text="Chat now" offline-text="Closed" counter="{n} here"></porchlight-status>',
  )
  expect(seen(element)).toBe('Closed')
  await server.stream.tells('library', 2)
  expect(seen(element)).toBe('Chat now 2 here')
  await server.stream.tells('library', 3)
  expect(seen(element)).toBe('Chat now 3 here')
  element.setAttribute('online-text', '<b>Chat</b>')
  element.setAttribute('counter', '')
  expect(seen(element)).toBe('<b>Chat</b> 3')
  element.removeAttribute('counter')
  expect(seen(element)).toBe('<b>Chat</b>')
})

test('while nobody is there it says what the office says, with a link, and the page’s own words come first', async () => {
  const element = await show('<porchlight-status office="library"></porchlight-status>')
  const link = () => element.shadowRoot!.querySelector('[part=link]')!.getAttribute('href')
  const notice = { text: 'Back on Monday <b>', link: 'https://library.example.edu/write' }
  await server.stream.tells('library', 0, notice)
  expect([seen(element), link()]).toEqual(['Back on Monday <b>', notice.link])
  await server.stream.tells('library', 1, notice)
  expect([seen(element), link()]).toEqual(['Online', null])
  await server.stream.tells('library', 0, { link: 'javascript:alert(1)' })
  expect([seen(element), link()]).toEqual(['Offline', null])
  await server.stream.tells('library', 0, notice)
  element.setAttribute('offline-text', 'Closed')
  expect([seen(element), link()]).toEqual(['Closed', notice.link])
  element.setAttribute('office', 'it')
  expect([seen(element), link()]).toEqual(['Closed', null])
})

test('its content takes the place of the words', async () => {
  const element = await show(
    '<porchlight-status office="library"><a slot="online">Chat</a><p slot="offline">Write to us</p></porchlight-status>',
  )
  expect(seen(element)).toBe('Write to us')
  await server.stream.tells('library', 1)
  expect(seen(element)).toBe('Chat')
})

test('a change is read out politely, and a counter that changes is not', async () => {
  const element = await show('<porchlight-status office="library" counter></porchlight-status>')
  const status = element.shadowRoot!.querySelector('[part=status]')!
  expect([status.getAttribute('role'), status.getAttribute('aria-live')]).toEqual(['status', 'polite'])
  await server.stream.tells('library', 1)
  const changes: MutationRecord[] = []
  const observer = new MutationObserver((records) => changes.push(...records))
  observer.observe(element.shadowRoot!, { subtree: true, childList: true, characterData: true, attributes: true })
  await server.stream.tells('library', 2)
  await settled()
  observer.disconnect()
  const places = changes.map(({ target }) => (target as Element).closest('[aria-live]')!.getAttribute('aria-live'))
  expect(new Set(places)).toEqual(new Set(['off']))
})

test('it follows another office when it is told to', async () => {
  const element = await show('<porchlight-status office="library"></porchlight-status>')
  await server.stream.tells('library', 1)
  ;(element as HTMLElement & { office: string }).office = 'it'
  expect(element.getAttribute('state')).toBe('offline')
  await vi.waitFor(() => expect(server.stream.offices).toEqual(['it']))
  await server.stream.tells('it', 1)
  expect(element.getAttribute('state')).toBe('online')
})

test('what a page set before the script was there counts, and can be set again', async () => {
  // In a template it is an element like any other yet, as on a page whose script is on its way.
  const template = document.createElement('template')
  template.innerHTML = '<porchlight-status></porchlight-status>'
  const element = template.content.firstElementChild as HTMLElement & { office: string; state?: string }
  element.office = 'library'
  expect(element.state).toBe(undefined)
  document.body.append(element)
  await vi.waitFor(() => expect(server.stream.offices).toEqual(['library']))
  element.office = 'it'
  await vi.waitFor(() => expect(server.stream.offices).toEqual(['it']))
  expect(element.getAttribute('office')).toBe('it')
})

test('an element that is taken out claims nothing, and knows at once when it is back', async () => {
  const element = (await show('<porchlight-status office="library"></porchlight-status>')) as HTMLElement & {
    state: string
    agents: number
  }
  await server.stream.tells('library', 2)
  element.remove()
  expect([element.state, element.agents, element.getAttribute('state')]).toEqual(['offline', 0, 'offline'])
  document.body.append(element)
  expect([element.state, element.agents, element.getAttribute('state')]).toEqual(['online', 2, 'online'])
  expect(heard.length).toBe(1)
  expect(server.streams.length).toBe(1)
})

test('one tag is enough, and stands where the status is to be', async () => {
  const script = await run({
    'data-office': 'library',
    'data-online-text': 'Chat',
    'data-server': 'https://other.example.edu/presence/',
  })
  const element = script.nextElementSibling!
  expect(element.matches(`${TAG}[office=library][online-text=Chat]`)).toBe(true)
  await vi.waitFor(() =>
    expect(server.stream.url.href).toBe('https://other.example.edu/presence/v1/public/events?office=library'),
  )
})

test('a page that has the script twice has one element and one stream', async () => {
  await show('<porchlight-status office="library"></porchlight-status>')
  await run()
  document.body.insertAdjacentHTML('beforeend', '<porchlight-status office="it"></porchlight-status>')
  // The one stream gives way to one of both; a second would stand beside it.
  await vi.waitFor(() => expect(server.streams.length).toBe(2))
  await server.stream.tells('it', 1)
  expect(document.querySelector('[office="it"]')!.getAttribute('state')).toBe('online')
  expect(server.open.length).toBe(1)
})
