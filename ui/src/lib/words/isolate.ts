import type { FluentVariable } from '@fluent/bundle'

const OTHER_LETTERS = {
  ltr: /[\p{Script=Arabic}\p{Script=Hebrew}]/u,
  rtl: /(?![\p{Script=Arabic}\p{Script=Hebrew}])\p{L}/u,
}

/** What a sentence chooses by, such as `available`, and does not show. */
const CHOICE = /^[a-z][a-z0-9_-]*$/

/** Keeps names in letters of the other direction from turning the sentence around them. */
export function isolated(told: Record<string, FluentVariable>, direction: 'ltr' | 'rtl'): Record<string, FluentVariable> {
  const wrapped = (value: FluentVariable) => (typeof value === 'string' && !CHOICE.test(value) && OTHER_LETTERS[direction].test(value) ? `\u2068${value}\u2069` : value)
  return Object.fromEntries(Object.entries(told).map(([name, value]) => [name, wrapped(value)]))
}
