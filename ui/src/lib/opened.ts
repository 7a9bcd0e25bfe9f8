const KEY = 'opened-offices'

/** The offices that were left open; the window comes and goes, and is found as it was. */
export function opened(): string[] | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null')
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : null
  } catch {
    return null
  }
}

export function keepOpened(office: string, open: boolean): void {
  const others = (opened() ?? []).filter((id) => id !== office)
  try {
    localStorage.setItem(KEY, JSON.stringify(open ? [...others, office] : others))
  } catch {
    // Without storage it is merely forgotten.
  }
}
