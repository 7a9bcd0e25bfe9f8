import { cleanup, fireEvent, screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import type { ScheduleView, View } from '../src/lib/bindings'
import { campus, SAMPLE_SCHEDULE } from '../src/lib/backend/campus'
import { click, find, get, query, sitDown, write } from './desk'

function onSchedulePage(change: Partial<ScheduleView> = {}): View {
  const view = campus('available')
  return { ...view, schedule: { ...view.schedule, ...change }, page: { page: 'schedule', nth: 1 } }
}

const value = (testid: string) => (get(testid) as HTMLInputElement).value
const checked = (testid: string) => (get(testid) as HTMLInputElement).checked

describe('the schedule', () => {
  it('shows the shifts as they are, with overnight ones marked', () => {
    sitDown(onSchedulePage())
    expect(value('schedule-zone')).toBe('America/New_York')
    expect([checked('shift-0-mon'), checked('shift-0-fri'), value('shift-0-start'), value('shift-0-end')]).toEqual([true, false, '09:00', '17:00'])
    expect(get('shift-1').textContent).toContain('ends next day')
    expect(get('shift-0').textContent).not.toContain('ends next day')
  })

  it('saves what was changed, with the etag of what was edited', async () => {
    const desk = sitDown(onSchedulePage())
    await write('shift-0-end', '6pm')
    await click('shift-0-fri')
    await click('schedule-save')
    const [monToThu, friday] = SAMPLE_SCHEDULE.shifts
    expect(desk.sent).toEqual([
      {
        do: 'save_schedule',
        etag: '"1"',
        schedule: { ...SAMPLE_SCHEDULE, shifts: [{ ...monToThu, days: ['mon', 'tue', 'wed', 'thu', 'fri'], end: '18:00' }, friday] },
      },
    ])
    expect(await screen.findByText('Saved.')).toBeTruthy()
  })

  it('makes a first schedule, in this computer’s zone', async () => {
    const desk = sitDown(onSchedulePage({ schedule: null, etag: '"0"', summary: 'No schedule yet' }))
    expect(document.body.textContent).toContain('No shifts yet. Add one')
    await click('schedule-add-shift')
    await write('shift-0-start', '22')
    await write('shift-0-end', '6')
    expect(get('shift-0').textContent).toContain('ends next day')
    await click('schedule-save')
    expect(desk.sent).toEqual([
      {
        do: 'save_schedule',
        etag: '"0"',
        schedule: {
          zone: 'Europe/London',
          shifts: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: '22:00', end: '06:00' }],
          dates: {},
          time_off: [],
        },
      },
    ])
  })

  it('is removed by saving no shifts', async () => {
    const desk = sitDown(onSchedulePage())
    await desk.person.click(screen.getByText('Remove the whole schedule'))
    await click('schedule-save')
    expect(desk.sent).toMatchObject([{ schedule: { shifts: [], dates: {}, time_off: [] } }])
    for (const sentence of ['No shifts yet.', 'No such dates.', 'No time off planned.']) expect(document.body.textContent).toContain(sentence)
  })

  it('has holidays and dates with other hours', async () => {
    const desk = sitDown(onSchedulePage({ schedule: { ...SAMPLE_SCHEDULE, dates: {}, time_off: [] } }))
    await desk.person.click(screen.getByText('Add a date'))
    await fireEvent.input(screen.getByLabelText('Date'), { target: { value: '2026-12-31' } })
    await fireEvent.change(screen.getByLabelText('On this date'), { target: { value: 'hours' } })
    await click('schedule-save')
    expect(desk.sent).toMatchObject([{ schedule: { dates: { '2026-12-31': [{ start: '09:00', end: '12:00' }] } } }])
  })

  it('is not sent while something in it makes no sense, and says what', async () => {
    const desk = sitDown(onSchedulePage())
    await write('shift-0-start', 'early')
    await click('schedule-save')
    expect(get('shift-0').textContent).toContain('Write times of day like 09:00 or 17:30.')
    expect(desk.sent).toEqual([])
  })

  it('says that it was changed elsewhere, and loads the newer one', async () => {
    const desk = sitDown(onSchedulePage())
    desk.refuse('stale', 'The schedule was changed elsewhere in the meantime.')
    await write('shift-0-end', '18:00')
    await click('schedule-save')
    expect((await find('schedule-stale')).textContent).toContain('changed on another device in the meantime')
    expect(value('shift-0-end')).toBe('18:00')
    const newer = { ...SAMPLE_SCHEDULE, shifts: [{ days: ['mon' as const], start: '10:00', end: '12:00' }] }
    await desk.receive({ schedule: { ...campus('available').schedule, schedule: newer, etag: '"7"' } })
    await click('schedule-load-newer')
    expect(query('schedule-stale')).toBeNull()
    expect(value('shift-0-start')).toBe('10:00')
    desk.accept()
    await write('shift-0-end', '13:00')
    await click('schedule-save')
    expect(desk.sent.at(-1)).toMatchObject({ do: 'save_schedule', etag: '"7"' })
  })

  it('says so as soon as a newer one arrives under unsaved changes, and keeps them', async () => {
    const desk = sitDown(onSchedulePage())
    await write('shift-0-end', '18:00')
    await desk.receive({ schedule: { ...campus('available').schedule, etag: '"2"' } })
    expect(get('schedule-stale')).toBeTruthy()
    expect(value('shift-0-end')).toBe('18:00')
  })

  it('follows a newer one by itself where nothing was changed', async () => {
    const desk = sitDown(onSchedulePage())
    const newer = { ...SAMPLE_SCHEDULE, zone: 'Asia/Tokyo' }
    await desk.receive({ schedule: { ...campus('available').schedule, schedule: newer, etag: '"2"' } })
    expect(value('schedule-zone')).toBe('Asia/Tokyo')
    expect(query('schedule-stale')).toBeNull()
  })

  it('takes its own saved version for its own', async () => {
    const desk = sitDown(onSchedulePage())
    await write('shift-0-end', '18:00')
    await click('schedule-save')
    const shifts = SAMPLE_SCHEDULE.shifts.map((shift, index) => (index === 0 ? { ...shift, end: '18:00' } : shift))
    await desk.receive({ schedule: { ...campus('available').schedule, schedule: { ...SAMPLE_SCHEDULE, shifts }, etag: '"2"' } })
    expect(query('schedule-stale')).toBeNull()
    await write('shift-0-end', '19:00')
    await click('schedule-save')
    expect(desk.sent.at(-1)).toMatchObject({ etag: '"2"' })
  })

  it('shows any other refusal as its sentence', async () => {
    const desk = sitDown(onSchedulePage())
    desk.refuse('invalid_field', 'The server does not know the time zone. Choose another.')
    await write('shift-0-end', '18:00')
    await click('schedule-save')
    expect(await screen.findByText('The server does not know the time zone. Choose another.')).toBeTruthy()
  })

  it('cannot be changed while not connected, and says why', () => {
    sitDown(onSchedulePage({ can_edit: false }))
    expect(document.body.textContent).toContain('The schedule can be changed once Porchlight is connected again.')
    expect((get('schedule-save') as HTMLButtonElement).disabled).toBe(true)
    expect(get('shift-0-start').closest('fieldset')?.disabled).toBe(true)
  })
})

describe('leaving the schedule with unsaved changes', () => {
  it('asks, and stays on *Keep editing*', async () => {
    sitDown(onSchedulePage())
    await write('shift-0-end', '18:00')
    await click('nav-status')
    expect((await find('dialog')).textContent).toContain('Save your changes to the schedule?')
    await click('dialog-cancel')
    expect(value('shift-0-end')).toBe('18:00')
  })

  it('saves and leaves on *Save*', async () => {
    const desk = sitDown(onSchedulePage())
    await write('shift-0-end', '18:00')
    await click('nav-status')
    await find('dialog')
    await click('dialog-confirm')
    expect(await find('headline')).toBeTruthy()
    expect(desk.sent).toMatchObject([{ do: 'save_schedule' }])
  })

  it('leaves without saving on *Discard*', async () => {
    const desk = sitDown(onSchedulePage())
    await write('shift-0-end', '18:00')
    await click('nav-status')
    await find('dialog')
    await desk.person.click(screen.getByText('Discard'))
    expect(await find('headline')).toBeTruthy()
    expect(desk.sent).toEqual([])
  })

  it('does not ask where nothing was changed', async () => {
    sitDown(onSchedulePage())
    await click('nav-status')
    expect(await find('headline')).toBeTruthy()
    expect(query('dialog')).toBeNull()
  })
})

describe('closing the window with unsaved changes', () => {
  /** The window ends, in whatever way, and another one is opened later. */
  function reopen(view: View) {
    cleanup()
    return sitDown(view)
  }

  it('loses none of them: the next window opens where they are, and says that they do not hold yet', async () => {
    sitDown(onSchedulePage())
    await write('shift-0-end', '18:00')
    await click('shift-1-sat')
    const desk = reopen(campus('available'))
    expect([value('shift-0-end'), checked('shift-1-sat')]).toEqual(['18:00', true])
    expect(get('schedule-unsaved').textContent).toContain('do not hold yet')
    await click('schedule-save')
    expect(desk.sent).toMatchObject([{ do: 'save_schedule', etag: '"1"', schedule: { shifts: [{ end: '18:00' }, { days: ['fri', 'sat'] }] } }])
    expect(query('schedule-unsaved')).toBeNull()
    reopen(campus('available'))
    expect(get('headline')).toBeTruthy()
  })

  it('keeps what was typed halfway, and lets rows be added and removed as before', async () => {
    const desk = sitDown(onSchedulePage())
    await write('shift-0-end', 'six')
    await desk.person.click(screen.getByText('Add a date'))
    reopen(campus('available'))
    expect(value('shift-0-end')).toBe('six')
    await click('schedule-add-shift')
    await click('schedule-add-shift')
    await desk.person.click(screen.getAllByLabelText('Remove this date')[0]!)
    expect([value('shift-0-end'), query('shift-3') !== null, query('shift-4')]).toEqual(['six', true, null])
  })

  it('says so where the schedule was changed elsewhere in the meantime', async () => {
    sitDown(onSchedulePage())
    await write('shift-0-end', '18:00')
    const newer = { ...SAMPLE_SCHEDULE, zone: 'Asia/Tokyo' }
    reopen(onSchedulePage({ schedule: newer, etag: '"2"' }))
    expect(get('schedule-stale')).toBeTruthy()
    expect(value('shift-0-end')).toBe('18:00')
    await click('schedule-load-newer')
    expect([value('shift-0-end'), value('schedule-zone')]).toEqual(['17:00', 'Asia/Tokyo'])
  })

  it('shows them to nobody else', async () => {
    sitDown(onSchedulePage())
    await write('shift-0-end', '18:00')
    const view = onSchedulePage()
    reopen({ ...view, me: { ...view.me!, id: 'bo' } })
    expect(value('shift-0-end')).toBe('17:00')
    reopen({ ...view, link: { ...view.link, server: 'https://other.example.edu' } })
    expect(value('shift-0-end')).toBe('17:00')
  })

  it.each(['Discard', 'Undo changes'])('keeps nothing after *%s*', async (word) => {
    const desk = sitDown(onSchedulePage())
    await write('shift-0-end', '18:00')
    if (word === 'Discard') await click('nav-status')
    await desk.person.click(await screen.findByText(word))
    reopen(campus('available'))
    expect(get('headline')).toBeTruthy()
  })

  it('begins with the schedule as it is where what was kept cannot be read', () => {
    localStorage.setItem('unsaved-schedule', '{"owner":"[\\"https://chat.hillside.edu\\",\\"ana\\"]"}')
    sitDown(onSchedulePage())
    expect(value('shift-0-end')).toBe('17:00')
  })
})
