import './app.css'
import { mount } from 'svelte'
import App from './App.svelte'
import type { Backend } from './lib/backend/backend'
import { tauri } from './lib/backend/tauri'
import { FILES, t } from './lib/words/window'
import { languages, negotiated, speak } from './lib/words/words.svelte'

const target = document.getElementById('app')!
void start()

async function start(): Promise<void> {
  // Most likely the app's language as well; asked for at the same time, so that nobody waits for one after the other.
  const speaking = speak(negotiated(navigator.languages, languages(FILES[0]!)), FILES)
  try {
    const backend = await chooseBackend()
    const [first] = await Promise.all([backend.view(), speaking])
    await speak(first.locale, FILES)
    target.replaceChildren()
    mount(App, { target, props: { backend, first } })
  } catch {
    const sentence = document.createElement('p')
    sentence.className = 'empty'
    sentence.setAttribute('role', 'alert')
    sentence.textContent = t('no-answer')
    target.replaceChildren(sentence)
  }
}

/** The app; or, where there is none around the page while it is being developed, the fake one. */
async function chooseBackend(): Promise<Backend> {
  if (import.meta.env.PROD || '__TAURI_INTERNALS__' in window) return tauri()
  const { fromQuery } = await import('./lib/backend/browser')
  return fromQuery(new URLSearchParams(location.search))
}
