/** Why the server did not do what it was asked: `application/problem+json`, or `unreachable` where it did not answer. */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  /** The field at fault, as the request names it. */
  readonly field: string | null
  readonly detail: string
  /** Seconds to wait. */
  readonly wait: number | null
  /** The greatest number that was taken from this session. */
  readonly overtakenBy: number | null

  constructor(said: { code: string; status: number; field?: string; detail?: string; retry_after_seconds?: number; overtaken_by?: number }) {
    super(`${said.code}: ${said.detail ?? ''}`)
    this.code = said.code
    this.status = said.status
    this.field = said.field ?? null
    this.detail = said.detail ?? ''
    this.wait = said.retry_after_seconds ?? null
    this.overtakenBy = said.overtaken_by ?? null
  }
}

export interface Ask {
  body?: unknown
  headers?: Record<string, string>
  /** The page goes away, and the request goes on. */
  keepalive?: boolean
}

/**
 * Asks the server for something. The browser adds its cookie. Whoever is not signed in any more is led to where one
 * signs in.
 *
 * @throws {Problem}
 */
export async function call<T = void>(method: string, path: string, ask: Ask = {}): Promise<T> {
  const response = await request(method, path, ask)
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as T
}

/** The same, of whatever kind the answer is. */
export async function request(method: string, path: string, { body, headers = {}, keepalive = false }: Ask): Promise<Response> {
  const isText = typeof body === 'string'
  const response = await fetch(path, {
    method,
    keepalive,
    cache: 'no-store',
    credentials: 'same-origin',
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': isText ? 'text/csv' : 'application/json' }), ...headers },
    body: body === undefined ? null : isText ? body : JSON.stringify(body),
  }).catch(() => null)
  if (!response) throw new Problem({ code: 'unreachable', status: 0 })
  if (response.ok) return response
  const problem = new Problem(await said(response))
  // What says goodbye as a page goes away leads nobody anywhere.
  if (problem.code === 'not_signed_in' && !keepalive) signInFirst()
  throw problem
}

async function said(response: Response) {
  const problem: unknown = await response.json().catch(() => null)
  if (problem && typeof problem === 'object' && 'code' in problem) return problem as { code: string; status: number }
  return { code: 'other', status: response.status }
}

/** Leads to where one signs in, and from there back. */
export function signInFirst(): void {
  location.replace(`/sign-in?next=${encodeURIComponent(location.pathname)}`)
}

export async function signOut(): Promise<void> {
  await call('DELETE', '/v1/browser')
  location.assign('/sign-in')
}
