import { t } from '../../lib/words/pages'
import type { Coverage } from '../wire'
import { clock, sinceText } from '../wording'

/** Whether an office has somebody in its hours, in words; empty where it has no hours. */
export function coverageText(coverage: Coverage | null, now: Date): string {
  switch (coverage?.state) {
    case 'uncovered':
      return coverage.since ? t('coverage-empty-since', { since: sinceText(coverage.since, now) }) : t('coverage-empty')
    case 'outside_hours':
      return t('coverage-closed')
    case 'covered':
      return coverage.until ? t('coverage-open-until', { time: clock(new Date(coverage.until)) }) : ''
    default:
      return ''
  }
}
