import { describe, expect, it } from 'vitest'
import type { Schedule } from '../src/lib/bindings'
import { SAMPLE_SCHEDULE } from '../src/lib/backend/campus'
import { draftOf, newDate, newShift, newTimeOff, overnightHint, parseTime, problemsOf, scheduleOf } from '../src/lib/schedule/draft'
import { instantOf, wallClock } from '../src/lib/schedule/zone'

const wholeOne: Schedule = {
  zone: 'Europe/Berlin',
  shifts: [
    { days: ['mon', 'wed', 'sun'], start: '22:00', end: '06:00' },
    { days: ['tue'], start: '00:00', end: '24:00' },
    { days: ['sat'], start: '08:00', end: '08:00' },
  ],
  dates: { '2026-12-25': [], '2026-12-31': [{ start: '09:00', end: '12:00' }, { start: '13:00', end: '15:30' }] },
  time_off: [{ from: '2026-12-24T07:30:15Z', until: '2027-01-03T23:00:00Z' }],
}

describe('a schedule in the form', () => {
  it.each([['the sample', SAMPLE_SCHEDULE], ['overnight, 24 hours and seconds', wholeOne]])('comes out as it went in: %s', (_, schedule) => {
    expect(scheduleOf(draftOf(schedule, 'UTC'))).toEqual(schedule)
  })

  it('begins in this computer’s zone with no shifts', () => {
    expect(scheduleOf(draftOf(null, 'Europe/London'))).toEqual({ zone: 'Europe/London', shifts: [], dates: {}, time_off: [] })
  })

  it('offers working days first, and later the hours of the last shift', () => {
    const draft = draftOf(null, 'UTC')
    draft.shifts.push(newShift(draft))
    expect(draft.shifts[0]).toMatchObject({ days: ['mon', 'tue', 'wed', 'thu', 'fri'], start: '09:00', end: '17:00' })
    draft.shifts[0]!.end = '12:00'
    expect(newShift(draft)).toMatchObject({ days: [], start: '09:00', end: '12:00' })
  })

  it('reads a whole day off from its first to its last minute, in the schedule’s zone', () => {
    const draft = draftOf(null, 'America/New_York')
    draft.timeOff.push(newTimeOff('2026-12-24'))
    expect(scheduleOf(draft).time_off).toEqual([{ from: '2026-12-24T05:00:00Z', until: '2026-12-25T05:00:00Z' }])
  })

  it.each([
    ['17:00', '09:00', 'ends next day'],
    ['22:00', '00:00', 'ends next day'],
    ['09:00', '09:00', '24 hours, ends next day'],
    ['09:00', '24:00', ''],
    ['09:00', '17:00', ''],
    ['09:00', 'soon', ''],
  ])('from %s to %s: “%s”', (start, end, hint) => expect(overnightHint({ start, end })).toBe(hint))

  it.each([
    ['9', '09:00'],
    ['930', '09:30'],
    ['9.30', '09:30'],
    ['17:05', '17:05'],
    ['5pm', '17:00'],
    ['12 am', '00:00'],
    ['24:00', '24:00'],
    [' 08:00 ', '08:00'],
  ])('reads “%s” as %s', (text, time) => expect(parseTime(text)).toBe(time))

  it.each(['', '25:00', '24:01', '9:60', 'noon', '13pm', '12345'])('does not read “%s” as a time', (text) => expect(parseTime(text)).toBeNull())

  it('says what is wrong in sentences', () => {
    const draft = draftOf(wholeOne, 'UTC')
    draft.shifts[0]!.days = []
    draft.shifts[1]!.end = 'late'
    draft.shifts[2]!.start = '24:00'
    draft.dates.push(newDate('2026-12-25'), newDate(''))
    draft.timeOff[0]!.untilDate = '2026-12-01'
    expect([...problemsOf(draft).values()].sort()).toEqual([
      'A shift cannot begin at 24:00. Write 00:00 on the next day.',
      'Choose a date.',
      'Choose at least one day for this shift.',
      'This date is listed twice. Keep one of them.',
      'Time off must end after it begins.',
      'Write times of day like 09:00 or 17:30.',
    ])
  })

  it('finds nothing wrong where nothing is', () => expect(problemsOf(draftOf(wholeOne, 'UTC')).size).toBe(0))
})

describe('the wall clock of a zone', () => {
  it.each([
    ['America/New_York', '2026-07-01T09:00', '2026-07-01T13:00:00Z'],
    ['America/New_York', '2026-12-01T09:00', '2026-12-01T14:00:00Z'],
    ['Asia/Kathmandu', '2026-12-01T09:00', '2026-12-01T03:15:00Z'],
    ['Pacific/Kiritimati', '2026-12-01T00:00', '2026-11-30T10:00:00Z'],
  ])('in %s, %s is %s and back', (zone, wall, instant) => {
    expect(instantOf(zone, wall)).toBe(instant)
    expect(wallClock(zone, instant)).toBe(wall)
  })

  it('takes the first of two equal times when clocks go back', () => {
    expect(instantOf('America/New_York', '2026-11-01T01:30')).toBe('2026-11-01T05:30:00Z')
    expect(instantOf('Europe/Berlin', '2026-10-25T02:30')).toBe('2026-10-25T00:30:00Z')
  })

  it('reads a skipped time with the offset before the gap', () => {
    expect(instantOf('America/New_York', '2026-03-08T02:30')).toBe('2026-03-08T07:30:00Z')
    expect(instantOf('Europe/Berlin', '2026-03-29T02:30')).toBe('2026-03-29T01:30:00Z')
  })
})
