import { fireEvent, screen } from '@testing-library/svelte'
import { tick } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { campus } from '../src/lib/backend/campus'
import { click, get, inside, query, sitDown, withOffice } from './desk'

describe('an office', () => {
  it('counts green with somebody there, red with nobody, and not at all while not connected', async () => {
    const desk = sitDown(campus('some'))
    expect(get('office-library-count').textContent?.trim()).toBe('2')
    expect(get('office-library-count').dataset['tone']).toBe('green')
    expect(get('office-it-count').textContent?.trim()).toBe('0')
    expect(get('office-it-count').dataset['tone']).toBe('red')
    await desk.receive(campus('disconnected'))
    expect(get('office-library-count').textContent?.trim()).toBe('–')
    expect(get('office-library-count').dataset['tone']).toBe('unknown')
  })

  it('stops counting at 99', () => {
    sitDown(withOffice(campus('available'), 'library', { available: 140 }))
    expect(get('office-library-count').textContent?.trim()).toBe('99+')
  })

  it('says why and until when', () => {
    sitDown(campus('some'))
    expect(get('office-it').textContent).toContain('Away, set by Dana Fox at 14:02')
  })

  it('says since when nobody is there in its hours, and nothing of it otherwise', async () => {
    const desk = sitDown(campus('some'))
    expect(query('office-it-uncovered')).toBeNull()
    await desk.receive(withOffice(campus('some'), 'it', { uncovered: 'Nobody here since 11:20' }))
    expect(get('office-it-uncovered').textContent).toBe('Nobody here since 11:20')
  })

  it('is switched off as Away and on as Available, there alone', async () => {
    const desk = sitDown(campus('some'))
    expect(get('office-library-toggle').getAttribute('aria-checked')).toBe('true')
    expect(get('office-it-toggle').getAttribute('aria-checked')).toBe('false')
    await click('office-library-toggle')
    await click('office-it-toggle')
    expect(desk.sent).toEqual([
      { do: 'choose', offices: ['library'], status: 'away', hold: 'next_edge' },
      { do: 'choose', offices: ['it'], status: 'available', hold: 'next_edge' },
    ])
  })

  it('shows the app’s word and not the click where the two differ', async () => {
    const desk = sitDown(campus('available'))
    desk.refuse('unavailable', 'The server cannot write at the moment. Try again in a minute.')
    await click('office-library-toggle')
    expect(get('office-library-toggle').getAttribute('aria-checked')).toBe('true')
    await desk.receive(withOffice(campus('available'), 'library', { on: false }))
    expect(get('office-library-toggle').getAttribute('aria-checked')).toBe('false')
  })

  it('opens to who is there, the available first, each with status, detail and since', async () => {
    sitDown(campus('admin'))
    expect(query('agent-library-bo')).toBeNull()
    await click('office-library-open')
    expect(get('office-library-open').getAttribute('aria-expanded')).toBe('true')
    const rows = inside('office-library').getAllByRole('listitem')
    expect(rows.map((row) => row.dataset['status'])).toEqual(['available', 'available', 'away', 'offline'])
    expect(get('agent-library-ana').textContent).toMatch(/available:.*Ana Lee \(you\).*since 09:00/s)
    expect(get('agent-library-dana').textContent).toMatch(/away:.*Dana Fox · idle.*since 11:20/s)
  })

  it('closes with Escape', async () => {
    const desk = sitDown(campus('available'))
    get('office-library-open').focus()
    await desk.person.keyboard('{Enter}')
    expect(get('agent-library-bo')).toBeTruthy()
    await desk.person.keyboard('{Escape}')
    expect(query('agent-library-bo')).toBeNull()
    expect(document.activeElement).toBe(get('office-library-open'))
  })

  it('is found open again in the next window', async () => {
    const first = sitDown(campus('available'))
    await click('office-admissions-open')
    document.body.replaceChildren()
    expect(first.sent).toEqual([])
    sitDown(campus('available'))
    expect(get('agent-admissions-cleo')).toBeTruthy()
    expect(query('agent-library-bo')).toBeNull()
  })

  it.each([
    ['no-offices', 'You are not in any office yet. Ask an administrator of your team to add you to one'],
  ] as const)('has a sentence where there is none: %s', (state, sentence) => {
    sitDown(campus(state))
    expect(document.body.textContent).toContain(sentence)
  })

  it('has a sentence where nobody is available, nobody belongs, or nothing is known', async () => {
    const desk = sitDown(campus('some'))
    await click('office-it-open')
    expect(get('office-it').textContent).toContain('Nobody is available here, so customers see this office as offline.')
    await desk.receive(withOffice(campus('some'), 'it', { agents: [] }))
    expect(get('office-it').textContent).toContain('Nobody belongs to this office yet.')
    await desk.receive(campus('disconnected'))
    expect(get('office-it').textContent).toContain('Who is here is not known until Porchlight is connected again.')
  })
})

describe('the bolts', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('are for administrators alone', async () => {
    const desk = sitDown(campus('some'))
    await click('office-library-open')
    expect(query('bolt-library')).toBeNull()
    expect(query('bolt-library-bo')).toBeNull()
    await desk.receive(campus('admin'))
    expect(get('bolt-library')).toBeTruthy()
    expect(get('bolt-library-bo')).toBeTruthy()
    expect(query('bolt-admissions')).toBeNull()
  })

  it('are not offered for oneself, nor for those who are not available', async () => {
    sitDown(campus('admin'))
    await click('office-library-open')
    for (const agent of ['ana', 'dana', 'eli']) expect(query(`bolt-library-${agent}`)).toBeNull()
    expect((get('bolt-it') as HTMLButtonElement).disabled).toBe(true)
  })

  it('set an agent Away after ten seconds, and not before', async () => {
    const desk = sitDown(campus('admin'))
    await click('office-library-open')
    await click('bolt-library-bo')
    expect(document.body.textContent).toContain('Bo Ray will be set Away in Library.')
    await vi.advanceTimersByTimeAsync(9_999)
    expect(desk.sent).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(desk.sent).toEqual([{ do: 'set_away', office: 'library', agent: 'bo', reason: null }])
    expect(query('undo')).toBeNull()
  })

  it('count down to the second while they can be undone, and run no clock otherwise', async () => {
    sitDown(campus('admin'))
    await click('office-library-open')
    await click('bolt-library-bo')
    expect(document.body.textContent).toContain('In 10 seconds, if this window stays open.')
    await vi.advanceTimersByTimeAsync(9_000)
    expect(document.body.textContent).toContain('In 1 second, if this window stays open.')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(document.body.textContent).not.toContain('if this window stays open.')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('lie still while the pointer is over the list or something can be undone', async () => {
    const names = () => inside('office-library').getAllByRole('listitem').map((row) => row.dataset['testid'])
    const desk = sitDown(campus('admin'))
    await click('office-library-open')
    const before = names()
    const list = inside('office-library').getByRole('list')
    const anaIsOff = campus('admin').offices[0]!.agents.map((agent) => (agent.id === 'ana' ? { ...agent, status: 'offline' as const } : agent))
    await click('bolt-library-bo')
    await desk.receive(withOffice(campus('admin'), 'library', { agents: anaIsOff }))
    expect(names()).toEqual(before)
    await fireEvent.pointerEnter(list)
    await click('undo')
    expect(names()).toEqual(before)
    await fireEvent.pointerLeave(list)
    expect(names()).toEqual(['bo', 'dana', 'ana', 'eli'].map((agent) => `agent-library-${agent}`))
  })

  it('send nothing when undone', async () => {
    const desk = sitDown(campus('admin'))
    await click('office-library-open')
    await click('bolt-library-bo')
    await vi.advanceTimersByTimeAsync(9_000)
    await click('undo')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(desk.sent).toEqual([])
    expect(query('undo')).toBeNull()
  })

  it('send at once when told so, and once', async () => {
    const desk = sitDown(campus('admin'))
    await click('office-library-open')
    await click('bolt-library-bo')
    await click('act-now')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(desk.sent).toHaveLength(1)
  })

  it('ask before everybody is set Away, and name them', async () => {
    const desk = sitDown(campus('admin'))
    await click('bolt-library')
    expect(get('dialog').textContent).toContain('Set everybody in Library Away?')
    expect(get('dialog').textContent).toContain('Available there now: you and Bo Ray.')
    await click('dialog-cancel')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(query('dialog')).toBeNull()
    expect(query('undo')).toBeNull()
    expect(desk.sent).toEqual([])
  })

  it('set everybody Away with the reason given, ten seconds after the answer', async () => {
    const desk = sitDown(campus('admin'))
    await click('bolt-library')
    await fireEvent.input(get('dialog-reason'), { target: { value: ' Fire drill ' } })
    await click('dialog-confirm')
    await tick()
    expect(document.body.textContent).toContain('Everybody in Library will be set Away.')
    expect(desk.sent).toEqual([])
    await vi.advanceTimersByTimeAsync(10_000)
    expect(desk.sent).toEqual([{ do: 'set_away', office: 'library', agent: null, reason: 'Fire drill' }])
  })

  it('can be undone for everybody too', async () => {
    const desk = sitDown(campus('admin'))
    await click('bolt-library')
    await click('dialog-confirm')
    await vi.advanceTimersByTimeAsync(5_000)
    await click('undo')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(desk.sent).toEqual([])
  })

  it('say so when the server refuses', async () => {
    const desk = sitDown(campus('admin'))
    desk.refuse('not_allowed', 'You are no longer an administrator of Library, so nothing was changed.')
    await click('office-library-open')
    await click('bolt-library-bo')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(get('toast').textContent).toContain('You are no longer an administrator of Library, so nothing was changed.')
  })

  it('are left by Escape, with the focus inside the question meanwhile', async () => {
    vi.useRealTimers()
    const desk = sitDown(campus('admin'))
    get('bolt-library').focus()
    await desk.person.keyboard('{Enter}')
    expect(document.activeElement).toBe(get('dialog-cancel'))
    for (let i = 0; i < 4; i++) {
      await desk.person.tab()
      expect(get('dialog').contains(document.activeElement)).toBe(true)
    }
    await desk.person.keyboard('{Escape}')
    expect(query('dialog')).toBeNull()
    await vi.waitFor(() => expect(document.activeElement).toBe(get('bolt-library')))
    expect(screen.queryByTestId('undo')).toBeNull()
  })
})
