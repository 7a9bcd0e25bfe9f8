import { expect, test } from 'vitest'
import type { DayCoverage } from '../../src/web/wire'
import { stretches, strip, unknownInHours } from '../../src/web/online/strip'

const day = (more: Partial<DayCoverage>): DayCoverage => ({
  zone: 'Europe/Berlin',
  from: '2026-10-24T22:00:00Z',
  until: '2026-10-25T23:00:00Z',
  as_of: '2026-10-25T12:00:00Z',
  hours: [{ from: '2026-10-25T08:00:00Z', until: '2026-10-25T16:00:00Z' }],
  agents: [],
  gaps: [],
  unknown: [],
  ...more,
})

test('the strip goes from its hours to their end, and shows who was there as one', () => {
  const { pieces, length, now, begins, ends } = strip(
    day({
      agents: [
        { id: 'ana', name: 'Ana', available: [{ from: '2026-10-25T09:00:00Z', until: '2026-10-25T10:00:00Z' }] },
        { id: 'ben', name: 'Ben', available: [{ from: '2026-10-25T09:30:00Z', until: '2026-10-25T11:00:00Z' }] },
      ],
      gaps: [{ from: '2026-10-25T11:00:00Z', until: '2026-10-25T12:00:00Z' }],
      unknown: [{ from: '2026-10-24T22:00:00Z', until: '2026-10-25T09:00:00Z' }],
    }),
  )
  expect([length, now, begins, ends]).toEqual([480, 240, '09:00', '17:00'])
  expect(pieces).toEqual([
    { kind: 'hours', from: 0, length: 480 },
    { kind: 'unknown', from: 0, length: 60 },
    { kind: 'covered', from: 60, length: 120 },
    { kind: 'gap', from: 180, length: 60 },
  ])
})

test('a day on which the clocks are put back is 25 hours long, and its times are those of the office', () => {
  const whole = day({ hours: null })
  expect(strip(whole).length).toBe(25 * 60)
  expect(strip(whole).ends).toBe('24:00')
  const night = [{ from: '2026-10-25T00:30:00Z', until: '2026-10-25T01:30:00Z' }]
  expect(stretches(whole, night)).toContain('02:30')
})

test('what lasted for less than a minute is drawn and not said, and what is not known is said of its hours only', () => {
  const blink = [{ from: '2026-10-25T09:00:00Z', until: '2026-10-25T09:00:59Z' }]
  expect(stretches(day({}), blink)).toBe('')
  const unknown = [{ from: '2026-10-24T22:00:00Z', until: '2026-10-25T09:00:00Z' }]
  expect(unknownInHours(day({ unknown }))).toEqual([{ from: '2026-10-25T08:00:00.000Z', until: '2026-10-25T09:00:00.000Z' }])
})
