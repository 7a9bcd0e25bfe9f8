import { Porch } from './porch'
import type { Office } from './stream'
import css from './widget.css?inline'

const porches = new Map<string, Porch>()

function porch(server: string): Porch {
  const known = porches.get(server) ?? new Porch(server)
  porches.set(server, known)
  return known
}

/** Not an inline style: those are what a strict Content-Security-Policy forbids. */
function sheets(): CSSStyleSheet[] {
  try {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    return [sheet]
  } catch {
    // An old browser shows it as plain text.
    return []
  }
}

/** The element for pages of this server, unless one says which. */
export function statusElement(defaultServer: string): CustomElementConstructor {
  const styles = sheets()

  return class PorchlightStatus extends HTMLElement {
    static readonly observedAttributes = ['office', 'server', 'online-text', 'offline-text', 'counter']

    readonly #slot = document.createElement('slot')
    /** A link only while there is somewhere to go. */
    readonly #link = part('a', 'link')
    readonly #text = part('span', 'text')
    readonly #count = part('span', 'count')
    #known: Office | undefined
    /** What the office says while nobody is there: also once it is not known whether somebody is. */
    #notice: Office['offline']
    /** The state that events told of last. */
    #told: string | undefined
    #leave: (() => void) | undefined

    constructor() {
      super()
      const root = this.attachShadow({ mode: 'open' })
      const status = part('span', 'status')
      status.setAttribute('role', 'status')
      status.setAttribute('aria-live', 'polite')
      this.#count.setAttribute('aria-live', 'off')
      this.#link.append(this.#text)
      this.#slot.append(part('span', 'dot'), this.#link, this.#count)
      status.append(this.#slot)
      root.append(status)
      if (styles.length) {
        root.adoptedStyleSheets = styles
      }
    }

    /** `online` or `offline`; what is not known is offline. */
    get state(): string {
      return this.#known?.online ? 'online' : 'offline'
    }

    /** How many agents are available. */
    get agents(): number {
      return this.#known?.agents_available ?? 0
    }

    get office(): string {
      return this.getAttribute('office') ?? ''
    }

    set office(office: string) {
      this.setAttribute('office', office)
    }

    connectedCallback() {
      if (Object.hasOwn(this, 'office')) {
        // Set before the script was there, it would stand before the property of the element for ever.
        const { office } = this
        Reflect.deleteProperty(this, 'office')
        this.office = office
      }
      this.#follow()
    }

    disconnectedCallback() {
      this.#leave?.()
      this.#leave = undefined
      this.#known = undefined
      this.#render()
    }

    attributeChangedCallback(name: string) {
      if (!this.isConnected) {
        return
      }
      if (name === 'office' || name === 'server') {
        this.#follow()
      } else {
        this.#render()
      }
    }

    #follow() {
      this.#leave?.()
      this.#notice = undefined
      const server = this.getAttribute('server') ?? defaultServer
      const listener = (office: Office | undefined) => this.#show(office)
      if (this.office) {
        this.#leave = porch(server.replace(/\/$/, '')).follow(this.office, listener)
      } else {
        this.#leave = undefined
        this.#show(undefined)
      }
    }

    #show(office: Office | undefined) {
      this.#known = office
      if (office) {
        this.#notice = office.offline
      }
      this.#render()
      if (this.#told !== this.state && (office || this.#told)) {
        this.#told = this.state
        const detail = { office: this.office, state: this.state, agents: this.agents }
        this.dispatchEvent(
          new CustomEvent(`porchlight:${this.state}`, { bubbles: true, composed: true, detail }),
        )
      }
    }

    /** Changes only what differs: whatever is set is read out. */
    #render() {
      const { state } = this
      const isOnline = state === 'online'
      const notice = isOnline ? undefined : this.#notice
      const fallback = isOnline ? 'Online' : (notice?.text ?? 'Offline')
      const counter = this.getAttribute('counter')
      const isCounted = isOnline && counter !== null
      set(this.#text, this.getAttribute(`${state}-text`) ?? fallback)
      const link = /^https?:/.test(notice?.link ?? '') && notice?.link
      if (!link) {
        this.#link.removeAttribute('href')
      } else if (this.#link.getAttribute('href') !== link) {
        this.#link.setAttribute('href', link)
      }
      set(this.#count, isCounted ? (counter || '{n}').replace('{n}', `${this.agents}`) : '')
      this.#count.hidden = !isCounted
      if (this.getAttribute('state') !== state) {
        this.#slot.name = state
        this.setAttribute('state', state)
      }
    }
  }
}

function part(tag: string, name: string): HTMLElement {
  const element = document.createElement(tag)
  element.setAttribute('part', name)
  return element
}

function set(element: HTMLElement, text: string) {
  if (element.textContent !== text) {
    element.textContent = text
  }
}
