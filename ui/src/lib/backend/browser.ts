import type { LocaleView, View } from '../bindings'
import { accented } from '../words/pseudo'
import { FILES } from '../words/window'
import { disguise, languages, negotiated } from '../words/words.svelte'
import type { Backend } from './backend'
import { STATES } from './campus'
import { fake } from './fake'

/** Languages that nobody speaks: English in accents, with other alphabets' dates and times; and the same from right to left. */
const PSEUDO: LocaleView[] = [
  { language: 'en-XA', direction: 'ltr', formats: 'el', hour_cycle: 'h23' },
  { language: 'en-XB', direction: 'rtl', formats: 'fa-u-nu-latn-ca-gregory', hour_cycle: 'h23' },
]

/** The fake backend as a page's address asks for it: `?state=away&theme=dark&page=schedule&language=ar&clock=h12`. */
export function fromQuery(query: URLSearchParams): Backend {
  const theme = query.get('theme')
  if (theme) forceTheme(theme)
  const state = STATES.find((known) => known === query.get('state')) ?? 'some'
  const language = query.get('language')
  const pseudo = PSEUDO.find((known) => known.language === language)
  const locale = pseudo ?? negotiated(language ? [language] : navigator.languages, languages(FILES[0]!))
  const clock = query.get('clock')
  const backend = fake(state, query.get('page'), clock === 'h12' || clock === 'h23' ? { ...locale, hour_cycle: clock } : locale)
  if (!pseudo) return backend
  disguise(pseudo.language, accented)
  return disguised(backend)
}

/** What the app says, in accents as well. */
function disguised(backend: Backend): Backend {
  const view = (view: View) => inAccents(view)
  const { calendars } = backend
  return {
    ...backend,
    view: async () => view(await backend.view()),
    onView: (show) => backend.onView((next) => show(view(next))),
    preview: async (schedule) => inAccents(await backend.preview(schedule)),
    autostart: async () => inAccents(await backend.autostart()),
    ...(calendars ? { calendars: { ...calendars, read: async (...asked: Parameters<typeof calendars.read>) => inAccents(await calendars.read(...asked)) } } : {}),
    intend: (intent) => backend.intend(intent).catch((refusal: unknown) => Promise.reject(inAccents(refusal))),
  }
}

/** The fields of a view, and of answers, that are sentences. */
const SENTENCES = new Set(
  'text headline reason menu_head tooltip vouched_for online_text label detail since_text summary message idle_source tray session_watch notifications inhibitors last_failure last_sent token system events'.split(' '),
)

function inAccents<T>(value: T, name = ''): T {
  if (typeof value === 'string') return (SENTENCES.has(name) ? accented(value) : value) as T
  if (Array.isArray(value)) return value.map((item: unknown) => inAccents(item, name)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inAccents(item, key)])) as T
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
