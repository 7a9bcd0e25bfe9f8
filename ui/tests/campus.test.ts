import { describe, expect, it } from 'vitest'
import { campus, STATES } from '../src/lib/backend/campus'
import { fake } from '../src/lib/backend/fake'
import { momentText, durationText } from '../src/lib/time'
import { sitDown } from './desk'

describe('the sample campus', () => {
  it.each(STATES)('is shown whole when it is %s', (state) => {
    sitDown(campus(state))
    expect(document.querySelector('[data-testid=headline]')?.textContent).not.toBe('')
    expect(document.body.textContent).not.toMatch(/undefined|null|NaN|\[object/)
  })

  it('answers choices, administrators and saved schedules', async () => {
    const backend = fake('admin')
    await backend.intend({ do: 'choose', offices: ['it'], status: 'available', hold: 'next_edge' })
    expect((await backend.view()).headline).toBe('Available everywhere')
    await backend.intend({ do: 'set_away', office: 'library', agent: null, reason: null })
    expect((await backend.view()).offices.find((office) => office.id === 'library')?.available).toBe(0)
    const { schedule } = await backend.view()
    await backend.intend({ do: 'save_schedule', schedule: schedule.schedule!, etag: schedule.etag })
    await expect(backend.intend({ do: 'save_schedule', schedule: schedule.schedule!, etag: schedule.etag })).rejects.toMatchObject({ code: 'stale' })
  })
})

describe('moments in words', () => {
  const now = new Date(2026, 10, 23, 14, 2)
  const at = (day: number, hours: number, minutes = 0) => new Date(2026, 10, day, hours, minutes).toISOString()

  it('has the date only on another day', () => {
    expect(momentText(at(23, 9, 5), now)).toBe('09:05:00')
    expect(momentText(at(22, 0, 5), now)).toBe('22 November, 00:05:00')
    expect(momentText(new Date(2025, 10, 23, 9, 5).toISOString(), now)).toBe('23 November 2025, 09:05:00')
  })

  it.each([
    [3600, '1 hour'],
    [7200, '2 hours'],
    [5400, '90 minutes'],
    [60, '1 minute'],
    [45, '45 seconds'],
  ])('%d seconds are %s', (seconds, text) => expect(durationText(seconds)).toBe(text))
})
