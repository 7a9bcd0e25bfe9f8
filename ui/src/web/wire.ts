import type { AgentId, Cause, ChoiceStatus, OfficeId, Schedule, Status } from '../lib/bindings'

/** What the server says to its pages; its OpenAPI document has it in full. */

export type Role = 'agent' | 'admin'
export type Instant = string

export interface Agent {
  id: AgentId
  name: string
  email: string
}

export interface AgentPresence {
  id: AgentId
  name: string
  status: Status
  cause: Cause
  since: Instant | null
}

export interface OfficePresence {
  id: OfficeId
  name: string
  role: Role
  available: number
  /** Whether somebody is there in its hours; none without hours. */
  coverage?: Coverage | null
  agents: AgentPresence[]
}

export type Coverage = { state: 'outside_hours' | 'covered'; until: Instant | null } | { state: 'uncovered'; since: Instant | null; until: Instant | null }

export interface Interval {
  from: Instant
  until: Instant
}

/** How an office was covered on a day. */
export interface DayCoverage {
  zone: string
  from: Instant
  until: Instant
  /** How much of the day has been. */
  as_of: Instant
  hours: Interval[] | null
  agents: { id: AgentId; name: string; available: Interval[] }[]
  /** When nobody was there in its hours. */
  gaps: Interval[]
  unknown: Interval[]
}

export interface CoverageChange {
  office: OfficeId
  coverage: Coverage | null
}

export interface Me {
  revision: number
  agent: Agent
  session_id: string
  owner: boolean
  offices: { id: OfficeId; name: string; role: Role }[]
  settings: { organization_idle_after_seconds: number; own_idle_after_seconds: number | null; heartbeat_seconds: number; keep_alive_seconds: number }
  choices: { id: string; scope: 'everywhere' | { office: OfficeId }; status: ChoiceStatus; set_at: Instant; hold: 'next_edge' | 'until_changed' | { until: Instant }; by: AgentId }[]
  schedule: Schedule | null
  schedule_etag: string
  sessions: { id: string; device: string; live: boolean; activity: Activity }[]
  names: Record<AgentId, string>
}

export type Activity = { state: 'active' | 'unknown' } | { state: 'idle' | 'locked'; since: Instant }

export interface Snapshot {
  revision: number
  server_time: Instant
  me: Me
  offices: OfficePresence[]
}

export interface PresenceChange {
  office: OfficeId
  available: number
  agent: AgentPresence
}

export interface Notice {
  at: Instant
  office: OfficeId
  office_name: string
  by: Agent
  reason?: string
}

export interface SignedInDevice {
  id: string
  device: string
  signed_in_at: Instant
  live: boolean
  activity: Activity
  current: boolean
}

export type CodeUse =
  | { use: 'invitation'; email: string; offices: string[]; expires_at: Instant }
  | { use: 'password_reset'; name: string; email: string; expires_at: Instant }

export interface Account extends Agent {
  owner: boolean
  active: boolean
  offices: { id: OfficeId; name: string; role: Role }[]
}

export interface Office {
  id: OfficeId
  name: string
  public: boolean
  hours: Schedule | null
  offline: { text?: string; link?: string } | null
  /** The web sites that may show it; any, if there are none here. */
  origins: string[]
}

export interface Member {
  agent: AgentId
  name: string
  role: Role
  active: boolean
}

export interface Invitation {
  id: string
  email: string
  owner: boolean
  offices: { office: OfficeId; role: Role }[]
  by: AgentId | null
  expires_at: Instant
}

export interface AuditEntry {
  at: Instant
  act: string
  by: AgentId | null
  agent: AgentId | null
  office: OfficeId | null
  batch: string
  reason: string | null
  changes?: Record<string, { from: string | null; to: string | null }>
}

export interface AuditPage {
  entries: AuditEntry[]
  next: string | null
}

export const WEBHOOK_EVENTS = ['office.changed', 'office.coverage', 'office.removed', 'agent.changed', 'agent.left'] as const
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number]

export interface Webhook {
  id: string
  url: string
  events: WebhookEvent[]
  /** Of all, if there are none here. */
  offices: OfficeId[]
  active: boolean
  previous_secret_until: Instant | null
}

export interface MadeWebhook {
  secret?: string
  webhook: Webhook
}

export interface Delivery {
  number: number
  state: 'pending' | 'delivered' | 'dead'
  attempts: number
  last: string | null
  payload: { at: Instant; event: WebhookEvent | 'ping'; office?: { id: OfficeId; name: string } }
}

export interface DeliveryPage {
  deliveries: Delivery[]
  next: number | null
}

export const TOKEN_SCOPES = ['read', 'presence', 'away', 'admin:read', 'admin'] as const
export type TokenScope = (typeof TOKEN_SCOPES)[number]

export interface AccessToken {
  id: string
  name: string
  scopes: TokenScope[]
  made_at: Instant
  expires_at: Instant
}
