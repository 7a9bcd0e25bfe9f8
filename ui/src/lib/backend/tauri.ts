import { invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import type { View } from '../bindings'
import type { Backend } from './backend'

/** The real backend: the window's process, which passes everything on to the resident app. */
export function tauri(): Backend {
  return {
    view: () => invoke<View>('view'),
    onView(show) {
      const listening = listen<View>('view', (event) => show(event.payload))
      return () => void listening.then((stop) => stop())
    },
    intend: (intent) => invoke('intend', { intent }),
  }
}
