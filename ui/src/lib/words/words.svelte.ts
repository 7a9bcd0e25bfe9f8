import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle'
import type { LocaleView } from '../bindings'
import { formats } from './formats.svelte'
import { isolated } from './isolate'

/** How to load a file of the catalogue: one for each language, by its path. */
export type Files = Record<string, () => Promise<string>>

/** A sentence by its key. What it wants to be told follows, and only that. */
export type Say<Words> = <Key extends keyof Words & string>(key: Key, ...told: Words[Key] extends null ? [] : [told: Words[Key]]) => string

/** Those of the catalogue that are written from right to left. */
const RIGHT_TO_LEFT = ['ar']

class Spoken {
  locale: LocaleView = $state.raw({ language: 'en', direction: 'ltr', formats: 'en', hour_cycle: 'h23' })
  bundle: FluentBundle = $state.raw(new FluentBundle('en'))
  /** Of the locale that is spoken; empty until the first is. */
  name = ''
  /** Counts what was asked for, so that what was loaded too late is dropped. */
  asked = 0
}

const spoken = new Spoken()
const disguises = new Map<string, (text: string) => string>()
const plain = (text: string) => text

/** A sentence in the language that is spoken. Whatever reads it in a template is written anew when that changes. */
export function say(key: string, told: Record<string, FluentVariable> | null = null): string {
  const { bundle } = spoken
  const message = bundle.getMessage(key)
  if (!message?.value) return key
  return bundle.formatPattern(message.value, told && isolated(told, spoken.locale.direction))
}

/** Speaks a language from now on, in everything that is shown. */
export async function speak(locale: LocaleView, files: readonly Files[]): Promise<void> {
  const asked = ++spoken.asked
  const name = JSON.stringify(locale)
  if (name === spoken.name) return
  const texts = await Promise.all(files.map((file) => load(file, locale.language)))
  if (asked !== spoken.asked) return
  const bundle = new FluentBundle(locale.formats, { useIsolating: false, transform: disguises.get(locale.language) ?? plain })
  for (const text of texts) bundle.addResource(new FluentResource(text))
  spoken.name = name
  spoken.locale = locale
  spoken.bundle = bundle
  formats.use(locale.formats, locale.hour_cycle)
  document.documentElement.lang = locale.language
  document.documentElement.dir = locale.direction
}

/** The direction of the text: 1 to the right, -1 to the left. */
export function forward(): 1 | -1 {
  return spoken.locale.direction === 'rtl' ? -1 : 1
}

/** A key by what it does: where the text goes to the left, so does *forward*. */
export function mirrored(key: string): string {
  if (forward() === 1) return key
  return { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' }[key] ?? key
}

/** Makes a language out of English, for trying how the window stands it. */
export function disguise(language: string, transform: (text: string) => string): void {
  disguises.set(language, transform)
}

/** The languages that there are. */
export function languages(files: Files): string[] {
  return Object.keys(files).map(languageOf).sort()
}

/** The language of those that somebody likes best, in the order in which she likes them; English where none is known. */
export function negotiated(liked: readonly string[], known: readonly string[]): LocaleView {
  const tag = liked.find((tag) => known.includes(base(tag))) ?? 'en'
  const language = base(tag)
  const hourCycle = new Intl.DateTimeFormat(tag, { hour: 'numeric' }).resolvedOptions().hourCycle
  return {
    language,
    direction: RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr',
    formats: language === 'ar' ? 'ar-u-nu-latn' : tag,
    hour_cycle: hourCycle === 'h11' || hourCycle === 'h12' ? 'h12' : 'h23',
  }
}

/** `Español`: a language by its own name. */
export function ownName(language: string): string {
  const name = new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
}

function load(files: Files, language: string): Promise<string> {
  const of = (wanted: string) => Object.entries(files).find(([path]) => languageOf(path) === wanted)?.[1]
  const file = of(language) ?? of('en')
  return file?.() ?? Promise.resolve('')
}

function languageOf(path: string): string {
  return path.split('/').at(-2) ?? ''
}

function base(tag: string): string {
  return tag.toLowerCase().split('-')[0]!
}
