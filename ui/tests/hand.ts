import { fireEvent, screen } from '@testing-library/svelte'
import { get } from './desk'

/** The picture in tests: a column is 100 wide, and a minute 1 high. */
const BOX = { left: 0, top: 0, width: 700, height: 1440, right: 700, bottom: 1440, x: 0, y: 0, toJSON: () => null }

/** The week begins on Sunday here: in the language of jsdom. */
const COLUMNS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'after']

/** A moment of the week where a hand may go: `mon 09:00`. */
function point(place: string) {
  const [day, time] = place.split(' ') as [string, string]
  const [hours, minutes] = time.split(':').map(Number) as [number, number]
  return { clientX: COLUMNS.indexOf(day) * 100 + 50, clientY: hours * 60 + minutes }
}

function columns(): HTMLElement {
  const columns = get('week-columns')
  columns.getBoundingClientRect = () => BOX
  return columns
}

type Held = Partial<Pick<PointerEventInit, 'shiftKey'>>

/** Drags from one moment to another: over the empty picture, or what is given. */
export async function drag(from: string, to: string, { on, ...held }: { on?: Element } & Held = {}): Promise<void> {
  await press(from, to, { ...(on ? { on } : {}), ...held })
  await fireEvent.pointerUp(columns(), { button: 0, pointerId: 1, ...point(to), ...held })
}

/** Drags, and holds on. */
export async function press(from: string, to: string, { on, ...held }: { on?: Element } & Held = {}): Promise<void> {
  const given = { button: 0, pointerId: 1, pointerType: 'mouse', bubbles: true, ...held }
  const picture = columns()
  await fireEvent.pointerDown(on ?? picture, { ...given, ...point(from) })
  await fireEvent.pointerMove(picture, { ...given, ...point(to) })
}

/** Presses and lets go where nothing is. */
export async function touch(place: string): Promise<void> {
  const given = { button: 0, pointerId: 1, pointerType: 'mouse', bubbles: true, ...point(place) }
  await fireEvent.pointerDown(columns(), given)
  await fireEvent.pointerUp(columns(), given)
}

export const shift = (label: string) => screen.getByRole('button', { name: label })

/** An end of a shift, to pull at. */
export function end(which: 'start' | 'end', label: string): Element {
  const key = shift(label).dataset.key
  return document.querySelector(`[data-key="${key}"] [data-handle=${which}]`)!
}

/** What the picture says of the shifts in it, in the order of the week. */
export function shown(): string[] {
  const days = (label: string) => ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].findIndex((day) => label.startsWith(day))
  const labels = screen.queryAllByTestId('week-shift').map((shift) => shift.getAttribute('aria-label')!)
  return labels.sort((a, b) => days(a) - days(b) || a.localeCompare(b))
}

export async function key(name: string, held: { shiftKey?: boolean; ctrlKey?: boolean } = {}): Promise<void> {
  await fireEvent.keyDown(document.activeElement ?? document.body, { key: name, ...held })
}
