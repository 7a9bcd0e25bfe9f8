/**
 * The names by which end-to-end tests find things. They stay the same when texts and looks change.
 * Banners and agents repeat; `data-kind` and `data-status` on them tell which is which.
 */
export const testids = {
  headline: 'headline',
  reason: 'reason',
  vouchedFor: 'vouched-for',
  /** `data-state` holds the link's state. */
  linkState: 'link-state',
  /** There where all of it is a sample campus. */
  demo: 'demo',
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
  officeUncovered: (office: string) => `office-${office}-uncovered`,
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
  scheduleSave: 'schedule-save',
  scheduleDiscard: 'schedule-discard',
  scheduleUndo: 'schedule-undo',
  scheduleRedo: 'schedule-redo',
  /** What was just done, for those who do not see it. */
  scheduleAnnounced: 'schedule-announced',
  scheduleUnsaved: 'schedule-unsaved',
  scheduleStale: 'schedule-stale',
  scheduleLoadNewer: 'schedule-load-newer',
  scheduleMerge: 'schedule-merge',
  mergePart: (part: string) => `merge-${part}`,
  ahead: 'ahead',
  scheduleStart: 'schedule-start',
  /** The week as a picture: the heads of its days, its seven columns, and the shifts, each labelled `Monday, 09:00 to 17:00`. */
  week: 'week',
  weekDay: (day: string) => `week-${day}`,
  weekColumns: 'week-columns',
  weekShift: 'week-shift',
  /** What is selected, with its exact times. */
  dock: 'dock',
  dockStart: 'dock-start',
  dockEnd: 'dock-end',
  /** `aria-pressed` tells whether a shift of these hours begins on that day. */
  dockDay: (day: string) => `dock-${day}`,
  dockRemove: 'dock-remove',
  dockAdd: 'dock-add',
  month: 'month',
  monthDate: (date: string) => `month-${date}`,
  idleAfter: 'idle-after',
  awayOnLock: 'away-on-lock',
  presentInCalls: 'present-in-calls',
  askOnReturn: 'ask-on-return',
  notifications: 'notifications',
  language: 'language',
  clock: 'clock',
  /** `aria-checked` tells whether Porchlight starts at login. */
  autostart: 'autostart',
  autostartText: 'autostart-text',
  copyDiagnostics: 'copy-diagnostics',
  copyDiagnosticsSaid: 'copy-diagnostics-said',
  diagnostics: 'diagnostics',
} as const
