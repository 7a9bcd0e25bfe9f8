import { fireEvent, render, screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { tick } from 'svelte'
import App from '../src/App.svelte'
import type { AtLogin, Backend, Refusal, Roster } from '../src/lib/backend/backend'
import type { Intent, OfficeView, Preview, Schedule, ScheduleDraft, View } from '../src/lib/bindings'

/** The window in front of a person, with an app behind it that notes what it was asked. */
export function sitDown(first: View, atLogin: AtLogin | Refusal = { on: false, text: 'Not at login.' }) {
  const sent: Intent[] = []
  const drafts: (ScheduleDraft | null)[] = []
  const previewed: Schedule[] = []
  const answer: { preview: Preview | null } = { preview: null }
  const calendar: { asked: { name: string; text: string; zone: string }[]; roster: Roster | null; written: Schedule[] } = { asked: [], roster: null, written: [] }
  let refusal: Refusal | null = null
  let named: string | null = null
  let holding: Promise<void> | null = null
  let show: (view: View) => void = () => {}
  let current = first
  const login: { now: AtLogin | Refusal } = { now: atLogin }
  const backend: Backend = {
    view: () => Promise.resolve(current),
    onView(callback) {
      show = callback
      return () => (show = () => {})
    },
    async intend(intent) {
      const said = JSON.parse(JSON.stringify(intent)) as Intent
      if (said.do === 'keep_draft') {
        drafts.push(said.draft)
        return { etag: null }
      }
      sent.push(said)
      if (holding) await holding
      if (refusal) throw refusal
      return { etag: said.do === 'save_schedule' ? named : null }
    },
    async preview(schedule) {
      previewed.push(JSON.parse(JSON.stringify(schedule)) as Schedule)
      if (!answer.preview) throw { code: 'other', message: 'There is no preview here.' }
      return answer.preview
    },
    zones: async () => ['America/Coyhaique', 'America/New_York', 'Asia/Tokyo', 'Europe/London', 'UTC'],
    calendars: {
      async read(name, text, zone) {
        calendar.asked.push({ name, text, zone })
        if (!calendar.roster) throw { code: 'calendar', message: `There is no whole calendar in ${name}.` }
        return calendar.roster
      },
      async write(schedule) {
        calendar.written.push(JSON.parse(JSON.stringify(schedule)) as Schedule)
        return '/home/ana/porchlight.ics'
      },
    },
    diagnostics: async () => 'Version: 0.1.0\nLink: Connected\n',
    async autostart() {
      if ('code' in login.now) throw login.now
      return login.now
    },
    async setAutostart(on) {
      if (refusal) throw refusal
      login.now = { on, text: on ? 'At login.' : 'Not at login.' }
    },
  }
  render(App, { props: { backend, first } })
  return {
    sent,
    /** What it was asked to keep unsaved, in this order. */
    drafts,
    /** For which schedules it was asked how it will be, and what it answers. */
    previewed,
    answer,
    /** What it was asked to read and to write, and what it reads. */
    calendar,
    /** What this computer does at login, or why that cannot be told. */
    login,
    person: userEvent.setup(),
    refuse(code: string, message: string) {
      refusal = { code, message }
    },
    /** What a schedule that is saved is named in the answer. */
    name(etag: string) {
      named = etag
    },
    /** Answers nothing until what is returned is called. */
    hold(): () => Promise<void> {
      let goOn = () => {}
      holding = new Promise((resolve) => (goOn = resolve))
      return async () => {
        goOn()
        await new Promise((resolve) => setTimeout(resolve))
      }
    },
    accept() {
      refusal = null
    },
    /** The app has something new to show. */
    async receive(change: Partial<View>) {
      current = { ...current, ...change }
      show(current)
      await tick()
    },
  }
}

export const get = (testid: string) => screen.getByTestId(testid)
export const find = (testid: string) => screen.findByTestId(testid)
export const query = (testid: string) => screen.queryByTestId(testid)
export const inside = (testid: string) => within(get(testid))

export async function click(testid: string): Promise<void> {
  await fireEvent.click(get(testid))
}

/** Writes over what a field holds. */
export async function write(testid: string, text: string): Promise<void> {
  const field = get(testid)
  await fireEvent.input(field, { target: { value: text } })
  await fireEvent.blur(field)
}

export function withOffice(view: View, id: string, change: Partial<OfficeView>): View {
  return { ...view, offices: view.offices.map((office) => (office.id === id ? { ...office, ...change } : office)) }
}
