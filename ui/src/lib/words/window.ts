import type { SharedWords, WindowWords } from './catalogue'
import { shared } from './shared'
import { say, type Files, type Say } from './words.svelte'

/** What the window says. */
export const t: Say<SharedWords & WindowWords> = say

const window: Files = import.meta.glob<string>('../../../../crates/core/locales/*/window.ftl', { import: 'default' })

export const FILES: readonly Files[] = [window, shared]
