import type { Schedule, View } from '../bindings'

const KEY = 'unsaved-schedule'

/** Changes to a schedule that are not saved yet. They outlive the window, however it ends. */
export interface Unsaved {
  schedule: Schedule
  /** Of the schedule that they were made to. */
  etag: string
}

/** Whose schedule a view shows; null while signed out. */
export function ownerOf(view: View): string | null {
  return view.me && JSON.stringify([view.link.server, view.me.id])
}

/** What was left unsaved by the person whom the view shows. */
export function findUnsaved(view: View): Unsaved | null {
  const owner = ownerOf(view)
  if (owner === null) return null
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as ({ owner: string } & Partial<Unsaved>) | null
    return kept?.owner === owner && kept.schedule && kept.etag !== undefined ? { schedule: kept.schedule, etag: kept.etag } : null
  } catch {
    return null
  }
}

/** Null: nothing is unsaved. */
export function keepUnsaved(owner: string, unsaved: Unsaved | null): void {
  try {
    if (unsaved) localStorage.setItem(KEY, JSON.stringify({ owner, ...unsaved }))
    else localStorage.removeItem(KEY)
  } catch {
    // Without storage the changes live as long as the window.
  }
}
