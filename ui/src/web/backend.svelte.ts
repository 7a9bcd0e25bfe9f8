import { untrack } from 'svelte'
import type { Backend } from '../lib/backend/backend'
import type { Done, Holding, Intent, Preview, Schedule, View } from '../lib/bindings'
import { call, Problem, request } from './api'
import type { Live } from './live.svelte'
import { viewOf } from './view'
import { sentence } from './wording'
import { untold } from './zone'

/** How often what is said of times is said anew, milliseconds. */
const REFRESH = 60_000

/** The server itself, in the place of the app that stands between it and the window. */
export class WebBackend implements Backend {
  readonly #live: Live

  constructor(live: Live) {
    this.#live = live
  }

  async view(): Promise<View> {
    await this.#live.ready
    return this.#view()
  }

  onView(show: (view: View) => void): () => void {
    let minute = $state(0)
    const clock = setInterval(() => minute++, REFRESH)
    const stop = $effect.root(() => {
      $effect(() => {
        void minute
        const view = this.#view()
        untrack(() => show(view))
      })
    })
    return () => {
      clearInterval(clock)
      stop()
    }
  }

  async intend(intent: Intent): Promise<Done> {
    try {
      return { etag: await this.#send(intent) }
    } catch (thrown) {
      // A refusal, as the window knows it: a code, and a sentence.
      throw { code: thrown instanceof Problem ? thrown.code : 'other', message: sentence(thrown) }
    }
  }

  zones(): Promise<string[]> {
    return Promise.resolve(Intl.supportedValuesOf('timeZone'))
  }

  /** Only the app works it out. */
  preview(): Promise<Preview> {
    return Promise.reject({ code: 'other', message: '' })
  }

  diagnostics(): Promise<string> {
    return Promise.resolve('')
  }

  autostart(): Promise<never> {
    return Promise.reject({ code: 'other', message: '' })
  }

  setAutostart(): Promise<never> {
    return Promise.reject({ code: 'other', message: '' })
  }

  #view(): View {
    return viewOf(this.#live.me!, this.#live.offices, this.#live.now(), this.#live.outOfDateSince)
  }

  /** Does it; what names the schedule that was saved. */
  async #send(intent: Intent): Promise<string | null> {
    switch (intent.do) {
      case 'choose': {
        const scopes = intent.offices.length === 0 ? ['everywhere' as const] : intent.offices.map((office) => ({ office }))
        for (const scope of scopes) {
          await call('POST', '/v1/me/choices', { body: { id: crypto.randomUUID(), scope, status: intent.status, hold: this.#hold(intent.hold) } })
        }
        return null
      }
      case 'set_away': {
        const whom = intent.agent === null ? '' : `/agents/${encodeURIComponent(intent.agent)}`
        const path = `/v1/offices/${encodeURIComponent(intent.office)}${whom}/away`
        await call('POST', path, { body: { reason: intent.reason }, headers: { 'idempotency-key': crypto.randomUUID() } })
        return null
      }
      case 'save_schedule':
        return (await request('PUT', '/v1/me/schedule', { body: asKept(intent.schedule), headers: { 'if-match': intent.etag } })).headers.get('etag')
      default:
        // What else the window asks of the app has no place here.
        return null
    }
  }

  #hold(hold: Holding): 'next_edge' | 'until_changed' | { until: string } {
    if (typeof hold === 'string') return hold
    if ('until' in hold) return { until: hold.until.at }
    return { until: new Date(this.#live.now().getTime() + hold.for.seconds * 1000).toISOString() }
  }
}

/** As the server keeps it: time off in instants. */
function asKept(schedule: Schedule): Schedule {
  const { zone } = schedule
  return { ...schedule, time_off: schedule.time_off.map(({ from, until }) => ({ from: untold(zone, from), until: untold(zone, until) })) }
}
