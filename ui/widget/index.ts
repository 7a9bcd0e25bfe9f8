/**
 * The status of an office on any web page:
 *
 *     <script src="https://presence.example.edu/widget.js" async></script>
 *     <porchlight-status office="library"></porchlight-status>
 *
 * or, in one tag, `<script src="..." data-office="library" async></script>`.
 */
import { statusElement } from './element'

const TAG = 'porchlight-status'

// Asked for at once: later it is not known any more.
const script = document.currentScript as HTMLScriptElement | null
const server = script?.src.replace(/\/widget(\/[^/]+)?\.js([?#].*)?$/, '') ?? location.origin

if (!customElements.get(TAG)) {
  customElements.define(TAG, statusElement(server))
}

if (script?.dataset['office']) {
  const element = document.createElement(TAG)
  for (const { name, value } of script.attributes) {
    if (name.startsWith('data-')) {
      element.setAttribute(name.slice(5), value)
    }
  }
  script.after(element)
}
