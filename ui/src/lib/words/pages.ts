import type { PagesWords, SharedWords } from './catalogue'
import { shared } from './shared'
import { say, type Files, type Say } from './words.svelte'

/** What the server's pages say. */
export const t: Say<SharedWords & PagesWords> = say

const pages: Files = import.meta.glob<string>('../../../../crates/core/locales/*/pages.ftl', { import: 'default' })

export const FILES: readonly Files[] = [pages, shared]
