import '../app.css'
import './web.css'
import { mount, type Component } from 'svelte'
import { FILES } from '../lib/words/pages'
import type { LocaleView } from '../lib/bindings'
import { languages, negotiated, speak, type Files } from '../lib/words/words.svelte'

const spoken: Files[] = [...FILES]

/** Puts a page in the place of what the server painted of it, in the language that the browser likes best. */
export async function start(Page: Component): Promise<void> {
  await alsoSpeak([])
  const target = document.getElementById('app')!
  target.replaceChildren()
  mount(Page, { target })
}

/** Speaks more files of the catalogue than the pages' own, for parts of the window that a page shows. */
export async function alsoSpeak(more: readonly Files[]): Promise<void> {
  spoken.push(...more.filter((files) => !spoken.includes(files)))
  await speak(spokenLocale(), spoken)
}

/** Of those that there are, the one that the browser likes best. */
export function spokenLocale(): LocaleView {
  return negotiated(navigator.languages, languages(FILES[0]!))
}
