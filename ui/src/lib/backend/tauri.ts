import { invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import type { View } from '../bindings'
import type { Backend } from './backend'

/** The real backend: the window's process, which passes everything on to the resident app. */
export function tauri(): Backend {
  const view = () => invoke<View>('view')
  return {
    view,
    onView(show) {
      let heard = false
      const listening = listen<View>('view', (event) => {
        heard = true
        show(event.payload)
      })
      void listening.then(async () => {
        // What changed between the first view and being heard would be missed until the next change.
        const now = await view()
        if (!heard) show(now)
      })
      return () => void listening.then((stop) => stop())
    },
    intend: (intent) => invoke('intend', { intent }),
    preview: (schedule) => invoke('preview', { schedule }),
    zones: () => invoke('zones'),
    calendars: {
      read: (name, text, zone) => invoke('read_calendar', { name, text, zone }),
      write: (schedule) => invoke('write_calendar', { schedule }),
    },
    diagnostics: () => invoke('diagnostics'),
    autostart: () => invoke('autostart'),
    setAutostart: (on) => invoke('set_autostart', { on }),
  }
}
