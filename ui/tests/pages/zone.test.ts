import { expect, test } from 'vitest'
import { instantOf, told, untold, wallClock } from '../../src/web/zone'

test('an instant is told by the clocks of its zone, and comes back as it was', () => {
  for (const [zone, instant, wall] of [
    ['America/New_York', '2026-12-24T12:30:15.000Z', '2026-12-24T07:30:15-05:00'],
    ['America/New_York', '2026-07-01T12:30:00.000Z', '2026-07-01T08:30:00-04:00'],
    ['Asia/Kolkata', '2026-12-24T00:00:00.000Z', '2026-12-24T05:30:00+05:30'],
    ['UTC', '2026-12-24T00:00:00.000Z', '2026-12-24T00:00:00+00:00'],
  ] as const) {
    expect(told(zone, instant)).toBe(wall)
    expect(untold(zone, wall)).toBe(instant)
    expect(wallClock(zone, instant)).toBe(wall.slice(0, 16))
  }
})

test('what was written is the first time that the clocks show it, and what they skip has the offset before', () => {
  expect(untold('America/New_York', '2026-11-01T01:30')).toBe('2026-11-01T05:30:00Z')
  expect(instantOf('America/New_York', '2026-03-08T02:30')).toBe('2026-03-08T07:30:00Z')
})
