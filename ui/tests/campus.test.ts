import { describe, expect, it } from 'vitest'
import { campus, STATES } from '../src/lib/backend/campus'
import { fake } from '../src/lib/backend/fake'
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
