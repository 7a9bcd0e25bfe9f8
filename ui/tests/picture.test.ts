import { fireEvent, screen } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import type { Schedule, View } from '../src/lib/bindings'
import { campus } from '../src/lib/backend/campus'
import { click, get, query, sitDown, write } from './desk'
import { drag, end, key, press, shift, shown, touch } from './hand'

const EMPTY: Schedule = { zone: 'Europe/London', shifts: [], dates: {}, time_off: [] }
const MONDAY: Schedule = { ...EMPTY, shifts: [{ days: ['mon'], start: '09:00', end: '17:00' }] }

function onSchedulePage(schedule: Schedule | null = EMPTY): View {
  const view = campus('available')
  return { ...view, schedule: { ...view.schedule, schedule }, page: { page: 'schedule', nth: 1 } }
}

const announced = () => get('schedule-announced').textContent
const focused = () => document.activeElement?.getAttribute('aria-label')

describe('with the mouse', () => {
  it('a shift is drawn, to the quarter of an hour', async () => {
    const desk = sitDown(onSchedulePage())
    await drag('mon 09:02', 'mon 16:55')
    expect(shown()).toEqual(['Monday, 09:00 to 17:00'])
    expect(announced()).toBe('Monday, 09:00 to 17:00.')
    await click('schedule-save')
    expect(desk.sent).toMatchObject([{ do: 'save_schedule', schedule: MONDAY }])
  })

  it('it is drawn upwards as well, and to five minutes with Shift', async () => {
    sitDown(onSchedulePage())
    await drag('tue 12:01', 'tue 08:22', { shiftKey: true })
    expect(shown()).toEqual(['Tuesday, 08:20 to 12:05'])
  })

  it('one that is drawn into the next day goes on there', async () => {
    sitDown(onSchedulePage())
    await drag('fri 20:00', 'sat 02:00')
    expect(shown()).toEqual(['Friday, 20:00 to 02:00 on Saturday'])
    expect(document.querySelectorAll('.shift.after')).toHaveLength(1)
  })

  it('one that is drawn beyond the last column goes on in the first', async () => {
    const desk = sitDown(onSchedulePage())
    await drag('sat 20:00', 'after 03:00')
    expect(shown()).toEqual(['Saturday, 20:00 to 03:00 on Sunday'])
    await click('schedule-save')
    expect(desk.sent).toMatchObject([{ schedule: { shifts: [{ days: ['sat'], start: '20:00', end: '03:00' }] } }])
  })

  it('one that is drawn to the bottom ends at 24:00', async () => {
    const desk = sitDown(onSchedulePage())
    await drag('fri 18:00', 'fri 24:00')
    expect(shown()).toEqual(['Friday, 18:00 to 24:00'])
    await click('schedule-save')
    expect(desk.sent).toMatchObject([{ schedule: { shifts: [{ start: '18:00', end: '24:00' }] } }])
  })

  it('a shift is moved, to another day and time, and keeps its length', async () => {
    sitDown(onSchedulePage(MONDAY))
    await drag('mon 10:00', 'wed 11:07', { on: shift('Monday, 09:00 to 17:00') })
    expect(shown()).toEqual(['Wednesday, 10:00 to 18:00'])
    expect(focused()).toBe('Wednesday, 10:00 to 18:00')
  })

  it('both its ends are stretched', async () => {
    sitDown(onSchedulePage(MONDAY))
    await drag('mon 09:00', 'mon 07:31', { on: end('start', 'Monday, 09:00 to 17:00') })
    await drag('mon 17:00', 'tue 01:00', { on: end('end', 'Monday, 07:30 to 17:00') })
    expect(shown()).toEqual(['Monday, 07:30 to 01:00 on Tuesday'])
  })

  it('the end in the next day is pulled there', async () => {
    sitDown(onSchedulePage({ ...EMPTY, shifts: [{ days: ['sat'], start: '20:00', end: '02:00' }] }))
    await drag('sun 02:00', 'sun 05:00', { on: end('end', 'Saturday, 20:00 to 02:00 on Sunday') })
    expect(shown()).toEqual(['Saturday, 20:00 to 05:00 on Sunday'])
  })

  it('shifts that come to lie over each other become one, and say so', async () => {
    sitDown(onSchedulePage(MONDAY))
    await drag('mon 16:00', 'mon 16:30')
    await drag('mon 07:00', 'mon 10:00')
    expect(shown()).toEqual(['Monday, 07:00 to 17:00'])
    expect(announced()).toBe('Monday, 07:00 to 17:00, joined with the shift that was there.')
  })

  it('a click on nothing makes an hour, or lets go of what is selected', async () => {
    sitDown(onSchedulePage())
    await touch('mon 09:40')
    expect(shown()).toEqual(['Monday, 09:30 to 10:30'])
    expect(get('dock')).toBeTruthy()
    await touch('tue 09:40')
    expect(shown()).toHaveLength(1)
    expect(query('dock')).toBeNull()
  })

  it('a time that is being written is of its own shift, also when another one is pressed', async () => {
    sitDown(onSchedulePage({ ...EMPTY, shifts: [...MONDAY.shifts, { days: ['tue'], start: '12:00', end: '20:00' }] }))
    await fireEvent.focus(shift('Monday, 09:00 to 17:00'))
    get('dock-start').focus()
    await fireEvent.input(get('dock-start'), { target: { value: '10:00' } })
    await drag('tue 13:00', 'tue 14:00', { on: shift('Tuesday, 12:00 to 20:00') })
    expect(shown()).toEqual(['Monday, 10:00 to 17:00', 'Tuesday, 13:00 to 21:00'])
    get('dock-start').focus()
    await fireEvent.input(get('dock-start'), { target: { value: '11:00' } })
    await touch('fri 09:00')
    expect(shown()).toEqual(['Monday, 10:00 to 17:00', 'Tuesday, 11:00 to 21:00'])
  })

  it('what is no time stays with the field that it was written in', async () => {
    const desk = sitDown(onSchedulePage({ ...EMPTY, shifts: [...MONDAY.shifts, { days: ['tue'], start: '12:00', end: '20:00' }] }))
    await fireEvent.focus(shift('Monday, 09:00 to 17:00'))
    await write('dock-start', '99')
    await drag('tue 13:00', 'tue 14:00', { on: shift('Tuesday, 12:00 to 20:00') })
    expect((get('dock-start') as HTMLInputElement).value).toBe('13:00')
    await click('schedule-save')
    expect(desk.sent).toMatchObject([{ schedule: { shifts: [{ start: '09:00' }, { start: '13:00' }] } }])
  })

  it('Escape gives up what is being dragged', async () => {
    sitDown(onSchedulePage(MONDAY))
    await press('mon 10:00', 'wed 11:00', { on: shift('Monday, 09:00 to 17:00') })
    expect(shown()).toEqual(['Wednesday, 10:00 to 18:00'])
    await fireEvent.keyDown(window, { key: 'Escape' })
    expect(shown()).toEqual(['Monday, 09:00 to 17:00'])
    expect(query('schedule-save')).toBeNull()
  })
})

describe('by keyboard', () => {
  async function onMonday() {
    const desk = sitDown(onSchedulePage(MONDAY))
    shift('Monday, 09:00 to 17:00').focus()
    return desk
  }

  it('the picture has one stop of Tab, from which arrows go on', async () => {
    sitDown(onSchedulePage({ ...EMPTY, shifts: [{ days: ['mon', 'tue'], start: '09:00', end: '17:00' }] }))
    const stops = () => [...get('week').querySelectorAll('[tabindex="0"]')].map((stop) => stop.getAttribute('aria-label'))
    expect(stops()).toEqual([expect.stringMatching(/^Sunday(, today)?, no shifts$/)])
    get('week-sun').focus()
    await key('ArrowRight')
    await key('ArrowDown')
    expect([focused(), stops()]).toEqual(['Monday, 09:00 to 17:00', ['Monday, 09:00 to 17:00']])
    await key('PageDown')
    expect(focused()).toBe('Tuesday, 09:00 to 17:00')
    await key('Escape')
    expect(focused()).toContain('Tuesday')
  })

  it('arrows move a shift, and it stays in focus and is said', async () => {
    await onMonday()
    await key('ArrowDown')
    await key('ArrowRight')
    expect([shown(), focused(), announced()]).toEqual([['Tuesday, 09:15 to 17:15'], 'Tuesday, 09:15 to 17:15', 'Tuesday, 09:15 to 17:15.'])
    await key('ArrowUp', { ctrlKey: true })
    await key('ArrowLeft')
    expect(shown()).toEqual(['Monday, 09:10 to 17:10'])
  })

  it('Shift stretches either end', async () => {
    await onMonday()
    await key('ArrowDown', { shiftKey: true })
    await key('ArrowLeft', { shiftKey: true })
    expect(shown()).toEqual(['Monday, 08:45 to 17:15'])
    await key('ArrowRight', { shiftKey: true, ctrlKey: true })
    await key('ArrowUp', { shiftKey: true, ctrlKey: true })
    expect(shown()).toEqual(['Monday, 08:50 to 17:10'])
  })

  it('moving past another shift swallows nothing', async () => {
    sitDown(onSchedulePage({ ...EMPTY, shifts: [{ days: ['mon', 'tue'], start: '09:00', end: '17:00' }] }))
    shift('Monday, 09:00 to 17:00').focus()
    await key('ArrowRight')
    await key('ArrowRight')
    expect(shown()).toEqual(['Tuesday, 09:00 to 17:00', 'Wednesday, 09:00 to 17:00'])
  })

  it('Delete removes, and the focus is somewhere', async () => {
    await onMonday()
    await key('Delete')
    expect([shown(), announced(), focused()]).toEqual([[], 'Monday, 09:00 to 17:00, removed.', expect.stringMatching(/^Monday(, today)?, no shifts$/)])
  })

  it('N makes a shift on a day', async () => {
    sitDown(onSchedulePage())
    get('week-wed').focus()
    await key('+')
    expect([shown(), focused()]).toEqual([['Wednesday, 09:00 to 17:00'], 'Wednesday, 09:00 to 17:00'])
  })

  it('Enter leads to the exact times, and back', async () => {
    await onMonday()
    await key('Enter')
    await Promise.resolve()
    expect(document.activeElement).toBe(get('dock-start'))
    await fireEvent.input(get('dock-start'), { target: { value: '8:07' } })
    await key('Enter')
    expect([shown(), focused()]).toEqual([['Monday, 08:07 to 17:00'], 'Monday, 08:07 to 17:00'])
    await key('ArrowDown')
    expect(shown()).toEqual(['Monday, 08:15 to 17:08'])
  })
})

describe('the exact times', () => {
  it('may be overnight, 24:00 and 24 hours', async () => {
    sitDown(onSchedulePage(MONDAY))
    shift('Monday, 09:00 to 17:00').focus()
    await fireEvent.focus(shift('Monday, 09:00 to 17:00'))
    await write('dock-end', '2')
    expect(shown()).toEqual(['Monday, 09:00 to 02:00 on Tuesday'])
    await write('dock-end', '9')
    expect(shown()).toEqual(['Monday, 09:00 to 09:00 on Tuesday'])
    await write('dock-end', '24:00')
    expect(shown()).toEqual(['Monday, 09:00 to 24:00'])
  })

  it('are not taken while they are none, and stand in the way of saving', async () => {
    const desk = sitDown(onSchedulePage(MONDAY))
    await fireEvent.focus(shift('Monday, 09:00 to 17:00'))
    await write('dock-end', '18')
    await write('dock-start', '24:00')
    await click('schedule-save')
    expect(desk.sent).toEqual([])
    expect(get('dock-start').getAttribute('aria-invalid')).toBe('true')
    expect(document.activeElement).toBe(get('dock-start'))
    expect(shown()).toEqual(['Monday, 09:00 to 18:00'])
  })

  it('are put on other days, and taken from them', async () => {
    sitDown(onSchedulePage(MONDAY))
    await fireEvent.focus(shift('Monday, 09:00 to 17:00'))
    await click('dock-tue')
    expect(shown()).toEqual(['Monday, 09:00 to 17:00', 'Tuesday, 09:00 to 17:00'])
    expect(get('dock-tue').getAttribute('aria-pressed')).toBe('true')
    await click('dock-mon')
    expect(shown()).toEqual(['Tuesday, 09:00 to 17:00'])
  })

  it('a day is copied to others, and cleared', async () => {
    sitDown(onSchedulePage({ ...EMPTY, shifts: [...MONDAY.shifts, { days: ['mon'], start: '19:00', end: '21:00' }, { days: ['fri'], start: '01:00', end: '02:00' }] }))
    await click('week-mon')
    await click('dock-fri')
    expect(shown()).toEqual(['Monday, 09:00 to 17:00', 'Monday, 19:00 to 21:00', 'Friday, 09:00 to 17:00', 'Friday, 19:00 to 21:00'])
    expect(announced()).toBe('Monday copied to Friday.')
    await click('dock-remove')
    expect(shown()).toEqual(['Friday, 09:00 to 17:00', 'Friday, 19:00 to 21:00'])
  })
})

describe('what was done', () => {
  it('is undone and done again, by button and by key', async () => {
    sitDown(onSchedulePage())
    await drag('mon 09:00', 'mon 17:00')
    await drag('tue 09:00', 'tue 17:00')
    await click('schedule-undo')
    expect([shown(), announced()]).toEqual([['Monday, 09:00 to 17:00'], 'Undone: drawing Tuesday, 09:00 to 17:00.'])
    await key('z', { ctrlKey: true })
    expect(shown()).toEqual([])
    await key('Z', { ctrlKey: true, shiftKey: true })
    await click('schedule-redo')
    expect(shown()).toEqual(['Monday, 09:00 to 17:00', 'Tuesday, 09:00 to 17:00'])
    expect((get('schedule-redo') as HTMLButtonElement).disabled).toBe(true)
  })

  it('is one step for arrows in a row, and another for another shift', async () => {
    sitDown(onSchedulePage({ ...EMPTY, shifts: [{ days: ['mon', 'tue'], start: '09:00', end: '17:00' }] }))
    shift('Monday, 09:00 to 17:00').focus()
    await key('ArrowDown')
    await key('ArrowDown')
    shift('Tuesday, 09:00 to 17:00').focus()
    await key('ArrowUp')
    await click('schedule-undo')
    expect(shown()).toEqual(['Monday, 09:30 to 17:30', 'Tuesday, 09:00 to 17:00'])
    await click('schedule-undo')
    expect(shown()).toEqual(['Monday, 09:00 to 17:00', 'Tuesday, 09:00 to 17:00'])
    expect(query('schedule-save')).toBeNull()
  })

  it('can be undone after it was discarded, and after it was saved', async () => {
    sitDown(onSchedulePage())
    await drag('mon 09:00', 'mon 17:00')
    await click('schedule-discard')
    expect(shown()).toEqual([])
    await click('schedule-undo')
    expect(shown()).toHaveLength(1)
    await click('schedule-save')
    await click('schedule-undo')
    expect(shown()).toEqual([])
    expect(get('schedule-save')).toBeTruthy()
  })

  it('is lost for the way forward once something else is done', async () => {
    sitDown(onSchedulePage())
    await drag('mon 09:00', 'mon 17:00')
    await click('schedule-undo')
    await drag('tue 09:00', 'tue 17:00')
    expect((get('schedule-redo') as HTMLButtonElement).disabled).toBe(true)
  })
})

describe('the picture', () => {
  it('says what to do where it is empty', async () => {
    sitDown(onSchedulePage(null))
    expect(document.body.textContent).toContain('Draw your first shift, or start from')
    await click('schedule-start')
    expect(shown()).toHaveLength(5)
    expect(query('schedule-start')).toBeNull()
  })

  it('does nothing while the schedule cannot be changed', async () => {
    const view = onSchedulePage(MONDAY)
    sitDown({ ...view, schedule: { ...view.schedule, can_edit: false } })
    await drag('tue 09:00', 'tue 17:00')
    await drag('mon 10:00', 'wed 11:00', { on: shift('Monday, 09:00 to 17:00') })
    expect(shown()).toEqual(['Monday, 09:00 to 17:00'])
  })
})

describe('the month', () => {
  const sample = { ...MONDAY, dates: { '2026-11-26': [] } }
  const november = () => screen.getByRole('grid')

  function inNovember(schedule = sample) {
    const desk = sitDown(onSchedulePage(schedule))
    const month = () => november().getAttribute('aria-label')
    return { desk, month }
  }

  async function turnToNovember(month: () => string | null) {
    for (let turns = 0; turns < 2000 && month() !== 'November 2026'; turns++) {
      const ahead = new Date(`1 ${month()}`) < new Date('1 November 2026')
      await fireEvent.click(screen.getByLabelText(ahead ? 'The month after' : 'The month before'))
    }
  }

  it('tells what each date is', async () => {
    const { month } = inNovember()
    await turnToNovember(month)
    expect(get('month-2026-11-26').getAttribute('aria-label')).toMatch(/^Thursday, 26 November 2026(, today)?, day off$/)
    expect(get('month-2026-11-23').getAttribute('aria-label')).toMatch(/^Monday, 23 November 2026(, today)?, shifts$/)
  })

  it('has dates drawn over with the mouse for time off, in one step', async () => {
    const { desk, month } = inNovember()
    await turnToNovember(month)
    await fireEvent.pointerDown(get('month-2026-11-10'), { button: 0 })
    await fireEvent.pointerEnter(get('month-2026-11-12'))
    await fireEvent.pointerUp(window)
    await fireEvent.pointerEnter(get('month-2026-11-20'))
    await fireEvent.click(screen.getByText('Time off', { selector: 'button' }))
    expect(get('month-2026-11-12').getAttribute('aria-label')).toContain('time off')
    expect(get('month-2026-11-13').getAttribute('aria-label')).not.toContain('time off')
    expect(announced()).toBe('Tue 10 Nov to Thu 12 Nov: time off.')
    await click('schedule-save')
    expect(desk.sent).toMatchObject([{ schedule: { time_off: [{ from: '2026-11-10T00:00', until: '2026-11-13T00:00' }] } }])
    await click('schedule-undo')
    expect(get('month-2026-11-12').getAttribute('aria-label')).not.toContain('time off')
  })

  it('is walked through and drawn in by keyboard', async () => {
    const { desk, month } = inNovember()
    await turnToNovember(month)
    await fireEvent.pointerDown(get('month-2026-11-30'), { button: 0 })
    get('month-2026-11-30').focus()
    await key('ArrowRight')
    expect(month()).toBe('December 2026')
    await key('ArrowDown', { shiftKey: true })
    await key('Enter')
    await desk.person.click(screen.getByText('Days off'))
    await click('schedule-save')
    const days = Object.keys((desk.sent[0] as { schedule: Schedule }).schedule.dates)
    expect(days).toEqual(['2026-11-26', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-05', '2026-12-06', '2026-12-07', '2026-12-08'])
  })

  it('puts a date back as it is every week', async () => {
    const { desk, month } = inNovember()
    await turnToNovember(month)
    await fireEvent.pointerDown(get('month-2026-11-26'), { button: 0 })
    get('month-2026-11-26').focus()
    await key('Delete')
    await click('schedule-save')
    expect(desk.sent).toMatchObject([{ schedule: { dates: {} } }])
  })
})
