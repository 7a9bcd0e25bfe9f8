import type { PagesWords, SharedWords } from './catalogue'
import { say, type Files, type Say } from './words.svelte'

/** What the server's pages say. */
export const t: Say<SharedWords & PagesWords> = say

const pages: Files = import.meta.glob<string>('../../../../crates/core/locales/*/pages.ftl', { import: 'default' })
const shared: Files = import.meta.glob<string>('../../../../crates/core/locales/*/shared.ftl', { import: 'default' })

export const FILES: readonly Files[] = [pages, shared]
