import { beforeEach, vi } from 'vitest'
import { FILES } from '../src/lib/words/window'
import { speak } from '../src/lib/words/words.svelte'

/** What is spoken unless a test says otherwise. */
export const BRITISH = { language: 'en', direction: 'ltr', formats: 'en-GB', hour_cycle: 'h23' } as const

beforeEach(() => ('document' in globalThis ? speak(BRITISH, FILES) : undefined))

// What is built is tested without a page.
beforeEach(() => globalThis.localStorage?.clear())

// jsdom has no pointers yet; to a page they are mice with a few fields more.
if ('MouseEvent' in globalThis && !('PointerEvent' in globalThis)) {
  class PointerOfMouse extends MouseEvent {
    readonly pointerId: number
    readonly pointerType: string
    constructor(type: string, given: PointerEventInit = {}) {
      super(type, given)
      this.pointerId = given.pointerId ?? 1
      this.pointerType = given.pointerType ?? 'mouse'
    }
  }
  vi.stubGlobal('PointerEvent', PointerOfMouse)
  window.PointerEvent = PointerOfMouse as unknown as typeof PointerEvent
}
