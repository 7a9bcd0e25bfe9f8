import type { OfficeView } from './bindings'
import type { Porch } from './porch.svelte'
import { formats } from './words/formats.svelte'
import { t } from './words/window'

/** Asks before everybody in an office is set Away, and leaves ten seconds to take it back. */
export async function setEverybodyAway(porch: Pick<Porch, 'ask' | 'hold'>, office: OfficeView): Promise<void> {
  const there = office.agents.filter((agent) => agent.status === 'available').map((agent) => (agent.you ? t('people-you') : agent.name))
  const answer = await porch.ask({
    title: t('set-everybody-away-title', { office: office.name }),
    text: t('set-everybody-away-text', { people: listed(there), office: office.name }),
    remark: t('set-everybody-away-reason'),
    answers: [{ label: t('set-everybody-away'), value: 'away', tone: 'danger' }],
    cancel: t('cancel'),
  })
  if (!answer) return
  porch.hold(t('set-everybody-away-held', { office: office.name }), { do: 'set_away', office: office.id, agent: null, reason: answer.remark || null })
}

/** `Bo Ray, Cleo Marsh and you`, and at most three names. */
function listed(names: string[]): string {
  return formats.list(names.length > 3 ? [...names.slice(0, 2), t('people-more', { count: names.length - 2 })] : names)
}
