import { afterEach, expect, it, vi } from 'vitest'
import { tauri } from '../src/lib/backend/tauri'
import { campus } from '../src/lib/backend/campus'

afterEach(() => vi.unstubAllGlobals())

/** The window's process, as far as the page can tell. */
function windowProcess(answers: Record<string, () => unknown>) {
  let heard: (event: unknown) => void = () => {}
  const asked: [string, unknown][] = []
  vi.stubGlobal('__TAURI_INTERNALS__', {
    transformCallback: (callback: typeof heard) => {
      heard = callback
      return 1
    },
    invoke: async (command: string, given: unknown) => {
      asked.push([command, given])
      return answers[command]?.()
    },
  })
  return { asked, emit: (payload: unknown) => heard({ event: 'view', id: 1, payload }) }
}

it('sends an intent whole, and hands a refusal back as it came', async () => {
  const refusal = { code: 'not_allowed', message: 'You may not do that here. Ask an administrator.' }
  const app = windowProcess({
    intend: () => {
      throw refusal
    },
  })
  await expect(tauri().intend({ do: 'sign_out' })).rejects.toEqual(refusal)
  expect(app.asked).toEqual([['intend', { intent: { do: 'sign_out' } }]])
})

it('misses nothing that changes before it listens', async () => {
  windowProcess({ view: () => campus('away') })
  const show = vi.fn()
  tauri().onView(show)
  await vi.waitFor(() => expect(show).toHaveBeenCalledOnce())
  expect(show.mock.calls[0]?.[0]).toMatchObject({ headline: 'Away everywhere' })
})

it('shows nothing older than what it heard', async () => {
  let answer: (view: unknown) => void = () => {}
  const app = windowProcess({ view: () => new Promise((resolve) => (answer = resolve)) })
  const shown: string[] = []
  tauri().onView((view) => shown.push(view.headline))
  await vi.waitFor(() => expect(app.asked).toHaveLength(2))
  app.emit(campus('offline'))
  answer(campus('available'))
  await new Promise((resolve) => setTimeout(resolve))
  expect(shown).toEqual(['Offline everywhere'])
})
