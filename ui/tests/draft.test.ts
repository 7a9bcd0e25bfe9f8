import { describe, expect, it } from 'vitest'
import type { Schedule } from '../src/lib/bindings'
import { SAMPLE_SCHEDULE } from '../src/lib/backend/campus'
import { asUsual, kindOf, retimed, weeksOf, withDaysOff, withOtherHours, withTimeOff } from '../src/lib/schedule/dates'
import { weekFrom } from '../src/lib/schedule/days'
import { DAY, draftOf, fingerprint, newTimeOff, parseTime, scheduleOf, timeText, type ShiftDraft } from '../src/lib/schedule/draft'
import { another, copied, lengthOf, lengthOfWeek, piecesOf, put, toggled, withEnd, withStart } from '../src/lib/schedule/week'
import { lengthText, shiftText } from '../src/lib/schedule/words'

const wholeOne: Schedule = {
  zone: 'Europe/Berlin',
  shifts: [
    { days: ['mon', 'wed', 'sun'], start: '22:00', end: '06:00' },
    { days: ['tue'], start: '00:00', end: '24:00' },
    { days: ['sat'], start: '08:00', end: '08:00' },
  ],
  dates: { '2026-12-25': [], '2026-12-31': [{ start: '09:00', end: '12:00' }, { start: '13:00', end: '15:30' }] },
  time_off: [{ from: '2026-12-24T08:30:15+01:00', until: '2027-01-04T00:00:00+01:00' }],
}

const nothing = draftOf(null, 'UTC')
const shift = (day: ShiftDraft['day'], from: number, until: number, key = 1): ShiftDraft => ({ key, day, from: from * 60, until: until * 60 })

describe('a schedule as a draft', () => {
  it.each([['the sample', SAMPLE_SCHEDULE], ['overnight, 24 hours and seconds', wholeOne]])('comes out as it went in: %s', (_, schedule) => {
    expect(scheduleOf(draftOf(schedule, 'UTC'))).toEqual(schedule)
  })

  it('begins in this computer’s zone with no shifts', () => {
    expect(scheduleOf(draftOf(null, 'Europe/London'))).toEqual({ zone: 'Europe/London', shifts: [], dates: {}, time_off: [] })
  })

  it('is the same in whatever order its shifts were drawn', () => {
    const [one, other] = [shift('mon', 9, 12), shift('tue', 9, 12, 2)]
    expect(fingerprint({ ...nothing, shifts: [one, other] })).toBe(fingerprint({ ...nothing, shifts: [other, one] }))
    expect(fingerprint({ ...nothing, shifts: [one] })).not.toBe(fingerprint({ ...nothing, shifts: [other] }))
  })

  it('reads a whole day off from its first to its last minute, in the schedule’s zone', () => {
    const draft = { ...draftOf(null, 'America/New_York'), timeOff: [newTimeOff('2026-12-24', '2026-12-24')] }
    expect(scheduleOf(draft).time_off).toEqual([{ from: '2026-12-24T00:00', until: '2026-12-25T00:00' }])
  })

  it.each([
    ['9', '09:00'],
    ['930', '09:30'],
    ['9.30', '09:30'],
    ['17:05', '17:05'],
    ['5pm', '17:00'],
    ['12 am', '00:00'],
    [' 08:00 ', '08:00'],
  ])('reads “%s” as %s', (text, time) => expect(timeText(parseTime(text)!)).toBe(time))

  it('reads the end of the day', () => expect(parseTime('24:00')).toBe(DAY))

  it.each(['', '25:00', '24:01', '9:60', 'noon', '13pm', '12345'])('does not read “%s” as a time', (text) => expect(parseTime(text)).toBeNull())
})

describe('the shifts of a week', () => {
  it.each([
    [shift('mon', 9, 17), 'Monday, 09:00 to 17:00'],
    [shift('fri', 20, 26), 'Friday, 20:00 to 02:00 on Saturday'],
    [shift('sun', 22, 30), 'Sunday, 22:00 to 06:00 on Monday'],
    [shift('tue', 0, 24), 'Tuesday, 00:00 to 24:00'],
    [shift('sat', 8, 32), 'Saturday, 08:00 to 08:00 on Sunday'],
  ])('are said: %o', (shift, words) => expect(shiftText(shift)).toBe(words))

  it('become one where one is put over another, and only of the same day', () => {
    const draft = { ...nothing, shifts: [shift('mon', 9, 12, 2), shift('mon', 13, 15, 3), shift('tue', 9, 12, 4)] }
    expect(put(draft, shift('mon', 11, 14)).shifts).toEqual([shift('tue', 9, 12, 4), shift('mon', 9, 15)])
    expect(put(draft, shift('mon', 12, 13)).shifts).toHaveLength(4)
  })

  it('never become longer than 24 hours, nor shorter than five minutes', () => {
    expect(withEnd(shift('mon', 9, 17), 60 * 60)).toEqual(shift('mon', 9, 33))
    expect(withEnd(shift('mon', 9, 17), 0)).toMatchObject({ from: 540, until: 545 })
    expect(withStart(shift('mon', 9, 17), 20 * 60)).toMatchObject({ day: 'mon', from: 17 * 60 - 5, until: 17 * 60 })
    expect(withStart(shift('mon', 9, 17), -20 * 60)).toEqual({ ...shift('sun', 17, 41) })
  })

  it('count once what lies in two of them', () => {
    expect(lengthOf([shift('mon', 9, 12), shift('mon', 11, 13)])).toBe(4 * 60)
    expect(lengthOf([shift('mon', 9, 17), shift('mon', 10, 11)])).toBe(8 * 60)
    expect([lengthText(45), lengthText(60), lengthText(450)]).toEqual(['45 min', '1 h', '7 h 30'])
  })

  it('count once in a week what lies in two of them, through midnight and from its last day into its first as well', () => {
    expect(lengthOfWeek([shift('mon', 22, 30), shift('tue', 5, 9)])).toBe(11 * 60)
    expect(lengthOfWeek([shift('sun', 20, 30), shift('mon', 0, 9)])).toBe(13 * 60)
    expect(lengthOfWeek(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => shift(day as ShiftDraft['day'], 8, 32)))).toBe(7 * DAY)
  })

  it('go on in the column of the next day', () => {
    const friday = shift('fri', 20, 26)
    expect(piecesOf([friday], 'fri')).toMatchObject([{ top: 20 * 60, bottom: DAY, goesOn: false }])
    expect(piecesOf([friday], 'sat')).toMatchObject([{ top: 0, bottom: 120, goesOn: true }])
    expect(piecesOf([friday], 'thu')).toEqual([])
  })

  it('stand beside each other where they overlap', () => {
    const lanes = (...shifts: ShiftDraft[]) => piecesOf(shifts, 'mon').map(({ lane, lanes }) => [lane, lanes])
    expect(lanes(shift('mon', 9, 12), shift('mon', 11, 13), shift('mon', 12, 14), shift('mon', 15, 16))).toEqual([[0, 2], [1, 2], [0, 2], [0, 1]])
    expect(lanes(shift('sun', 22, 30), shift('mon', 5, 9))).toEqual([[0, 2], [1, 2]])
  })

  it('are copied to other days in place of theirs, and to none but those', () => {
    const draft = { ...nothing, shifts: [shift('mon', 9, 12, 2), shift('mon', 13, 15, 3), shift('tue', 1, 2, 4), shift('wed', 1, 2, 5)] }
    const words = copied(draft, 'mon', ['mon', 'tue']).shifts.map(shiftText)
    expect(words.sort()).toEqual(['Monday, 09:00 to 12:00', 'Monday, 13:00 to 15:00', 'Tuesday, 09:00 to 12:00', 'Tuesday, 13:00 to 15:00', 'Wednesday, 01:00 to 02:00'])
  })

  it('are on another day or not', () => {
    const draft = { ...nothing, shifts: [shift('mon', 9, 12)] }
    const both = toggled(draft, shift('mon', 9, 12), 'tue')
    expect(both.shifts.map(shiftText)).toEqual(['Monday, 09:00 to 12:00', 'Tuesday, 09:00 to 12:00'])
    expect(toggled(both, shift('mon', 9, 12), 'mon').shifts.map(shiftText)).toEqual(['Tuesday, 09:00 to 12:00'])
  })

  it('have room for another one after the last, as long as there is any', () => {
    expect(another(nothing, 'mon')).toMatchObject(shift('mon', 9, 17, expect.anything() as unknown as number))
    expect(another({ ...nothing, shifts: [shift('mon', 9, 12)] }, 'mon')).toMatchObject({ from: 13 * 60, until: 15 * 60 })
    expect(another({ ...nothing, shifts: [shift('mon', 9, 23)] }, 'mon')).toBeNull()
  })

  it.each([
    ['de-DE', 'mon'],
    ['en-US', 'sun'],
    ['ar-EG', 'sat'],
    ['C.UTF-8', 'mon'],
  ])('begin on the first day of a week in %s: %s', (language, first) => expect(weekFrom(language)[0]).toBe(first))
})

describe('dates that are different', () => {
  const week = { ...nothing, shifts: [shift('thu', 9, 12)] }

  it('are days off, have other hours, or are time off', () => {
    const thursday = '2026-11-26'
    expect(kindOf(week, thursday)).toBe('shifts')
    expect(kindOf(week, '2026-11-27')).toBe('free')
    expect(kindOf(withDaysOff(week, [thursday]), thursday)).toBe('day-off')
    expect(kindOf(withOtherHours(week, [thursday]), thursday)).toBe('other-hours')
    expect(kindOf(withTimeOff(week, thursday, thursday), thursday)).toBe('time-off')
    expect(kindOf(withTimeOff(week, thursday, thursday), '2026-11-27')).toBe('free')
  })

  it('have the hours of their weekday at first, where it has some', () => {
    expect(withOtherHours(week, ['2026-11-26', '2026-11-27']).dates.map(({ hours }) => hours)).toEqual([[{ from: 540, until: 720 }], [{ from: 540, until: 720 }]])
  })

  it('are as every week again, also in the middle of time off', () => {
    const away = withTimeOff(withDaysOff(week, ['2026-11-26']), '2026-11-20', '2026-11-30')
    expect(asUsual(away, '2026-11-26', '2026-11-26')).toMatchObject({
      dates: [],
      timeOff: [
        { from: '2026-11-20T00:00', until: '2026-11-26T00:00' },
        { from: '2026-11-27T00:00', until: '2026-12-01T00:00' },
      ],
    })
  })

  it('are one time off with what they touch', () => {
    const away = withTimeOff(withTimeOff(week, '2026-11-20', '2026-11-22'), '2026-11-23', '2026-11-25')
    expect(away.timeOff).toMatchObject([{ from: '2026-11-20T00:00', until: '2026-11-26T00:00' }])
  })

  it('move the other end where one goes past it', () => {
    const off = newTimeOff('2026-11-20', '2026-11-21')
    expect(retimed(off, { from: '2026-11-25T08:00' })).toMatchObject({ from: '2026-11-25T08:00', until: '2026-11-27T08:00' })
    expect(retimed(off, { until: '2026-11-10T08:00' })).toMatchObject({ from: '2026-11-08T08:00', until: '2026-11-10T08:00' })
    expect(retimed(off, { from: '2026-11-20T08:00' })).toMatchObject({ from: '2026-11-20T08:00', until: '2026-11-22T00:00' })
  })

  it('lie in the weeks of their month', () => {
    const weeks = weeksOf('2026-11', weekFrom('de-DE'))
    expect([weeks[0]![0], weeks.at(-1)!.at(-1), weeks.length]).toEqual(['2026-10-26', '2026-12-06', 6])
    expect(weeksOf('2026-11', weekFrom('en-US'))[0]![0]).toBe('2026-11-01')
  })
})
