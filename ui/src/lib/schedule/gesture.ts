import type { Day } from '../bindings'
import { DAY, type ShiftDraft } from './draft'
import { moved, shiftAt, withEnd, withStart } from './week'

/** Where a pointer is in the picture: the column, and the minute of its day. */
export interface Place {
  column: number
  minute: number
}

/** What a pointer does with a shift. One that is drawn begins where the pointer went down. */
export interface Gesture {
  does: 'draw' | 'move' | 'start' | 'end'
  /** As it was before. */
  shift: ShiftDraft
  began: Place
}

/** The shift as the gesture has it once the pointer is somewhere else; `week` are the days of the columns. */
export function follow({ does, shift, began }: Gesture, at: Place, week: readonly Day[], step: number): ShiftDraft {
  const near = Math.round(at.minute / step) * step
  const column = week.indexOf(shift.day)
  switch (does) {
    case 'draw':
      return drawn(shift.key, began, at.column * DAY + near, week, step)
    case 'move': {
      const days = Math.min(Math.max(at.column - began.column, -column), 6 - column)
      return moved(shift, days, Math.round((shift.from + at.minute - began.minute) / step) * step)
    }
    case 'start':
      return withStart(shift, (at.column - column) * DAY + near)
    case 'end':
      // What goes on from the last column is in the first.
      return withEnd(shift, (at.column - column === -6 ? 1 : at.column - column) * DAY + near)
  }
}

/** From where the pointer went down to where it is, in either direction, through midnight as well. */
function drawn(key: number, { column, minute }: Place, to: number, week: readonly Day[], step: number): ShiftDraft {
  const anchor = column * DAY + Math.min(Math.floor(minute / step) * step, DAY - step)
  const from = Math.max(Math.min(anchor, to), anchor + step - DAY)
  const until = Math.min(Math.max(anchor + step, to), anchor + DAY)
  return shiftAt(key, week[0]!, from, until)
}
