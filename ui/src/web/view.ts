import type { AgentView, Diagnostics, HoldOption, Look, OfficeView, Overall, Preferences, View } from '../lib/bindings'
import { t } from '../lib/words/pages'
import { coverageText } from './online/coverage'
import { spokenLocale } from './start'
import type { AgentPresence, Me, OfficePresence } from './wire'
import { causeText, clock, sinceText } from './wording'
import { told, wallClock } from './zone'

const PREFERENCES = { away_on_lock: true, ask_on_return: false, notifications: false, present_in_calls: false, asked_start_at_login: true } as Preferences
const NO_DIAGNOSTICS = {} as Diagnostics

/** What the server said, as the window's components show it. The server has decided it all; this only words it. */
export function viewOf(me: Me, offices: readonly OfficePresence[], now: Date, outOfDateSince: Date | null): View {
  const mine = offices.flatMap(({ agents }) => agents.filter(({ id }) => id === me.agent.id))
  const statuses = new Set(mine.map(({ status }) => status))
  const status: Overall = statuses.size === 1 ? mine[0]!.status : statuses.size === 0 ? 'offline' : 'mixed'
  const look: Look = outOfDateSince ? 'not_connected' : status === 'mixed' ? (statuses.has('available') ? 'some' : 'away') : status
  const available = new Set(offices.flatMap(({ agents }) => agents.filter((agent) => agent.status === 'available').map(({ id }) => id)))
  const online = outOfDateSince ? null : available.size
  const headline = headlineOf(status, mine)
  const reason = mine[0] ? reasonOf(me, mine[0], now) : t('me-no-office')
  const online_text = online === null ? t('online-unknown') : t('online-count', { count: online })
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const zone = me.schedule?.zone ?? here
  return {
    locale: spokenLocale(),
    link: { state: outOfDateSince ? 'disconnected' : 'connected', text: '', since: outOfDateSince?.toISOString() ?? null, server: location.origin },
    me: { id: me.agent.id, name: me.agent.name, initials: initialsOf(me.agent.name), email: me.agent.email },
    look,
    headline,
    reason: status === 'mixed' ? '' : sentenceCase(reason),
    menu_head: headline,
    tooltip: headline,
    demo: false,
    vouched_for: '',
    // The offices say it themselves.
    attention: '',
    status,
    ends: null,
    following_schedule: me.schedule !== null && me.choices.every((choice) => choice.status === 'follow_schedule') && mine.every(({ cause }) => cause.kind !== 'manual'),
    has_schedule: me.schedule !== null,
    online,
    online_text,
    offices: offices.map((office) => officeOf(me, office, now, outOfDateSince !== null)),
    available_for: [30, 60, 120, 240].map((minutes) => holdOf('available', minutes)),
    away_for: [...[15, 30, 60].map((minutes) => holdOf('away', minutes)), { label: t('hold-until-changed'), intent: { do: 'choose', offices: [], status: 'away', hold: 'until_changed' } }],
    banners: [],
    schedule: {
      schedule: me.schedule && { ...me.schedule, time_off: me.schedule.time_off.map(({ from, until }) => ({ from: told(zone, from), until: told(zone, until) })) },
      etag: me.schedule_etag,
      summary: '',
      local_zone: here,
      today: wallClock(zone, now.toISOString()).slice(0, 10),
      can_edit: outOfDateSince === null,
      draft: null,
    },
    settings: { ...me.settings, preferences: PREFERENCES, calendar: null, languages: [] },
    diagnostics: NO_DIAGNOSTICS,
    page: null,
  } as View
}

function holdOf(status: 'available' | 'away', minutes: number): HoldOption {
  const label = minutes < 60 ? t('hold-minutes', { count: minutes }) : t('hold-hours', { count: minutes / 60 })
  return { label, intent: { do: 'choose', offices: [], status, hold: { for: { seconds: minutes * 60 } } } }
}

function headlineOf(status: Overall, mine: AgentPresence[]): string {
  if (status !== 'mixed') return t('me-everywhere', { status })
  const count = mine.filter((agent) => agent.status === 'available').length
  return count > 0 ? t('me-some', { count, total: mine.length }) : t('me-none', { total: mine.length })
}

/** Why I am what I am in an office, and until when as far as that was chosen. */
function reasonOf(me: Me, mine: AgentPresence, now: Date): string {
  const { cause, since } = mine
  switch (cause.kind) {
    case 'schedule':
      return t('reason-schedule')
    case 'manual': {
      const choice = me.choices.find((choice) => choice.set_at === since)
      const hold = choice?.hold
      const until = hold && typeof hold === 'object' ? clock(new Date(hold.until)) : null
      if (cause.by === me.agent.id) return until ? t('reason-choice-until', { time: until }) : t('reason-choice')
      return t('reason-by', { name: me.names[cause.by] ?? t('somebody'), since: sinceText(since, now) })
    }
    case 'idle':
      return t('reason-idle', { since: sinceText(since, now) })
    case 'locked':
      return t('reason-locked', { since: sinceText(since, now) })
    case 'busy':
      return t('reason-busy', { time: clock(new Date(cause.until)) })
    case 'no_device':
      return t('reason-no-device')
    case 'default':
      return t('reason-default')
    default:
      return ''
  }
}

/** What lowers an agent who decided to be Available. */
const MASKS = ['idle', 'locked', 'busy']

function officeOf(me: Me, office: OfficePresence, now: Date, isOutOfDate: boolean): OfficeView {
  const mine = office.agents.find(({ id }) => id === me.agent.id)
  const names = new Map(office.agents.map(({ id, name }) => [id, name]))
  const name = (id: string) => names.get(id) ?? me.names[id]
  const administrator = office.role === 'admin'
  const agents = office.agents.map((agent): AgentView => ({
    id: agent.id,
    name: agent.name,
    you: agent.id === me.agent.id,
    status: agent.status,
    detail: causeText(agent, name),
    since: agent.since,
    since_text: sinceText(agent.since, now),
    can_set_away: administrator && agent.status === 'available' && !isOutOfDate,
  }))
  return {
    id: office.id,
    name: office.name,
    status: mine?.status ?? 'offline',
    cause: mine?.cause ?? { kind: 'default' },
    on: mine !== undefined && (mine.status === 'available' || MASKS.includes(mine.cause.kind)),
    reason: mine ? t('me-in-office', { status: mine.status, reason: reasonOf(me, mine, now) }) : '',
    ends: null,
    available: isOutOfDate ? null : office.available,
    uncovered: !isOutOfDate && office.coverage?.state === 'uncovered' ? coverageText(office.coverage, now) : '',
    administrator,
    can_set_everybody_away: agents.some(({ can_set_away }) => can_set_away),
    agents,
  }
}

function sentenceCase(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  const letters = words.length > 1 ? [words[0]!, words.at(-1)!] : words
  return letters.map((word) => [...word][0]!.toUpperCase()).join('')
}
