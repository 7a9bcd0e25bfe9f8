import type { PagesWords } from '../lib/words/catalogue'
import { formats } from '../lib/words/formats.svelte'
import { t } from '../lib/words/pages'
import { Problem } from './api'
import type { AgentPresence, Instant } from './wire'

/** What happened, and what to do. */
export function sentence(problem: unknown): string {
  if (!(problem instanceof Problem)) return t('problem', { code: 'other' })
  if (problem.code === 'invalid_field' && problem.field === 'file') return t('import-refused', { detail: problem.detail })
  if (problem.code === 'invalid_field') return t('problem-field', { field: (problem.field ?? 'other') as PagesWords['problem-field']['field'] })
  return t('problem', { code: problem.code as PagesWords['problem']['code'] })
}

const DAY = 86_400_000

/** `since 09:00`, `since yesterday`, `since Monday`, `since 3 December` */
export function sinceText(since: Instant | null, now: Date): string {
  if (!since) return ''
  const at = new Date(since)
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime()
  if (at.getTime() >= midnight) return t('since-time', { time: clock(at) })
  if (at.getTime() >= midnight - DAY) return t('since-yesterday')
  if (at.getTime() >= midnight - 6 * DAY) return t('since-day', { day: written(at, { weekday: 'long' }) })
  return t('since-day', { day: written(at, { day: 'numeric', month: 'long' }) })
}

/** `09:00` */
export function clock(at: Date): string {
  return formats.clock(at.getHours() * 60 + at.getMinutes())
}

/** `3 December 2026 at 09:00` */
export function whenText(instant: Instant): string {
  return written(new Date(instant), { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: formats.twelve ? 'h12' : 'h23' })
}

export function written(at: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(formats.tag, options).format(at)
}

/** Why somebody is what she is, as far as her status does not say it. */
export function causeText({ id, cause }: AgentPresence, name: (id: string) => string | undefined): string {
  switch (cause.kind) {
    case 'idle':
      return t('cause-idle')
    case 'locked':
      return t('cause-locked')
    case 'busy':
      return t('cause-busy')
    case 'manual':
      return cause.by === id ? '' : t('cause-by', { name: name(cause.by) ?? t('somebody') })
    default:
      return ''
  }
}
