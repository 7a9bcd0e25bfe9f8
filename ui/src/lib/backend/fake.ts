import type { Intent, LocaleView, OfficeView, Status, View } from '../bindings'
import type { AtLogin, Backend, Refusal } from './backend'
import { negotiated } from '../words/words.svelte'
import { campus, someDays, type CampusState } from './campus'

/** A backend without an app behind it: the whole window in a browser, on a little campus that answers. */
export function fake(state: CampusState, page: string | null = null, locale?: LocaleView): Backend {
  let view = campus(state)
  if (locale) view = { ...view, locale }
  if (page) view = { ...view, page: { page, nth: 1 } }
  const watchers = new Set<(view: View) => void>()
  let atLogin = false
  return {
    view: () => Promise.resolve(view),
    onView(show) {
      watchers.add(show)
      return () => watchers.delete(show)
    },
    async intend(intent) {
      view = spoken(next(view, intent), view.locale)
      for (const show of watchers) show(view)
      return { etag: intent.do === 'save_schedule' ? view.schedule.etag : null }
    },
    preview: async (schedule) => someDays(schedule, new Date()),
    zones: async () => ['America/New_York', 'Asia/Tokyo', 'Europe/Berlin', 'Europe/London', 'UTC'],
    calendars: {
      read: async () => ({ shifts: [{ days: ['mon', 'thu'], start: '22:00', end: '06:00' }], dates: {}, not_understood: [{ text: 'Line 9: takes whole days; a shift says from when until when.' }] }),
      write: async () => '/home/ana/Downloads/porchlight.ics',
    },
    diagnostics: () => Promise.resolve(`Version: ${view.diagnostics.version}\nLink: ${view.link.text}\n`),
    autostart: () => Promise.resolve(startsAtLogin(atLogin)),
    async setAutostart(on) {
      atLogin = on
    },
  }
}

/** In the language that is chosen in the settings, in all states. */
function spoken(view: View, before: LocaleView): View {
  const { language, clock } = view.settings.preferences
  const locale = language === 'system' || language === before.language ? before : negotiated([language], view.settings.languages)
  return { ...view, locale: clock === 'system' ? locale : { ...locale, hour_cycle: clock } }
}

function startsAtLogin(on: boolean): AtLogin {
  return { on, text: on ? 'Porchlight starts when you log in.' : 'Porchlight does not start by itself when you log in.' }
}

function next(view: View, intent: Intent): View {
  switch (intent.do) {
    case 'choose':
      return chosen(view, intent)
    case 'set_away':
      return setAway(view, intent.office, intent.agent)
    case 'save_schedule': {
      if (intent.etag !== view.schedule.etag) throw refusal('stale', 'The schedule was changed elsewhere in the meantime. Load the newer one and make your change again.')
      const etag = `"${Number(view.schedule.etag.replaceAll('"', '')) + 1}"`
      return { ...view, has_schedule: true, schedule: { ...view.schedule, schedule: intent.schedule, etag } }
    }
    case 'keep_draft':
      return { ...view, schedule: { ...view.schedule, draft: intent.draft } }
    case 'save_idle_after':
      return { ...view, settings: { ...view.settings, own_idle_after_seconds: intent.seconds } }
    case 'save_preferences':
      return { ...view, settings: { ...view.settings, preferences: intent.preferences } }
    case 'follow_calendar':
      return { ...view, settings: { ...view.settings, calendar: followed(intent.address) } }
    case 'put_aside':
      return { ...view, banners: view.banners.filter((banner) => banner.kind !== intent.kind) }
    case 'sign_in':
      if (intent.password === 'wrong') throw refusal('wrong_password', 'The e-mail address and password do not match. Check both and try again.')
      return campus('available')
    case 'try_here':
      return { ...campus('admin'), demo: true }
    case 'sign_out':
      return campus('signed-out')
    default:
      return view
  }
}

function followed(address: string | null): View['settings']['calendar'] {
  if (address === null) return null
  const place = address.replace(/^\w+:\/\//, '').split('/')[0] ?? ''
  return { place, text: 'Read at 9:12: busy 3 times in the next 60 days.', read: true, works: true }
}

function chosen(view: View, intent: Extract<Intent, { do: 'choose' }>): View {
  const follow = intent.status === 'follow_schedule'
  const status: Status = intent.status === 'follow_schedule' ? 'available' : intent.status
  const word = { available: 'Available', away: 'Away', offline: 'Offline' }[status]
  const reason = follow ? `${word} by your schedule` : `${word} by your choice`
  const meant = (office: OfficeView) => intent.offices.length === 0 || intent.offices.includes(office.id)
  const offices = view.offices.map((office) => (meant(office) ? counted({ ...office, status, on: status === 'available', reason }) : office))
  const on = offices.filter((office) => office.status === 'available').length
  const same = offices.every((office) => office.status === offices[0]?.status)
  return {
    ...view,
    offices,
    banners: [],
    following_schedule: follow,
    status: same ? status : 'mixed',
    look: same ? status : on > 0 ? 'some' : 'away',
    headline: same ? `${word} everywhere` : on > 0 ? `Available in ${on} of ${offices.length} offices` : 'Away',
    reason: follow ? 'By your schedule, until 17:00' : 'By your choice',
    ends: follow ? view.offices[0]?.ends ?? null : null,
  }
}

function counted(office: OfficeView): OfficeView {
  const agents = office.agents.map((agent) => (agent.you ? { ...agent, status: office.status, detail: '', since_text: 'since now' } : agent))
  return { ...office, agents, available: agents.filter((agent) => agent.status === 'available').length }
}

function setAway(view: View, id: string, who: string | null): View {
  const offices = view.offices.map((office) => {
    if (office.id !== id) return office
    const agents = office.agents.map((agent) =>
      agent.status === 'available' && (who === null || agent.id === who)
        ? { ...agent, status: 'away' as const, detail: 'set by Ana Lee', since_text: 'since now', can_set_away: false }
        : agent,
    )
    const me = agents.find((agent) => agent.you)
    const status = me?.status ?? office.status
    return { ...office, agents, status, on: status === 'available', can_set_everybody_away: false, available: agents.filter((agent) => agent.status === 'available').length }
  })
  return { ...view, offices }
}

function refusal(code: string, message: string): Refusal {
  return { code, message }
}
