import type { SharedWords } from './catalogue'
import { say, type Files, type Say } from './words.svelte'

/** What the window and the server's pages both say. */
export const t: Say<SharedWords> = say

export const shared: Files = import.meta.glob<string>('../../../../crates/core/locales/*/shared.ftl', { import: 'default' })
