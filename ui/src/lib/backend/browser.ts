import type { Backend } from './backend'
import { STATES } from './campus'
import { fake } from './fake'

/** The fake backend as a page's address asks for it: `?state=away&theme=dark&page=schedule`. */
export function fromQuery(query: URLSearchParams): Backend {
  const theme = query.get('theme')
  if (theme) forceTheme(theme)
  const state = STATES.find((known) => known === query.get('state')) ?? 'some'
  return fake(state, query.get('page'))
}

/** Makes the styles for `prefers-color-scheme: dark` hold always or never. */
function forceTheme(theme: string): void {
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (rule instanceof CSSMediaRule && rule.media.mediaText.includes('prefers-color-scheme')) {
        rule.media.mediaText = theme === 'dark' ? 'all' : 'not all'
      }
    }
  }
}
