import type { AgentView, Banner, HoldOption, OfficeView, Preview, PreviewDay, Schedule, ScheduleDraft, Status, Stretch, View } from '../bindings'

export const STATES = ['available', 'some', 'away', 'offline', 'disconnected', 'signed-out', 'no-offices', 'admin', 'two-devices'] as const
export type CampusState = (typeof STATES)[number]

/** A view of a little campus, in one of the states that somebody may find it in. */
export function campus(state: CampusState, now = new Date()): View {
  const view = base(now)
  switch (state) {
    case 'available':
      return view
    case 'some':
      return set(view, 'it', 'away', 'Away, set by Dana Fox at 14:02', 'Available in 2 of 3 offices')
    case 'away':
      return everywhere(view, 'away', 'Away everywhere', 'No input since 11:20. Move the mouse and you are back.', 'idle')
    case 'offline':
      return everywhere(view, 'offline', 'Offline everywhere', 'By your schedule, until Monday at 09:00', '')
    case 'disconnected':
      return disconnected(set(view, 'it', 'away', 'Away by your choice', 'Once connected: available in 2 of 3 offices'))
    case 'signed-out':
      return signedOut(view)
    case 'no-offices':
      return { ...view, offices: [], online: 0, online_text: 'No agents online', look: 'offline', status: 'offline', headline: 'Offline', reason: 'You are not in any office yet' }
    case 'two-devices':
      return { ...view, schedule: { ...view.schedule, draft: SAMPLE_DRAFT } }
    case 'admin':
      return administrator(set(view, 'it', 'away', 'Away, set by Dana Fox at 14:02', 'Available in 2 of 3 offices'))
  }
}

export const SAMPLE_SCHEDULE: Schedule = {
  zone: 'America/New_York',
  shifts: [
    { days: ['mon', 'tue', 'wed', 'thu'], start: '09:00', end: '17:00' },
    { days: ['fri'], start: '20:00', end: '02:00' },
  ],
  dates: { '2026-11-26': [], '2026-11-27': [{ start: '10:00', end: '14:00' }] },
  time_off: [{ from: '2026-12-24T00:00:00-05:00', until: '2027-01-04T00:00:00-05:00' }],
}

/** What was changed of an earlier version of that: some of it on the other device as well. */
const SAMPLE_DRAFT: ScheduleDraft = {
  etag: '"0"',
  base: { ...SAMPLE_SCHEDULE, shifts: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: '09:00', end: '17:00' }], dates: {} },
  schedule: {
    ...SAMPLE_SCHEDULE,
    shifts: [
      { days: ['mon', 'tue', 'wed', 'thu'], start: '09:00', end: '17:00' },
      { days: ['fri'], start: '09:00', end: '13:00' },
      { days: ['sat'], start: '10:00', end: '14:00' },
    ],
    dates: {},
  },
}

/** Two weeks that look like a schedule's: to be looked at, and decided by nobody. The app knows better. */
export function someDays(schedule: Schedule, now: Date): Preview {
  const days = Array.from({ length: 14 }, (_, ahead): PreviewDay => {
    const midnight = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + ahead)
    const date = new Date(midnight).toISOString().slice(0, 10)
    const weekday = (['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const)[new Date(midnight).getUTCDay()]!
    const shifts = schedule.dates[date] ?? schedule.shifts.filter(({ days }) => days.includes(weekday))
    const minute = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
    const stretches = shifts.map(({ start, end }): Stretch => {
      const [begins, ends] = [minute(start), end > start ? minute(end) : 1440]
      const at = (minutes: number) => new Date(midnight + minutes * 60_000).toISOString()
      return { from: at(begins), until: at(ends), begins, ends, status: 'available', text: `${start} to ${end}: available everywhere by your schedule` }
    })
    return { date, minutes: 1440, passed: ahead === 0 ? now.getHours() * 60 + now.getMinutes() : null, clock_change: null, stretches }
  })
  return { zone: schedule.zone, now: now.toISOString(), days }
}

function base(now: Date): View {
  const at = (hours: number, minutes = 0) => new Date(now.getFullYear(), now.getMonth(), now.getDate(), hours, minutes).toISOString()
  const five = { at: at(17), why: 'schedule_edge' } as const
  const ana = agent('ana', 'Ana Lee', 'available', '', at(9), 'since 09:00', true)
  const bo = agent('bo', 'Bo Ray', 'available', '', at(8, 41), 'since 08:41')
  const cleo = agent('cleo', 'Cleo Marsh', 'available', '', at(10, 15), 'since 10:15')
  const dana = agent('dana', 'Dana Fox', 'away', 'idle', at(11, 20), 'since 11:20')
  const eli = agent('eli', 'Eli Sun', 'offline', '', null, 'since yesterday')
  const fay = agent('fay', 'Fay Okafor', 'offline', '', null, 'since Friday')
  const room = (id: string, name: string, agents: AgentView[]): OfficeView => ({
    id,
    name,
    status: 'available',
    cause: { kind: 'schedule' },
    on: true,
    reason: 'Available by your schedule',
    ends: five,
    available: agents.filter((member) => member.status === 'available').length,
    uncovered: '',
    administrator: false,
    can_set_everybody_away: false,
    agents: agents.map((member) => ({ ...member })),
  })
  const hold = (status: 'available' | 'away', label: string, minutes: number | null): HoldOption => ({
    label,
    intent: { do: 'choose', offices: [], status, hold: minutes === null ? 'until_changed' : { for: { seconds: minutes * 60 } } },
  })
  return {
    locale: { language: 'en', formats: 'en-GB', direction: 'ltr', hour_cycle: 'h23' },
    link: { state: 'connected', text: 'Connected', since: at(8, 59), server: 'https://chat.hillside.edu' },
    me: { id: 'ana', name: 'Ana Lee', initials: 'AL', email: 'ana.lee@hillside.edu' },
    look: 'available',
    headline: 'Available everywhere',
    reason: 'By your schedule, until 17:00',
    menu_head: 'You are Available everywhere until 17:00',
    demo: false,
    vouched_for: '',
    attention: '',
    status: 'available',
    ends: five,
    following_schedule: true,
    has_schedule: true,
    online: 3,
    online_text: '3 agents online',
    tooltip: 'Available everywhere: by your schedule, until 17:00 · 3 agents online',
    offices: [
      room('library', 'Library', [ana, bo, dana, eli]),
      room('admissions', 'Admissions', [ana, cleo, fay]),
      room('it', 'IT desk', [ana, dana, eli]),
    ],
    available_for: [
      hold('available', '30 minutes', 30),
      hold('available', '1 hour', 60),
      hold('available', '2 hours', 120),
      hold('available', '4 hours', 240),
      { label: 'until 17:00 (end of shift)', intent: { do: 'choose', offices: [], status: 'available', hold: { until: { at: at(17) } } } },
    ],
    away_for: [hold('away', '15 minutes', 15), hold('away', '30 minutes', 30), hold('away', '1 hour', 60), hold('away', 'until I change it', null)],
    banners: [],
    schedule: { schedule: SAMPLE_SCHEDULE, etag: '"1"', summary: 'On shift until 17:00', local_zone: 'Europe/London', today: at(12).slice(0, 10), can_edit: true, draft: null },
    settings: {
      organization_idle_after_seconds: 3600,
      own_idle_after_seconds: null,
      preferences: { away_on_lock: true, ask_on_return: false, notifications: true, present_in_calls: true, language: 'system', clock: 'system', asked_start_at_login: true },
      calendar: null,
      languages: ['ar', 'de', 'en', 'es', 'fr', 'ja', 'pt'],
    },
    diagnostics: {
      idle_source: 'X11 screen saver extension',
      tray: 'org.kde.StatusNotifierWatcher',
      session_watch: 'Lock and sleep are heard from logind',
      notifications: 'org.freedesktop.Notifications',
      inhibitors: 'org.freedesktop.login1',
      last_sync: null,
      last_failure: null,
      last_sent: 'Active, at 14:02:11',
      token: 'In the keyring of your desktop',
      version: '0.1.0',
      system: 'Debian GNU/Linux 12 (bookworm), x86_64; XFCE on X11',
      log: '/home/ana/.local/state/porchlight/porchlight.log',
      events: ['23 Nov 08:59:02 Started', '23 Nov 08:59:03 Connected'],
    },
    page: null,
  }
}

function agent(id: string, name: string, status: Status, detail: string, since: string | null, since_text: string, you = false): AgentView {
  return { id, name, you, status, detail, since, since_text, can_set_away: false }
}

function set(view: View, id: string, status: Status, reason: string, headline: string): View {
  const offices = view.offices.map((office) => (office.id === id ? mine(office, status, reason, '') : office))
  return { ...view, look: 'some', status: 'mixed', headline, following_schedule: false, offices }
}

function everywhere(view: View, status: 'away' | 'offline', headline: string, reason: string, detail: string): View {
  const words = status === 'away' ? 'Away: no input since 11:20' : 'Offline by your schedule'
  const offices = view.offices.map((office) => ({ ...mine(office, status, words, detail), on: status === 'away' }))
  return { ...view, look: status, status, headline, reason, ends: null, offices, online: 2, online_text: '2 agents online' }
}

function mine(office: OfficeView, status: Status, reason: string, detail: string): OfficeView {
  const agents = office.agents.map((member) => (member.you ? { ...member, status, detail, since_text: status === 'away' ? 'since 11:20' : '' } : member))
  const available = agents.filter((member) => member.status === 'available').length
  return { ...office, status, reason, agents, available, on: status === 'available', ends: null, cause: { kind: 'manual', by: 'dana' } }
}

function disconnected(view: View): View {
  const banner: Banner = {
    kind: 'not_connected',
    text: 'Not connected since 14:02, so customers may see you as offline. There is no way to chat.hillside.edu from this computer. Check your network. Porchlight keeps trying. Your schedule goes on, and what you choose here is sent as soon as it is connected.',
    action: null,
  }
  return {
    ...view,
    look: 'not_connected',
    reason: 'By your schedule, until 17:00; away in IT desk, set by you at 13:40, until you change it',
    online: null,
    online_text: '',
    link: { ...view.link, state: 'disconnected', text: 'Not connected since 14:02' },
    banners: [banner],
    offices: view.offices.map((office) => ({ ...office, available: null, uncovered: '', agents: [] })),
    schedule: { ...view.schedule, can_edit: false },
  }
}

function signedOut(view: View): View {
  return {
    ...view,
    me: null,
    link: { state: 'signed_out', text: 'Not signed in', since: null, server: null },
    look: 'not_connected',
    status: 'offline',
    headline: 'Not signed in',
    reason: '',
    ends: null,
    following_schedule: false,
    has_schedule: false,
    offices: [],
    online: 0,
    online_text: '',
    schedule: { ...view.schedule, schedule: null, etag: '', summary: '', can_edit: false },
  }
}

function administrator(view: View): View {
  return {
    ...view,
    offices: view.offices.map((office) => ({
      ...office,
      administrator: office.id !== 'admissions',
      can_set_everybody_away: office.id === 'library',
      agents: office.agents.map((member) => ({
        ...member,
        can_set_away: office.id !== 'admissions' && !member.you && member.status === 'available',
      })),
    })),
    banners: [
      {
        kind: 'set_away',
        text: 'Dana Fox set you Away in IT desk at 14:02.',
        action: { label: 'Go back', intent: { do: 'choose', offices: ['it'], status: 'available', hold: 'next_edge' } },
      },
    ],
  }
}
