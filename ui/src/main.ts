import './app.css'
import { mount } from 'svelte'
import App from './App.svelte'
import type { Backend } from './lib/backend/backend'
import { tauri } from './lib/backend/tauri'

const target = document.getElementById('app')!
void start()

async function start(): Promise<void> {
  try {
    const backend = await chooseBackend()
    const first = await backend.view()
    target.replaceChildren()
    mount(App, { target, props: { backend, first } })
  } catch {
    const sentence = document.createElement('p')
    sentence.className = 'empty'
    sentence.setAttribute('role', 'alert')
    sentence.textContent = 'Porchlight does not answer. Close this window, and open it again from the tray or with “porchlight window”.'
    target.replaceChildren(sentence)
  }
}

/** The app; or, where there is none around the page while it is being developed, the fake one. */
async function chooseBackend(): Promise<Backend> {
  if (import.meta.env.PROD || '__TAURI_INTERNALS__' in window) return tauri()
  const { fromQuery } = await import('./lib/backend/browser')
  return fromQuery(new URLSearchParams(location.search))
}
