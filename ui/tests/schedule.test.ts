import { cleanup, fireEvent, screen, within } from '@testing-library/svelte'
import { describe, expect, it } from 'vitest'
import type { Schedule, ScheduleDraft, ScheduleView, View } from '../src/lib/bindings'
import { campus, SAMPLE_SCHEDULE, someDays } from '../src/lib/backend/campus'
import { Latest } from '../src/lib/latest'
import { click, find, get, query, sitDown, write } from './desk'
import { drag, shift, shown } from './hand'

function onSchedulePage(change: Partial<ScheduleView> = {}): View {
  const view = campus('available')
  return { ...view, schedule: { ...view.schedule, ...change }, page: { page: 'schedule', nth: 1 } }
}

const value = (testid: string) => (get(testid) as HTMLInputElement).value

/** A file that can be read: jsdom's cannot. */
const file = (name: string, text: string) => Object.assign(new File([text], name), { text: async () => text })

/** Makes Monday's shift end at 18:00. */
async function work() {
  await fireEvent.focus(shift('Monday, 09:00 to 17:00'))
  await write('dock-end', '6pm')
}

const LONGER = 'Monday, 09:00 to 18:00'
const FRIDAY = 'Friday, 20:00 to 02:00 on Saturday'

describe('the schedule', () => {
  it('shows the shifts as they are', () => {
    sitDown(onSchedulePage())
    expect(value('schedule-zone')).toBe('America/New_York')
    expect(shown()).toEqual(['Monday', 'Tuesday', 'Wednesday', 'Thursday'].map((day) => `${day}, 09:00 to 17:00`).concat(FRIDAY))
  })

  it('saves what was changed, with the etag of what was edited', async () => {
    const desk = sitDown(onSchedulePage())
    await work()
    await click('schedule-save')
    expect(desk.sent).toEqual([
      {
        do: 'save_schedule',
        etag: '"1"',
        schedule: {
          ...SAMPLE_SCHEDULE,
          shifts: [{ days: ['mon'], start: '09:00', end: '18:00' }, { days: ['tue', 'wed', 'thu'], start: '09:00', end: '17:00' }, SAMPLE_SCHEDULE.shifts[1]],
        },
      },
    ])
    expect(await screen.findByText('Saved. It applies to all your offices.')).toBeTruthy()
    expect(get('schedule-announced').textContent).toBe('Saved.')
  })

  it('makes a first schedule, in this computer’s zone', async () => {
    const desk = sitDown(onSchedulePage({ schedule: null, etag: '"0"', summary: 'No schedule yet' }))
    await click('schedule-start')
    await click('schedule-save')
    const shifts = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: '09:00', end: '17:00' }]
    expect(desk.sent).toEqual([{ do: 'save_schedule', etag: '"0"', schedule: { zone: 'Europe/London', shifts, dates: {}, time_off: [] } }])
  })

  it('is removed by saving no shifts', async () => {
    const desk = sitDown(onSchedulePage())
    await desk.person.click(screen.getByText('Remove the whole schedule'))
    await click('schedule-save')
    expect(desk.sent).toMatchObject([{ schedule: { shifts: [], dates: {}, time_off: [] } }])
    expect(document.body.textContent).toContain('Draw your first shift')
  })

  it('takes shifts from a calendar in place of those that are drawn, says what is none, and takes that back', async () => {
    const desk = sitDown(onSchedulePage())
    desk.calendar.roster = { shifts: [{ days: ['mon', 'thu'], start: '22:00', end: '06:00' }], dates: { '2026-12-09': [] }, not_understood: [{ text: 'Line 9: takes whole days.' }] }
    await desk.person.upload(get('schedule-file'), file('roster.ics', 'BEGIN:VCALENDAR'))
    expect(await screen.findByText('Line 9: takes whole days.')).toBeTruthy()
    expect(desk.calendar.asked).toEqual([{ name: 'roster.ics', text: 'BEGIN:VCALENDAR', zone: 'America/New_York' }])
    expect(shown()).toEqual(['Monday, 22:00 to 06:00 on Tuesday', 'Thursday, 22:00 to 06:00 on Friday'])
    expect(get('schedule-announced').textContent).toContain('Line 9')
    expect(desk.sent).toEqual([])
    await click('schedule-save')
    expect(desk.sent).toMatchObject([{ schedule: { shifts: [{ days: ['mon', 'thu'] }], dates: { '2026-12-09': [] }, time_off: SAMPLE_SCHEDULE.time_off } }])
    await click('schedule-undo')
    expect(shown()).toContain(FRIDAY)
  })

  it('says why a calendar could not be read, and leaves all as it is', async () => {
    const desk = sitDown(onSchedulePage())
    await desk.person.upload(get('schedule-file'), file('picture.ics', 'no'))
    expect((await find('schedule-calendar')).textContent).toBe('There is no whole calendar in picture.ics.')
    expect(shown()).toContain(FRIDAY)
    expect(query('schedule-save')).toBeNull()
  })

  it('writes what is drawn as a calendar, and says where', async () => {
    const desk = sitDown(onSchedulePage())
    await click('schedule-export')
    expect((await find('schedule-calendar')).textContent).toBe('Written to /home/ana/porchlight.ics.')
    expect(desk.calendar.written).toEqual([SAMPLE_SCHEDULE])
  })

  it('shows what the command line has read while the page is open, and once only', async () => {
    const desk = sitDown(onSchedulePage())
    const draft: ScheduleDraft = { etag: '"1"', base: SAMPLE_SCHEDULE, schedule: { ...SAMPLE_SCHEDULE, shifts: [{ days: ['sat'], start: '10:00', end: '14:00' }] } }
    await desk.receive(onSchedulePage({ draft }))
    expect(shown()).toEqual(['Saturday, 10:00 to 14:00'])
    await click('schedule-discard')
    expect(shown()).toContain(FRIDAY)
    await desk.receive(onSchedulePage({ draft }))
    expect(shown()).toContain(FRIDAY)
  })

  it('has holidays and dates with other hours', async () => {
    const desk = sitDown(onSchedulePage({ schedule: { ...SAMPLE_SCHEDULE, dates: { '2026-12-30': [] }, time_off: [] } }))
    await fireEvent.change(screen.getByLabelText('Date'), { target: { value: '2026-12-31' } })
    await fireEvent.change(screen.getByLabelText('On this date'), { target: { value: 'hours' } })
    await desk.person.click(screen.getByLabelText('Add hours on this date'))
    await click('schedule-save')
    expect(desk.sent).toMatchObject([{ schedule: { dates: { '2026-12-31': [{ start: '09:00', end: '12:00' }, { start: '13:00', end: '15:00' }] } } }])
  })

  it('has time off to the minute', async () => {
    const desk = sitDown(onSchedulePage({ schedule: { ...SAMPLE_SCHEDULE, zone: 'UTC', time_off: [{ from: '2026-12-24T00:00:00Z', until: '2026-12-27T00:00:00Z' }] } }))
    expect((screen.getByLabelText('Last date') as HTMLInputElement).value).toBe('2026-12-26')
    const time = screen.getByLabelText('From, time')
    await fireEvent.input(time, { target: { value: '12:30' } })
    await fireEvent.blur(time)
    await fireEvent.change(screen.getByLabelText('Last date'), { target: { value: '2026-12-28' } })
    await click('schedule-save')
    expect(desk.sent).toMatchObject([{ schedule: { time_off: [{ from: '2026-12-24T12:30', until: '2026-12-29T00:00' }] } }])
  })

  it('is edited whichever zone it is in, as the app knows more of them than the web view', async () => {
    const off = { from: '2026-12-24T00:00:00-03:00', until: '2026-12-27T00:00:00-03:00' }
    const desk = sitDown(onSchedulePage({ schedule: { ...SAMPLE_SCHEDULE, zone: 'Mars/Olympus', time_off: [off] }, local_zone: 'Mars/Olympus', today: '2026-12-24' }))
    expect(get('month-2026-12-24').getAttribute('aria-label')).toContain('today')
    expect((screen.getByLabelText('Last date') as HTMLInputElement).value).toBe('2026-12-26')
    await drag('sun 09:00', 'sun 10:00')
    await click('schedule-save')
    expect(desk.sent).toMatchObject([{ schedule: { zone: 'Mars/Olympus', time_off: [off] } }])
    const offered = [...(get('schedule-zone') as HTMLSelectElement).options].map(({ value }) => value)
    expect(offered).toEqual(['America/Coyhaique', 'America/New_York', 'Asia/Tokyo', 'Europe/London', 'Mars/Olympus', 'UTC'])
  })

  it('keeps its times of day in another zone', async () => {
    const off = { from: '2026-12-24T00:00:00-05:00', until: '2026-12-27T00:00:00-05:00' }
    const desk = sitDown(onSchedulePage({ schedule: { ...SAMPLE_SCHEDULE, time_off: [off] } }))
    await fireEvent.change(get('schedule-zone'), { target: { value: 'Europe/London' } })
    await click('schedule-save')
    expect(desk.sent).toMatchObject([{ schedule: { zone: 'Europe/London', time_off: [{ from: '2026-12-24T00:00', until: '2026-12-27T00:00' }] } }])
  })

  it('does not list a date twice, and says why', async () => {
    const dates = { '2026-12-30': [], '2026-12-31': [] }
    sitDown(onSchedulePage({ schedule: { ...SAMPLE_SCHEDULE, dates, time_off: [] } }))
    await fireEvent.change(screen.getAllByLabelText('Date')[0]!, { target: { value: '2026-12-31' } })
    expect(screen.getByRole('alert').textContent).toBe('This date is listed already. Change it there.')
    expect(query('schedule-save')).toBeNull()
  })

  it('says that it was refused as stale, and shows both versions once the other one is here', async () => {
    const desk = sitDown(onSchedulePage())
    desk.refuse('stale', 'The schedule was changed elsewhere in the meantime.')
    await work()
    await click('schedule-save')
    expect((await find('schedule-stale')).textContent).toContain('changed on another device in the meantime')
    expect(shown()).toContain(LONGER)
    await desk.receive({ schedule: { ...campus('available').schedule, schedule: { ...SAMPLE_SCHEDULE, zone: 'Asia/Tokyo' }, etag: '"7"' } })
    expect(get('merge-zone').textContent).toContain('Asia/Tokyo')
    await click('schedule-load-newer')
    expect(query('schedule-stale')).toBeNull()
    expect(value('schedule-zone')).toBe('Asia/Tokyo')
    desk.accept()
    await drag('sun 09:00', 'sun 10:00')
    await click('schedule-save')
    expect(desk.sent.at(-1)).toMatchObject({ do: 'save_schedule', etag: '"7"' })
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
    await work()
    await click('schedule-save')
    const shifts = SAMPLE_SCHEDULE.shifts.map((shift, index) => (index === 0 ? { ...shift, end: '18:00' } : shift))
    await desk.receive({ schedule: { ...campus('available').schedule, schedule: { ...SAMPLE_SCHEDULE, shifts }, etag: '"2"' } })
    expect(query('schedule-stale')).toBeNull()
    await drag('sun 09:00', 'sun 10:00')
    await click('schedule-save')
    expect(desk.sent.at(-1)).toMatchObject({ etag: '"2"' })
  })

  describe('while the answer to a save and the view of it race', () => {
    const mine = { ...SAMPLE_SCHEDULE, shifts: [{ days: ['mon' as const], start: '09:00', end: '18:00' }, { days: ['tue' as const, 'wed' as const, 'thu' as const], start: '09:00', end: '17:00' }, SAMPLE_SCHEDULE.shifts[1]!] }
    const named = (etag: string, schedule: Schedule) => ({ schedule: { ...campus('available').schedule, schedule, etag } })

    it('is never named by what another device has made of it meanwhile', async () => {
      const desk = sitDown(onSchedulePage())
      desk.name('"2"')
      const goOn = desk.hold()
      await work()
      await click('schedule-save')
      await desk.receive(named('"2"', mine))
      await desk.receive(named('"3"', { ...mine, shifts: [...mine.shifts, { days: ['sat'], start: '10:00', end: '14:00' }] }))
      await goOn()
      expect(shown()).toContain('Saturday, 10:00 to 14:00')
      await drag('sun 09:00', 'sun 10:00')
      await click('schedule-save')
      expect(desk.sent.at(-1)).toMatchObject({ etag: '"3"', schedule: { shifts: expect.arrayContaining([{ days: ['sat'], start: '10:00', end: '14:00' }]) } })
    })

    it('takes no view from before it for a change on another device', async () => {
      const desk = sitDown(onSchedulePage())
      desk.name('"2"')
      await work()
      await click('schedule-save')
      await find('schedule-undo')
      await drag('sun 09:00', 'sun 10:00')
      await desk.receive({})
      expect(query('schedule-stale')).toBeNull()
      expect(desk.drafts.at(-1)).toMatchObject({ etag: '"2"', base: mine })
      await click('schedule-discard')
      expect(shown()).toContain(LONGER)
      await click('schedule-undo')
      await desk.receive(named('"2"', mine))
      expect(query('schedule-stale')).toBeNull()
      await click('schedule-save')
      expect(desk.sent.at(-1)).toMatchObject({ etag: '"2"' })
    })

    it.each([['the answer', true], ['the view', false]])('can still take back what was done before, where %s comes first', async (_, answered) => {
      const desk = sitDown(onSchedulePage())
      desk.name('"2"')
      const goOn = desk.hold()
      await work()
      await click('schedule-save')
      if (answered) await goOn()
      await desk.receive(named('"2"', mine))
      await goOn()
      await click('schedule-undo')
      expect(shown()).not.toContain(LONGER)
    })

    it('is saved where the answer is lost, and the view shows it', async () => {
      const desk = sitDown(onSchedulePage())
      desk.refuse('not_connected', 'The connection broke.')
      await work()
      await click('schedule-save')
      expect(await screen.findAllByText('The connection broke.')).toBeTruthy()
      await desk.receive(named('"2"', mine))
      expect([query('schedule-stale'), query('schedule-save')]).toEqual([null, null])
      expect((get('schedule-undo') as HTMLButtonElement).disabled).toBe(false)
    })
  })

  it('shows any other refusal as its sentence', async () => {
    const desk = sitDown(onSchedulePage())
    desk.refuse('invalid_field', 'The server does not know the time zone. Choose another.')
    await work()
    await click('schedule-save')
    expect((await screen.findAllByText('The server does not know the time zone. Choose another.')).at(-1)!.className).toContain('problem')
  })

  it('cannot be changed while not connected, and says why', () => {
    sitDown(onSchedulePage({ can_edit: false }))
    expect(document.body.textContent).toContain('The schedule can be changed once Porchlight is connected again.')
    expect((shift('Monday, 09:00 to 17:00') as HTMLButtonElement).disabled).toBe(true)
    expect(get('schedule-zone').closest('fieldset')?.disabled).toBe(true)
  })
})

describe('leaving the schedule with unsaved changes', () => {
  it('asks, and stays on *Keep editing*', async () => {
    sitDown(onSchedulePage())
    await work()
    await click('nav-status')
    expect((await find('dialog')).textContent).toContain('Save your changes to the schedule?')
    await click('dialog-cancel')
    expect(shown()).toContain(LONGER)
  })

  it('saves and leaves on *Save*', async () => {
    const desk = sitDown(onSchedulePage())
    await work()
    await click('nav-status')
    await find('dialog')
    await click('dialog-confirm')
    expect(await find('headline')).toBeTruthy()
    expect(desk.sent).toMatchObject([{ do: 'save_schedule' }])
  })

  it('leaves without saving on *Discard*', async () => {
    const desk = sitDown(onSchedulePage())
    await work()
    await click('nav-status')
    await find('dialog')
    await desk.person.click(screen.getAllByText('Discard').at(-1)!)
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

describe('two devices that changed it at once', () => {
  const other = (schedule: Partial<Schedule>) => ({ schedule: { ...campus('available').schedule, schedule: { ...SAMPLE_SCHEDULE, ...schedule }, etag: '"2"' } })
  const friday = { days: ['fri' as const], start: '20:00', end: '02:00' }
  const radio = (part: string, label: RegExp) => within(get(`merge-${part}`)).getByRole('radio', { name: label }) as HTMLInputElement

  it('are put together by day where the days differ, and nothing is lost', async () => {
    const desk = sitDown(onSchedulePage())
    await work()
    await desk.receive(other({ shifts: [{ days: ['mon', 'tue', 'wed'], start: '09:00', end: '17:00' }, { days: ['thu'], start: '10:00', end: '12:00' }, friday], dates: {} }))
    expect(get('merge-day mon').textContent).toContain('09:00–18:00')
    expect([radio('day mon', /Yours/).checked, radio('day thu', /other device/).checked, radio('date 2026-11-26', /other device/).checked]).toEqual([true, true, true])
    await click('schedule-merge')
    expect(query('schedule-stale')).toBeNull()
    expect(shown()).toEqual([LONGER, 'Tuesday, 09:00 to 17:00', 'Wednesday, 09:00 to 17:00', 'Thursday, 10:00 to 12:00', FRIDAY])
    await click('schedule-save')
    expect(desk.sent).toMatchObject([{ do: 'save_schedule', etag: '"2"', schedule: { dates: {} } }])
  })

  it('are for her to decide where both changed the same day', async () => {
    const desk = sitDown(onSchedulePage())
    await work()
    await desk.receive(other({ shifts: [{ days: ['tue', 'wed', 'thu'], start: '09:00', end: '17:00' }, { days: ['mon'], start: '06:00', end: '08:00' }, friday] }))
    expect((get('schedule-merge') as HTMLButtonElement).disabled).toBe(true)
    expect((get('schedule-save') as HTMLButtonElement).disabled).toBe(true)
    await fireEvent.click(radio('day mon', /Both/))
    await click('schedule-merge')
    expect(shown()).toEqual(expect.arrayContaining(['Monday, 06:00 to 08:00', LONGER]))
    await click('schedule-undo')
    expect(shown()).toContain('Monday, 06:00 to 08:00')
    expect(shown()).not.toContain(LONGER)
  })

  it('are for her to decide where both changed the same time off', async () => {
    const until = (until: string) => [{ from: '2026-12-24T00:00:00Z', until }]
    const [before, theirs] = ['2026-12-27T00:00:00Z', '2026-12-26T00:00:00Z'].map(until)
    const desk = sitDown(onSchedulePage({ schedule: { ...SAMPLE_SCHEDULE, zone: 'UTC', time_off: before! } }))
    await fireEvent.change(screen.getByLabelText('Last date'), { target: { value: '2026-12-28' } })
    await desk.receive(other({ zone: 'UTC', time_off: theirs! }))
    expect(screen.getAllByRole('group', { name: /Time off/ }).filter((group) => get('schedule-stale').contains(group))).toHaveLength(1)
    expect((get('schedule-merge') as HTMLButtonElement).disabled).toBe(true)
    expect(screen.getByRole('radio', { name: /The other device/ }).closest('label')!.textContent).toContain('Thu 24 Dec to Fri 25 Dec')
    await fireEvent.click(screen.getByRole('radio', { name: /Yours/ }))
    await click('schedule-merge')
    await click('schedule-save')
    expect(desk.sent).toMatchObject([{ schedule: { time_off: [{ from: '2026-12-24T00:00:00Z', until: '2026-12-29T00:00' }] } }])
  })

  it('have nothing to decide where midnight is merely written in two ways', async () => {
    const hours = { shifts: [{ days: ['mon' as const], start: '09:00', end: '00:00' }] }
    const desk = sitDown(onSchedulePage({ schedule: { ...SAMPLE_SCHEDULE, ...hours } }))
    await drag('sun 09:00', 'sun 10:00')
    await desk.receive(other({ ...hours, zone: 'Asia/Tokyo' }))
    expect(query('merge-day mon')).toBeNull()
    expect(get('merge-zone')).toBeTruthy()
  })

  it('can be kept alone where the other one removed it', async () => {
    const desk = sitDown(onSchedulePage())
    await work()
    await desk.receive({ schedule: { ...campus('available').schedule, schedule: null, etag: '"2"' } })
    await click('schedule-merge')
    await click('schedule-save')
    expect(desk.sent).toMatchObject([{ etag: '"2"' }])
  })
})

describe('how it will be', () => {
  const preview = someDays(SAMPLE_SCHEDULE, new Date())

  it('is asked of the app, for what is drawn and not saved yet, and shown', async () => {
    const desk = sitDown(onSchedulePage())
    expect(query('ahead')).toBeNull()
    desk.answer.preview = preview
    await work()
    expect(await find('ahead')).toBeTruthy()
    expect(desk.previewed.at(-1)?.shifts[0]).toEqual({ days: ['mon'], start: '09:00', end: '18:00' })
    expect(get('ahead').textContent).toContain('once saved')
    expect(screen.getAllByRole('listitem').filter((item) => get('ahead').contains(item))).toHaveLength(14)
  })

  it('is asked once more, and not for each step, while an answer is under way', async () => {
    const given: number[] = []
    let answer = () => {}
    const latest = new Latest<number>((value) => {
      given.push(value)
      return new Promise((resolve) => (answer = resolve))
    })
    for (const value of [1, 2, 3, 4]) latest.push(value)
    answer()
    await new Promise((resolve) => setTimeout(resolve))
    expect(given).toEqual([1, 4])
  })

  it('says when the clocks change, and what each day will be', async () => {
    const desk = sitDown(onSchedulePage())
    const [today, ...days] = preview.days
    const text = 'The clocks go back by 1 hour at 03:00'
    desk.answer.preview = { ...preview, days: [{ ...today!, minutes: 1500, clock_change: { at: 180, text } }, ...days] }
    await work()
    expect((await find('ahead')).textContent).toContain(text)
    expect(get('ahead').textContent).toContain('available everywhere by your schedule')
  })
})

describe('closing the window with unsaved changes', () => {
  /** The window ends, in whatever way, and another one is opened later. */
  function reopen({ drafts }: { drafts: (ScheduleDraft | null)[] }, view: View = campus('available')) {
    cleanup()
    return sitDown({ ...view, schedule: { ...view.schedule, draft: drafts.at(-1) ?? null } })
  }

  it('loses none of them: the app keeps them, and the next window opens where they are, and says that they do not hold yet', async () => {
    const before = sitDown(onSchedulePage())
    await work()
    await drag('sun 09:00', 'sun 10:00')
    const desk = reopen(before)
    expect(shown()).toEqual(expect.arrayContaining([LONGER, 'Sunday, 09:00 to 10:00']))
    expect(get('schedule-unsaved').textContent).toContain('do not hold yet')
    await click('schedule-save')
    expect(desk.sent).toMatchObject([{ do: 'save_schedule', etag: '"1"' }])
    expect(query('schedule-unsaved')).toBeNull()
    expect(desk.drafts.at(-1)).toBeNull()
    reopen(desk)
    expect(get('headline')).toBeTruthy()
  })

  it('puts them together with what was changed elsewhere in the meantime', async () => {
    const before = sitDown(onSchedulePage())
    await work()
    reopen(before, onSchedulePage({ schedule: { ...SAMPLE_SCHEDULE, zone: 'Asia/Tokyo' }, etag: '"2"' }))
    expect(get('schedule-stale')).toBeTruthy()
    await click('schedule-merge')
    expect(shown()).toContain(LONGER)
    expect(value('schedule-zone')).toBe('Asia/Tokyo')
  })

  it.each([true, false])('keeps nothing after *Discard*, on leaving: %s', async (leaving) => {
    const desk = sitDown(onSchedulePage())
    await work()
    expect(desk.drafts.at(-1)).toMatchObject({ etag: '"1"', base: SAMPLE_SCHEDULE })
    if (leaving) {
      await click('nav-status')
      await find('dialog')
    }
    await desk.person.click(screen.getAllByText('Discard').at(-1)!)
    expect(desk.drafts.at(-1)).toBeNull()
  })
})
