import { call } from '../api'
import type { Account, Invitation, Office, Role } from '../wire'
import { sentence } from '../wording'

/** What is set up, as the pages for it share it. An administrator who owns nothing knows her offices alone. */
export class Campus {
  agents: Account[] = $state.raw([])
  offices: Office[] = $state.raw([])
  invitations: Invitation[] = $state.raw([])
  ready = $state(false)
  problem: string | null = $state(null)
  #owner = false

  async load(owner: boolean, administered: { id: string; name: string }[]): Promise<void> {
    this.#owner = owner
    if (owner) return this.reload()
    this.offices = administered.map(({ id, name }) => ({ id, name, public: false, hours: null, offline: null, origins: [] }))
    this.ready = true
  }

  async reload(): Promise<void> {
    if (!this.#owner) return
    try {
      ;[this.agents, this.offices, this.invitations] = await Promise.all([
        call<Account[]>('GET', '/v1/admin/agents'),
        call<Office[]>('GET', '/v1/admin/offices'),
        call<Invitation[]>('GET', '/v1/admin/invitations'),
      ])
      this.ready = true
      this.problem = null
    } catch (thrown) {
      this.problem = sentence(thrown)
    }
  }

  agentName(id: string | null): string | undefined {
    return this.agents.find((agent) => agent.id === id)?.name
  }

  officeName(id: string | null): string | undefined {
    return this.offices.find((office) => office.id === id)?.name
  }

  /** Makes somebody a member of an office, changes her role there, or takes her out. */
  async setRole(office: string, agent: string, role: Role | null): Promise<void> {
    const path = `/v1/admin/offices/${encodeURIComponent(office)}/members/${encodeURIComponent(agent)}`
    if (role) await call('PUT', path, { body: { role } })
    else await call('DELETE', path)
  }
}

/** Something that is asked of the server from a form: whether it goes on, and what came of it. */
export class Doing {
  busy = $state(false)
  problem: string | null = $state(null)
  done: string | null = $state(null)

  /** Does it, and says so; whether it worked. */
  async run(what: () => Promise<void>, done: string | null = null): Promise<boolean> {
    this.busy = true
    this.problem = null
    this.done = null
    try {
      await what()
      this.done = done
      return true
    } catch (thrown) {
      this.problem = sentence(thrown)
      return false
    } finally {
      this.busy = false
    }
  }
}
