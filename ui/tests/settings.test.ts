import { fireEvent, screen } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import type { View } from '../src/lib/bindings'
import { campus } from '../src/lib/backend/campus'
import { click, find, get, inside, query, sitDown } from './desk'

function onSettingsPage(change: Partial<View> = {}): View {
  return { ...campus('available'), ...change, page: { page: 'settings', nth: 1 } }
}

const options = () => [...(get('idle-after') as HTMLSelectElement).options].map((option) => option.text)

describe('settings', () => {
  it('say who is signed in and where', () => {
    sitDown(onSettingsPage())
    for (const text of ['Ana Lee', 'ana.lee@hillside.edu', 'https://chat.hillside.edu']) expect(screen.getByText(text)).toBeTruthy()
  })

  it('sign out after asking', async () => {
    const desk = sitDown(onSettingsPage())
    await click('sign-out')
    expect((await find('dialog')).textContent).toContain('offline until you sign in again')
    expect(desk.sent).toEqual([])
    await click('dialog-confirm')
    expect(desk.sent).toEqual([{ do: 'sign_out' }])
  })

  it('offer idle times shorter than the organization’s, and the organization’s own', () => {
    const settings = { ...campus('available').settings, organization_idle_after_seconds: 1800, own_idle_after_seconds: 420 }
    sitDown(onSettingsPage({ settings }))
    expect(options()).toEqual(['5 minutes', '7 minutes', '10 minutes', '15 minutes', '20 minutes', '30 minutes, as for my organization'])
    expect((get('idle-after') as HTMLSelectElement).value).toBe('420')
  })

  it('follow a calendar by its address', async () => {
    const desk = sitDown(onSettingsPage())
    expect((get('calendar-follow') as HTMLButtonElement).disabled).toBe(true)
    await fireEvent.input(get('calendar-address'), { target: { value: ' https://calendar.hillside.edu/secret/ana.ics ' } })
    await click('calendar-follow')
    expect(desk.sent).toEqual([{ do: 'follow_calendar', address: 'https://calendar.hillside.edu/secret/ana.ics' }])
  })

  it('say what was read of the calendar, and follow it no longer', async () => {
    const calendar = { place: 'calendar.hillside.edu', text: 'Read at 9:12: busy 3 times in the next 60 days.', read: true, works: true }
    const desk = sitDown(onSettingsPage({ settings: { ...campus('available').settings, calendar } }))
    expect(get('calendar-text').textContent).toBe(calendar.text)
    expect(screen.getByText('calendar.hillside.edu')).toBeTruthy()
    expect(query('calendar-address')).toBeNull()
    await click('calendar-stop')
    expect(desk.sent).toEqual([{ do: 'follow_calendar', address: null }])
  })

  it('copy diagnostics as one text, and say so', async () => {
    const copied: string[] = []
    document.execCommand = (command) => command === 'copy' && copied.push((document.activeElement as HTMLTextAreaElement).value) > 0
    sitDown(onSettingsPage())
    await screen.findByText('23 Nov 08:59:03 Connected')
    await click('copy-diagnostics')
    await screen.findByText(/^Copied/)
    expect(copied).toEqual(['Version: 0.1.0\nLink: Connected\n'])
    expect(document.querySelector('textarea')).toBeNull()
  })

  it('say how else to get at diagnostics where nothing can be copied', async () => {
    document.execCommand = () => false
    sitDown(onSettingsPage())
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('not allowed'))
    await click('copy-diagnostics')
    await screen.findByText(/porchlight diagnostics/)
  })

  it('save an idle time of one’s own, and go back to the organization’s', async () => {
    const desk = sitDown(onSettingsPage())
    await fireEvent.change(get('idle-after'), { target: { value: '900' } })
    await fireEvent.change(get('idle-after'), { target: { value: '' } })
    expect(desk.sent).toEqual([
      { do: 'save_idle_after', seconds: 900 },
      { do: 'save_idle_after', seconds: null },
    ])
  })

  it('show the old idle time again where the new one was refused', async () => {
    const desk = sitDown(onSettingsPage())
    desk.refuse('invalid_field', 'Your organization allows at most 30 minutes.')
    await fireEvent.change(get('idle-after'), { target: { value: '2700' } })
    expect((await find('toast')).textContent).toContain('at most 30 minutes')
    expect((get('idle-after') as HTMLSelectElement).value).toBe('')
  })

  it.each([
    ['away-on-lock', { away_on_lock: false, ask_on_return: false, notifications: true, present_in_calls: true, language: 'system', clock: 'system', asked_start_at_login: true }],
    ['ask-on-return', { away_on_lock: true, ask_on_return: true, notifications: true, present_in_calls: true, language: 'system', clock: 'system', asked_start_at_login: true }],
    ['present-in-calls', { away_on_lock: true, ask_on_return: false, notifications: true, present_in_calls: false, language: 'system', clock: 'system', asked_start_at_login: true }],
    ['notifications', { away_on_lock: true, ask_on_return: false, notifications: false, present_in_calls: true, language: 'system', clock: 'system', asked_start_at_login: true }],
  ])('change %s and leave the rest as it is', async (testid, preferences) => {
    const desk = sitDown(onSettingsPage())
    await click(testid)
    expect(desk.sent).toEqual([{ do: 'save_preferences', preferences }])
  })

  it('say whether Porchlight starts at login, and change it', async () => {
    const desk = sitDown(onSettingsPage())
    expect((await find('autostart')).getAttribute('aria-checked')).toBe('false')
    for (const on of [true, false]) {
      await click('autostart')
      await vi.waitFor(() => expect(get('autostart').getAttribute('aria-checked')).toBe(String(on)))
      expect(desk.login.now).toMatchObject({ on })
    }
    expect(desk.sent).toEqual([])
  })

  it('see at a glance what another program changed about starting at login', async () => {
    const desk = sitDown(onSettingsPage())
    await find('autostart')
    desk.login.now = { on: true, text: 'Another Porchlight starts when you log in.' }
    await fireEvent.focus(window)
    await vi.waitFor(() => expect(get('autostart-text').textContent).toBe('Another Porchlight starts when you log in.'))
    expect(get('autostart').getAttribute('aria-checked')).toBe('true')
  })

  it('leave the switch as it is where starting at login could not be changed, and say why', async () => {
    const desk = sitDown(onSettingsPage())
    await find('autostart')
    desk.refuse('autostart', 'The entry could not be written.')
    await click('autostart')
    expect((await find('toast')).textContent).toContain('could not be written')
    expect(get('autostart').getAttribute('aria-checked')).toBe('false')
  })

  it('say instead of a switch why starting at login cannot be told', async () => {
    const desk = sitDown(campus('available'))
    desk.login.now = { code: 'autostart', message: 'Porchlight cannot turn this on by itself here yet.' }
    await click('nav-settings')
    expect((await find('autostart-text')).textContent).toContain('cannot turn this on by itself')
    expect((get('autostart') as HTMLButtonElement).disabled).toBe(true)
  })

  it('tell what is going on inside', () => {
    const diagnostics = { ...campus('available').diagnostics, idle_source: 'None: DISPLAY is not set', last_sent: '' }
    sitDown(onSettingsPage({ diagnostics }))
    expect(get('diagnostics').textContent).toContain('None: DISPLAY is not set')
    expect(get('diagnostics').textContent).toMatch(/Last sync\s*Now/)
    expect(get('diagnostics').textContent).toMatch(/Last failure\s*None/)
    expect(get('diagnostics').textContent).toMatch(/Last sent\s*Nothing yet/)
  })

  it('tell why there is no connection, and since when nothing was heard', () => {
    const view = campus('disconnected')
    const last_failure = 'At 14:02: Nothing answers at chat.example.edu.'
    sitDown(onSettingsPage({ link: view.link, diagnostics: { ...view.diagnostics, last_failure } }))
    expect(get('diagnostics').textContent).toMatch(/Last sync\s*Not yet/)
    expect(get('diagnostics').textContent).toContain(last_failure)
  })
})

describe('turning pages', () => {
  const here = () => document.querySelector('nav [aria-current=page]')?.textContent

  it('works by click and by Ctrl with a number, and by no key alone', async () => {
    const desk = sitDown(campus('available'))
    expect(here()).toBe('Status')
    await click('nav-settings')
    expect(here()).toBe('Settings')
    await desk.person.keyboard('2n')
    expect(here()).toBe('Settings')
    await desk.person.keyboard('{Control>}1{/Control}')
    expect(here()).toBe('Status')
    expect(get('nav-schedule').getAttribute('aria-keyshortcuts')).toBe('Control+2')
  })

  it('works while a field is being written in', async () => {
    const desk = sitDown({ ...campus('available'), page: { page: 'schedule', nth: 1 } })
    get('week-mon').focus()
    await desk.person.keyboard('+')
    await desk.person.keyboard('{Enter}')
    expect(document.activeElement).toBe(get('dock-start'))
    await desk.person.keyboard('3')
    expect((get('dock-start') as HTMLInputElement).value).toContain('3')
    await desk.person.keyboard('{Control>}3{/Control}')
    await find('dialog')
    await desk.person.click(inside('dialog').getByText('Discard'))
    expect(here()).toBe('Settings')
  })

  it('does not happen while signed out', async () => {
    const desk = sitDown(campus('signed-out'))
    await desk.person.keyboard('{Control>}3{/Control}')
    await desk.receive(campus('available'))
    expect(here()).toBe('Status')
  })

  it('follows every new wish of the app, and none twice', async () => {
    const desk = sitDown({ ...campus('available'), page: { page: 'settings', nth: 4 } })
    expect(here()).toBe('Settings')
    await click('nav-status')
    await desk.receive({ headline: 'Away everywhere' })
    expect(here()).toBe('Status')
    await desk.receive({ page: { page: 'settings', nth: 5 } })
    expect(here()).toBe('Settings')
    expect(query('dialog')).toBeNull()
  })
})

describe('language and clock', () => {
  it('are chosen from those that there are, each language by its own name', async () => {
    const desk = sitDown(campus('available'))
    await click('nav-settings')
    const names = [...get('language').querySelectorAll('option')].map((option) => option.textContent)
    expect(names).toEqual(['As this computer', 'العربية', 'Deutsch', 'English', 'Español', 'Français', '日本語', 'Português'])
    await fireEvent.change(get('language'), { target: { value: 'de' } })
    await fireEvent.change(get('clock'), { target: { value: 'h12' } })
    const preferences = campus('available').settings.preferences
    expect(desk.sent).toEqual([
      { do: 'save_preferences', preferences: { ...preferences, language: 'de' } },
      { do: 'save_preferences', preferences: { ...preferences, clock: 'h12' } },
    ])
  })

  it('hold at once, in the times of the week and in the direction of the page', async () => {
    const desk = sitDown({ ...campus('available'), page: { page: 'schedule', nth: 1 } })
    expect(get('week').textContent).toContain('09:00')
    await desk.receive({ locale: { language: 'en', formats: 'en-US', direction: 'ltr', hour_cycle: 'h12' } })
    await vi.waitFor(() => expect(get('week').textContent).toMatch(/9\sAM/))
    await desk.receive({ locale: { language: 'ar', formats: 'ar-u-nu-latn', direction: 'rtl', hour_cycle: 'h12' } })
    await vi.waitFor(() => expect(document.documentElement.dir).toBe('rtl'))
    expect(document.documentElement.lang).toBe('ar')
    // What a sentence chooses by is no name that would have to be kept apart.
    await click('nav-status')
    expect(['available', 'away', 'offline'].map((status) => get(`switch-${status}`).textContent?.trim())).toEqual(['متاح', 'بعيد', 'غير متصل'])
  })
})
