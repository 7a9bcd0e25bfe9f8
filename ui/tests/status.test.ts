import { screen } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import type { Banner } from '../src/lib/bindings'
import { campus } from '../src/lib/backend/campus'
import { click, find, get, inside, query, sitDown } from './desk'

describe('my status', () => {
  it('says what I am and why, in the words of the app', () => {
    sitDown(campus('some'))
    expect(get('headline').textContent).toBe('Available in 2 of 3 offices')
    expect(get('reason').textContent).toBe('By your schedule, until 17:00')
    expect(screen.getByText('AL')).toBeTruthy()
  })

  it('says why I am Available though I give no input, and nothing where that is not so', async () => {
    const desk = sitDown(campus('available'))
    expect(query('vouched-for')).toBeNull()
    await desk.receive({ vouched_for: 'No input since 13:10, but Zoom keeps the screen on, so you stay Available.' })
    expect(get('vouched-for').closest('[aria-live=polite]')?.textContent).toContain('Zoom keeps the screen on')
  })

  it('is read out when it changes', async () => {
    const desk = sitDown(campus('available'))
    await desk.receive({ headline: 'Away everywhere', reason: 'Set by Dana Fox at 14:02' })
    const region = get('headline').closest('[aria-live=polite]')
    expect(region?.textContent).toContain('Away everywhere')
    expect(region?.textContent).toContain('Set by Dana Fox at 14:02')
  })

  it.each(['available', 'away', 'offline'] as const)('chooses %s everywhere, until the schedule takes over', async (status) => {
    const desk = sitDown(campus('some'))
    await click(`switch-${status}`)
    expect(desk.sent).toEqual([{ do: 'choose', offices: [], status, hold: 'next_edge' }])
  })

  it('has the switch on what all offices share, and on nothing while they differ', async () => {
    const desk = sitDown(campus('away'))
    expect(get('switch-away').getAttribute('aria-checked')).toBe('true')
    expect(get('switch-available').getAttribute('aria-checked')).toBe('false')
    await desk.receive(campus('some'))
    for (const status of ['available', 'away', 'offline']) expect(get(`switch-${status}`).getAttribute('aria-checked')).toBe('false')
  })

  it('lets arrow keys pass over a status without choosing it, and Enter choose it', async () => {
    const desk = sitDown(campus('available'))
    get('switch-available').focus()
    await desk.person.keyboard('{ArrowRight}{ArrowRight}')
    expect(document.activeElement).toBe(get('switch-offline'))
    expect(desk.sent).toEqual([])
    await desk.person.keyboard('{ArrowRight}{ArrowLeft}{ArrowLeft}{Enter}')
    expect(desk.sent).toMatchObject([{ status: 'away' }])
  })

  it('offers how long with the intents that the app gave', async () => {
    const view = campus('available')
    const desk = sitDown(view)
    await click('hold-open')
    await click('hold-available-2')
    await click('hold-open')
    await click('hold-away-3')
    expect(desk.sent).toEqual([view.available_for[2]?.intent, view.away_for[3]?.intent])
    expect(screen.queryByRole('menu')).toBeNull()
  })

  it('says until when once, in the words of the app', () => {
    const at = '2028-12-30T01:32:00Z'
    sitDown({ ...campus('available'), reason: 'Set by you at 01:32, until 30 December 2028 at 01:32', ends: { at, why: 'timer' } })
    const card = get('headline').closest('section')
    expect(card?.textContent.match(/until|30 Dec/g)).toEqual(['until', '30 Dec'])
    expect(get('hold-open').textContent.trim()).toBe('For how long')
  })

  it('closes the durations with Escape, and has the focus where it was', async () => {
    const desk = sitDown(campus('available'))
    get('hold-open').focus()
    await desk.person.keyboard('{Enter}{ArrowDown}')
    expect(document.activeElement).toBe(get('hold-available-1'))
    await desk.person.keyboard('{Escape}')
    expect(screen.queryByRole('menu')).toBeNull()
    expect(document.activeElement).toBe(get('hold-open'))
    expect(desk.sent).toEqual([])
  })

  it('goes back to the schedule, and offers that only where it would change something', async () => {
    const desk = sitDown(campus('some'))
    await click('follow-schedule')
    expect(desk.sent).toEqual([{ do: 'choose', offices: [], status: 'follow_schedule', hold: 'next_edge' }])
    await desk.receive({ following_schedule: true })
    expect(query('follow-schedule')).toBeNull()
  })

  it('leads to the schedule where there is none', async () => {
    const desk = sitDown({ ...campus('available'), has_schedule: false })
    await desk.person.click(screen.getByText('Add a schedule'))
    expect(get('week')).toBeTruthy()
  })
})

describe('the sample campus', () => {
  it('says on every page that it is a demo, and the real app says nothing of it', async () => {
    const desk = sitDown({ ...campus('available'), demo: true })
    for (const page of ['status', 'schedule', 'settings']) {
      await click(`nav-${page}`)
      expect(get('demo').textContent).toBe('Demo')
    }
    await desk.receive({ demo: false })
    expect(query('demo')).toBeNull()
  })

  it('asks nobody whether it is to start at login, and has no switch for it', async () => {
    sitDown(
      { ...campus('available'), demo: true, settings: { ...campus('available').settings, preferences: { away_on_lock: true, ask_on_return: false, notifications: true, present_in_calls: true, language: 'system', clock: 'system', asked_start_at_login: false } } },
      { code: 'autostart', message: 'The sample campus does not start at login.' },
    )
    await click('nav-settings')
    expect((await find('autostart-text')).textContent).toBe('The sample campus does not start at login.')
    expect(get('autostart').hasAttribute('disabled')).toBe(true)
    await click('nav-status')
    expect(query('ask-at-login')).toBeNull()
  })
})

describe('banners', () => {
  const refused: Banner = { kind: 'refused', text: 'You may not set agents Away in Library. Ask an administrator.', action: null }
  const noTray: Banner = { kind: 'no_tray', text: 'This desktop has no place for tray icons. Porchlight goes on in this window.', action: null }

  it('says since when it is not connected and what still works', () => {
    sitDown(campus('disconnected'))
    expect(get('banner').textContent).toContain('Not connected since 14:02')
    expect(get('banner').textContent).toContain('what you choose here is sent')
    expect(get('link-state').dataset['state']).toBe('disconnected')
  })

  it('says once that it is not connected, on every page', async () => {
    sitDown(campus('disconnected'))
    const times = () => document.body.textContent.match(/not connected/gi)?.length
    expect(times()).toBe(1)
    await click('nav-schedule')
    expect(times()).toBe(1)
    expect(get('link-state').textContent).toContain('Not connected since 14:02')
  })

  it('answers an administrator with one click', async () => {
    const desk = sitDown(campus('admin'))
    await desk.person.click(inside('banner').getByText('Go back'))
    expect(desk.sent).toEqual([{ do: 'choose', offices: ['it'], status: 'available', hold: 'next_edge' }])
  })

  const kinds = () => screen.queryAllByTestId('banner').map((banner) => banner.dataset['kind'])

  it('lets what was refused or is only good to know be put aside, and keeps it aside on every page', async () => {
    const desk = sitDown({ ...campus('available'), banners: [refused, noTray] })
    expect(kinds()).toEqual(['refused', 'no_tray'])
    await desk.person.click(screen.getAllByLabelText('Put aside')[0]!)
    expect(kinds()).toEqual(['no_tray'])
    expect(desk.sent).toEqual([{ do: 'put_aside', kind: 'refused', text: refused.text }])
    await click('nav-settings')
    await click('nav-status')
    expect(kinds()).toEqual(['no_tray'])
  })

  it('shows what was put aside when it happens again', async () => {
    const desk = sitDown({ ...campus('available'), banners: [refused] })
    await desk.person.click(screen.getByLabelText('Put aside'))
    await desk.receive({ banners: [noTray] })
    await desk.receive({ banners: [refused, noTray] })
    expect(kinds()).toEqual(['refused', 'no_tray'])
  })

  const unasked = () => {
    const view = campus('available')
    return { ...view, settings: { ...view.settings, preferences: { ...view.settings.preferences, asked_start_at_login: false } } }
  }
  const asked = { do: 'save_preferences', preferences: campus('available').settings.preferences }

  it('asks once whether to start at login, and does it', async () => {
    const desk = sitDown(unasked())
    await find('ask-at-login')
    await click('ask-at-login-yes')
    await vi.waitFor(() => expect(desk.sent).toEqual([asked]))
    expect(desk.login.now).toMatchObject({ on: true })
    await vi.waitFor(() => expect(query('ask-at-login')).toBeNull())
  })

  it('takes no for an answer', async () => {
    const desk = sitDown(unasked())
    await find('ask-at-login')
    await click('ask-at-login-no')
    await vi.waitFor(() => expect(desk.sent).toEqual([asked]))
    expect(desk.login.now).toMatchObject({ on: false })
    await desk.receive({ settings: campus('available').settings })
    expect(query('ask-at-login')).toBeNull()
  })

  it.each([
    ['starts anyway', { on: true, text: 'At login.' }],
    ['cannot be told', { code: 'autostart', message: 'Not on this system.' }],
  ])('does not ask about login where it %s', async (_, login) => {
    const desk = sitDown(unasked(), login)
    await desk.receive({ headline: 'Away everywhere' })
    expect(query('ask-at-login')).toBeNull()
  })

  it('has no way to put aside what goes on', () => {
    const full: Banner = { kind: 'storage', text: 'The disk is full. Free some space.', action: null }
    sitDown({ ...campus('disconnected'), banners: [full, ...campus('disconnected').banners] })
    expect(kinds()).toEqual(['storage', 'not_connected'])
    expect(screen.queryByLabelText('Put aside')).toBeNull()
  })

  it.each(['before', 'after'])('says once what was refused to this window: the app shows it %s it answers', async (order) => {
    const desk = sitDown(campus('available'))
    desk.refuse('not_allowed', refused.text)
    if (order === 'before') await desk.receive({ banners: [refused] })
    await click('switch-away')
    await screen.findByTestId('toast')
    if (order === 'after') {
      await desk.receive({ headline: 'Away everywhere' })
      await desk.receive({ banners: [refused] })
    }
    expect(screen.getAllByText(refused.text)).toHaveLength(1)
  })

  it('shows a refusal as its sentence until it is dismissed', async () => {
    const desk = sitDown(campus('available'))
    desk.refuse('unavailable', 'The server cannot write at the moment. Try again in a minute.')
    await click('switch-away')
    expect((await screen.findByTestId('toast')).textContent).toContain('The server cannot write at the moment. Try again in a minute.')
    await desk.person.click(screen.getByLabelText('Dismiss'))
    expect(query('toast')).toBeNull()
  })

  it('has a sentence even for what nobody foresaw', async () => {
    const desk = sitDown(campus('available'))
    desk.refuse('', undefined as unknown as string)
    await click('switch-away')
    expect((await screen.findByTestId('toast')).textContent).toMatch(/went wrong.*Try again/)
  })
})
