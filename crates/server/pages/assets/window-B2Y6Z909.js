var e=`no-answer = Porchlight does not answer. Close this window, and open it again from the tray or with “porchlight window”.
nav = Pages
nav-status = Status
nav-schedule = Schedule
nav-settings = Settings
demo = Demo
demo-hint = A sample campus on this computer: nobody else sees you here
put-aside = Put aside
ask-at-login = Porchlight can start by itself when you log in, so that nobody waits for you in vain.
ask-at-login-yes = Start at login
ask-at-login-no = Not now
my-status = My status
my-status-everywhere = My status in all offices
status-name = { $status ->
    [available] Available
    [away] Away
   *[offline] Offline
  }
hold = For how long
hold-available = Available for
hold-away = Away for
add-schedule = Add a schedule
following-schedule = Following schedule
follow-schedule = Follow my schedule
offices = Offices
offices-none = You are not in any office yet. Ask an administrator of your team to add you to one; it appears here by itself.
office-online = { $count ->
    [0] No agents online
    [one] { $count } agent online
   *[other] { $count } agents online
  }
office-online-unknown = Agents online: not known
office-available = Available in { $office }
office-agents = Agents in { $office }
office-unknown = Who is here is not known until Porchlight is connected again.
office-without-agents = Nobody belongs to this office yet. An administrator can add agents to it.
office-empty = Nobody is available here, so customers see this office as offline.
set-everybody-away = Set everybody Away
set-everybody-away-nobody = Nobody else is available here
set-everybody-away-in = Set everybody in { $office } Away
set-everybody-away-title = Set everybody in { $office } Away?
set-everybody-away-text = Available there now: { $people }. Customers will see { $office } as offline until somebody comes back.
set-everybody-away-reason = Reason, told to them (optional)
set-everybody-away-held = Everybody in { $office } will be set Away.
people-you = you
people-more = { $count ->
    [one] { $count } more
   *[other] { $count } more
  }
cancel = Cancel
welcome-title = Let them know you are home
welcome-text = Porchlight shows colleagues and customers whether somebody is there.
connect-title = Connect to your team’s server
connect-server = Server
connect-email = E-mail
connect-password = Password
connect-plain = I trust everybody on the way to this server
connect = Connect
connecting = Connecting…
connect-server-missing = Write the address of your team’s server, such as { $example }.
connect-email-missing = Write your e-mail address, such as { $example }.
connect-password-missing = Write your password.
try-here = Try it on this computer
try-here-starting = Starting…
try-here-text = With a sample campus. Nothing leaves this computer.
account = Account
account-no-server = No server
sign-out = Sign out
sign-out-title = Sign out of Porchlight?
sign-out-text = Colleagues and customers see you as offline until you sign in again.
sign-out-cancel = Stay signed in
leaving-desk = When I leave the desk
idle-after = Away after no input for
idle-organization = { $duration }, as for my organization
idle-limit = At most { $duration }, which your organization sets.
away-on-lock = Away when the screen locks
away-on-lock-hint = At once, without waiting for the time above.
present-in-calls = Stay Available during calls and presentations
present-in-calls-hint = { $hours ->
    [one] While a program keeps the screen on, up to { $hours } hour without input. Nobody is told of it.
   *[other] While a program keeps the screen on, up to { $hours } hours without input. Nobody is told of it.
  }
ask-on-return = Ask before I am back
ask-on-return-on = After idle, you stay Away until you say so.
ask-on-return-off = After idle, the first key or movement brings you back.
calendar = Calendar
calendar-hint = Away while it says that you are busy. Only the times leave this computer.
calendar-address = Address of your calendar (.ics)
calendar-follow = Follow it
calendar-stop = Stop following
this-computer = This computer
start-at-login = Start when I log in
notifications = Notifications
notifications-hint = When Porchlight, your schedule or an administrator changes your status.
language = Language
language-system = As this computer
clock = Clock
clock-system = As this computer
clock-twelve = 12 hours: { $example }
clock-twenty-four = 24 hours: { $example }
diagnostics = Diagnostics
diagnostics-idle = Idle time
diagnostics-tray = Tray
diagnostics-session = Lock and sleep
diagnostics-calls = Calls and presentations
diagnostics-notifications = Notifications
diagnostics-link = Link
diagnostics-sync = Last sync
diagnostics-sync-now = Now
diagnostics-sync-never = Not yet
diagnostics-failure = Last failure
diagnostics-failure-none = None
diagnostics-sent = Last sent
diagnostics-sent-nothing = Nothing yet
diagnostics-token = Token
diagnostics-version = Version
diagnostics-system = System
diagnostics-log = Log
diagnostics-events = The last things that happened
diagnostics-copy = Copy diagnostics
diagnostics-copied = Copied. No password or token is in it.
diagnostics-not-copied = It could not be copied; run “porchlight diagnostics” in a terminal.
next-day = next day
whole-day = { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
  }
date-kind = { $kind ->
    [time-off] time off
    [day-off] day off
    [other-hours] other hours
    [shifts] shifts
   *[free] no shifts
  }
month-date = { $today ->
    [yes] { $date }, today, { $kind }
   *[no] { $date }, { $kind }
  }
schedule = Schedule
schedule-summary = { $summary } · { $length } a week
schedule-not-connected = The schedule can be changed once Porchlight is connected again. Until then it goes on as it is.
schedule-changed-elsewhere = The schedule was changed on another device in the meantime, so yours was not saved. Both versions are shown as soon as the other one is here.
schedule-removed-elsewhere = The schedule was removed on another device in the meantime, so yours was not saved. Save yours again, or drop it.
drop-mine = Drop my changes
keep-mine = Keep mine
schedule-found = The window was closed before these changes were saved, so they do not hold yet. Save or discard them.
week-and-ahead = Every week, and how it will be
every-week = Every week
week-empty = Draw your first shift, or start from
week-start = { $first }–{ $last }, { $from }–{ $until }
week-help = { $minutes ->
    [one] Draw a shift, drag it or its ends; with <kbd>Shift</kbd> to { $minutes } minute.
   *[other] Draw a shift, drag it or its ends; with <kbd>Shift</kbd> to { $minutes } minutes.
  }
week-help-more = By keyboard
week-help-keys = { $minutes ->
    [one] On a day, <kbd>+</kbd> makes a shift and <kbd>↓</kbd> goes to it. On a shift, <kbd>↑ ↓ ← →</kbd> move it, with <kbd>Shift</kbd> its end (<kbd>↑ ↓</kbd>) or beginning (<kbd>← →</kbd>), with <kbd>Ctrl</kbd> by { $minutes } minute; <kbd>Enter</kbd> writes exact times, <kbd>Delete</kbd> removes, <kbd>Page ↑ ↓</kbd> goes to the next.
   *[other] On a day, <kbd>+</kbd> makes a shift and <kbd>↓</kbd> goes to it. On a shift, <kbd>↑ ↓ ← →</kbd> move it, with <kbd>Shift</kbd> its end (<kbd>↑ ↓</kbd>) or beginning (<kbd>← →</kbd>), with <kbd>Ctrl</kbd> by { $minutes } minutes; <kbd>Enter</kbd> writes exact times, <kbd>Delete</kbd> removes, <kbd>Page ↑ ↓</kbd> goes to the next.
  }
dates-and-time-off = Dates and time off
dates-different = Dates that are different
time-zone-here = This computer is in { $zone }.
remove-schedule = Remove the whole schedule
import-shifts = Import shifts…
export-shifts = Export as .ics
import-hint = A roster or another calendar (.ics). Its shifts and dates replace those that are here; nothing holds until you save.
shifts-taken = Weekly shifts: { $shifts }. Dates of their own in the next year: { $dates }.
schedule-written = Written to { $file }.
saved-not = Not saved yet.
saved = Saved.
saved-everywhere = Saved. It applies to all your offices.
look-again = Something above needs another look.
discard = Discard
save = Save
saving = Saving…
leave-title = Save your changes to the schedule?
leave-text = They are lost if you leave this page without saving.
leave-cancel = Keep editing
month-before = The month before
month-after = The month after
chosen-dates = The chosen dates
choose-dates = Choose a date, or draw over several: a day off, other hours, or time off.
make-dates = { $kind ->
    [day-off] { $count ->
        [one] Day off
       *[other] Days off
      }
    [other-hours] Other hours
    [time-off] Time off
   *[as-every-week] As every week
  }
made-dates = { $kind ->
    [day-off] { $count ->
        [one] { $dates }: day off.
       *[other] { $dates }: days off.
      }
    [other-hours] { $dates }: other hours.
    [time-off] { $dates }: time off.
   *[as-every-week] { $dates }: as every week.
  }
date = Date
on-this-date = On this date
other-hours = Other hours
remove-date = Remove this date
add-hours = Add hours on this date
remove-hours = Remove these hours
date-wrong = Choose a date.
date-twice = This date is listed already. Change it there.
off-from = From
off-until = Until
first-date = First date
last-date = Last date
first-time = From, time
last-time = Until, time
remove-time-off = Remove this time off
time-off-wrong = Choose the first and the last date.
ahead = The next two weeks
ahead-draft = once saved
today = Today
offline-all-day = Offline
merge-title = The schedule was changed on another device in the meantime.
merge-decide = Choose what is to hold where both of you changed the same. Nothing is saved before you do.
merge-decided = Nothing is lost: this is what each of you changed. Choose otherwise where you like.
merge-side = { $side ->
    [mine] Yours
    [theirs] The other device
   *[both] Both
  }
merge = Put together
undo = Undo
redo = Redo
undo-hint = Undo (Ctrl+Z)
redo-hint = Redo (Ctrl+Shift+Z)
undo-step = Undo: { $step }
redo-step = Redo: { $step }
undone = Undone: { $step }.
redone = Done again: { $step }.
step-merge = putting both versions together
step-discard = discarding your changes
step-remove-all = removing the whole schedule
step-import = taking shifts from a calendar
step-change-date = changing { $date }
step-remove-date = removing { $date }
step-change-time-off = changing time off
step-remove-time-off = removing time off
step-zone = changing the time zone to { $zone }
step-dates = { $kind ->
    [day-off] { $count ->
        [one] day off on { $dates }
       *[other] days off on { $dates }
      }
    [other-hours] other hours on { $dates }
    [time-off] time off on { $dates }
   *[as-every-week] as every week on { $dates }
  }
merged = Both versions are together now. Save them, or go on.
discarded = Your changes were discarded.
look-again-said = Something needs another look.
removed-all = All shifts, dates and time off, removed.
workdays-added = { $step }, added.`;export{e as default};