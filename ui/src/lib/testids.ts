/**
 * The names by which end-to-end tests find things. They stay the same when texts and looks change.
 * Banners and agents repeat; `data-kind` and `data-status` on them tell which is which.
 */
export const testids = {
  headline: 'headline',
  reason: 'reason',
  /** `data-state` holds the link's state. */
  linkState: 'link-state',
  online: 'online',
  /** `aria-checked` tells which is on. */
  switch: (status: 'available' | 'away' | 'offline') => `switch-${status}`,
  followSchedule: 'follow-schedule',
  holdOpen: 'hold-open',
  hold: (status: 'available' | 'away', index: number) => `hold-${status}-${index}`,
  office: (office: string) => `office-${office}`,
  /** `aria-checked` tells whether it is on. */
  officeToggle: (office: string) => `office-${office}-toggle`,
  /** `data-tone` is `green`, `red` or `unknown`. */
  officeCount: (office: string) => `office-${office}-count`,
  /** `aria-expanded` tells whether it is open. */
  officeOpen: (office: string) => `office-${office}-open`,
  agent: (office: string, agent: string) => `agent-${office}-${agent}`,
  bolt: (office: string, agent?: string) => (agent === undefined ? `bolt-${office}` : `bolt-${office}-${agent}`),
  undo: 'undo',
  actNow: 'act-now',
  /** `data-kind` holds the banner's kind. */
  banner: 'banner',
  bannerAction: 'banner-action',
  askAtLogin: 'ask-at-login',
  askAtLoginYes: 'ask-at-login-yes',
  askAtLoginNo: 'ask-at-login-no',
  toast: 'toast',
  dialog: 'dialog',
  dialogConfirm: 'dialog-confirm',
  dialogCancel: 'dialog-cancel',
  dialogReason: 'dialog-reason',
  nav: (page: 'status' | 'schedule' | 'settings') => `nav-${page}`,
  signInServer: 'sign-in-server',
  signInEmail: 'sign-in-email',
  signInPassword: 'sign-in-password',
  signInSubmit: 'sign-in-submit',
  signInError: 'sign-in-error',
  allowPlainHttp: 'allow-plain-http',
  tryHere: 'try-here',
  signOut: 'sign-out',
  scheduleZone: 'schedule-zone',
  scheduleAddShift: 'schedule-add-shift',
  scheduleSave: 'schedule-save',
  scheduleUnsaved: 'schedule-unsaved',
  scheduleStale: 'schedule-stale',
  scheduleLoadNewer: 'schedule-load-newer',
  shift: (index: number) => `shift-${index}`,
  shiftDay: (index: number, day: string) => `shift-${index}-${day}`,
  shiftStart: (index: number) => `shift-${index}-start`,
  shiftEnd: (index: number) => `shift-${index}-end`,
  idleAfter: 'idle-after',
  awayOnLock: 'away-on-lock',
  askOnReturn: 'ask-on-return',
  notifications: 'notifications',
  /** `aria-checked` tells whether Porchlight starts at login. */
  autostart: 'autostart',
  autostartText: 'autostart-text',
  copyDiagnostics: 'copy-diagnostics',
  copyDiagnosticsSaid: 'copy-diagnostics-said',
  diagnostics: 'diagnostics',
} as const
