### The window: everything that it says by itself. What the app decides is worded in core.ftl.
###
### Terms, the same everywhere: the statuses Available, Away and Offline; an office, where agents are there for customers; a shift,
### a stretch of hours, and the schedule, a week of them; a bolt, with which administrators set others Away.

## The frame around the pages

# The app behind the window is gone. “porchlight window” is a command, and stays as it is.
no-answer = Porchlight does not answer. Close this window, and open it again from the tray or with “porchlight window”.
# For those who cannot see: the three pages at the bottom.
nav = Pages
nav-status = Status
nav-schedule = Schedule
nav-settings = Settings
# Beside the name of the app, where all of it is a sample.
demo = Demo
demo-hint = A sample campus on this computer: nobody else sees you here
put-aside = Put aside
# Porchlight starts with the computer.
ask-at-login = Porchlight can start by itself when you log in, so that nobody waits for you in vain.
ask-at-login-yes = Start at login
ask-at-login-no = Not now

## An act of an administrator, held back for a few seconds; and what was refused


## First page: who I am, what I am and why, and the switch

my-status = My status
my-status-everywhere = My status in all offices
# The large switch. $status (String) - which of its three ends
status-name = { $status ->
    [available] Available
    [away] Away
   *[offline] Offline
  }
# Opens the menu of lengths: available for 30 minutes, and so on.
hold = For how long
hold-available = Available for
hold-away = Away for
add-schedule = Add a schedule
following-schedule = Following schedule
follow-schedule = Follow my schedule

## The offices

offices = Offices
offices-none = You are not in any office yet. Ask an administrator of your team to add you to one; it appears here by itself.
# $count (Number) - agents who are available in an office
office-online = { $count ->
    [0] No agents online
    [one] { $count } agent online
   *[other] { $count } agents online
  }
office-online-unknown = Agents online: not known
# A switch. $office (String)
office-available = Available in { $office }
# $office (String)
office-agents = Agents in { $office }
office-unknown = Who is here is not known until Porchlight is connected again.
office-without-agents = Nobody belongs to this office yet. An administrator can add agents to it.
office-empty = Nobody is available here, so customers see this office as offline.
set-everybody-away = Set everybody Away
set-everybody-away-nobody = Nobody else is available here
# $office (String)
set-everybody-away-in = Set everybody in { $office } Away
# $office (String)
set-everybody-away-title = Set everybody in { $office } Away?
# $people (String) - `Bo Ray, Cleo Marsh and you`
# $office (String)
set-everybody-away-text = Available there now: { $people }. Customers will see { $office } as offline until somebody comes back.
set-everybody-away-reason = Reason, told to them (optional)
# Not done yet: it can be undone. $office (String)
set-everybody-away-held = Everybody in { $office } will be set Away.
# In a list of people.
people-you = you
# Last in a list of people. $count (Number) - how many more there are
people-more = { $count ->
    [one] { $count } more
   *[other] { $count } more
  }
cancel = Cancel

## First run

welcome-title = Let them know you are home
welcome-text = Porchlight shows colleagues and customers whether somebody is there.
connect-title = Connect to your team’s server
connect-server = Server
connect-email = E-mail
connect-password = Password
connect-plain = I trust everybody on the way to this server
connect = Connect
connecting = Connecting…
# $example (String) - an address
connect-server-missing = Write the address of your team’s server, such as { $example }.
# $example (String) - an e-mail address
connect-email-missing = Write your e-mail address, such as { $example }.
connect-password-missing = Write your password.
try-here = Try it on this computer
try-here-starting = Starting…
try-here-text = With a sample campus. Nothing leaves this computer.

## Settings

account = Account
account-no-server = No server
sign-out = Sign out
sign-out-title = Sign out of Porchlight?
sign-out-text = Colleagues and customers see you as offline until you sign in again.
sign-out-cancel = Stay signed in
leaving-desk = When I leave the desk
idle-after = Away after no input for
# $duration (String) - `1 hour`
idle-organization = { $duration }, as for my organization
# $duration (String) - `1 hour`
idle-limit = At most { $duration }, which your organization sets.
away-on-lock = Away when the screen locks
away-on-lock-hint = At once, without waiting for the time above.
present-in-calls = Stay Available during calls and presentations
# $hours (Number)
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
# $example (String) - `5:30 PM`
clock-twelve = 12 hours: { $example }
# $example (String) - `17:30`
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
# “porchlight diagnostics” is a command, and stays as it is.
diagnostics-not-copied = It could not be copied; run “porchlight diagnostics” in a terminal.

## The schedule: words for its parts

next-day = next day
# $hours (Number)
whole-day = { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
  }
# What is special about a date. $kind (String)
date-kind = { $kind ->
    [time-off] time off
    [day-off] day off
    [other-hours] other hours
    [shifts] shifts
   *[free] no shifts
  }
# A date of the month, for those who cannot see it. $date (String) - `Thursday 26 November 2026`
# $kind (String) - `day off`
# $today (String) - whether it is today
month-date = { $today ->
    [yes] { $date }, today, { $kind }
   *[no] { $date }, { $kind }
  }

## The schedule: the page

schedule = Schedule
# $summary (String) - `On shift until 17:00`
# $length (String) - `35 h`
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
# $first (String) - `Mon`
# $last (String) - `Fri`
# $from (String) - `9:00`
# $until (String) - `17:00`
week-start = { $first }–{ $last }, { $from }–{ $until }
# Names of keys are between <kbd> and </kbd>. $minutes (Number) - 5
week-help = { $minutes ->
    [one] Draw a shift, drag it or its ends; with <kbd>Shift</kbd> to { $minutes } minute.
   *[other] Draw a shift, drag it or its ends; with <kbd>Shift</kbd> to { $minutes } minutes.
  }
week-help-more = By keyboard
# Names of keys are between <kbd> and </kbd>. $minutes (Number) - 5
week-help-keys = { $minutes ->
    [one] On a day, <kbd>+</kbd> makes a shift and <kbd>↓</kbd> goes to it. On a shift, <kbd>↑ ↓ ← →</kbd> move it, with <kbd>Shift</kbd> its end (<kbd>↑ ↓</kbd>) or beginning (<kbd>← →</kbd>), with <kbd>Ctrl</kbd> by { $minutes } minute; <kbd>Enter</kbd> writes exact times, <kbd>Delete</kbd> removes, <kbd>Page ↑ ↓</kbd> goes to the next.
   *[other] On a day, <kbd>+</kbd> makes a shift and <kbd>↓</kbd> goes to it. On a shift, <kbd>↑ ↓ ← →</kbd> move it, with <kbd>Shift</kbd> its end (<kbd>↑ ↓</kbd>) or beginning (<kbd>← →</kbd>), with <kbd>Ctrl</kbd> by { $minutes } minutes; <kbd>Enter</kbd> writes exact times, <kbd>Delete</kbd> removes, <kbd>Page ↑ ↓</kbd> goes to the next.
  }
dates-and-time-off = Dates and time off
dates-different = Dates that are different
# $zone (String) - `Europe/London`
time-zone-here = This computer is in { $zone }.
remove-schedule = Remove the whole schedule
import-shifts = Import shifts…
export-shifts = Export as .ics
import-hint = A roster or another calendar (.ics). Its shifts and dates replace those that are here; nothing holds until you save.
# $shifts (Number)
# $dates (Number)
shifts-taken = Weekly shifts: { $shifts }. Dates of their own in the next year: { $dates }.
# $file (String) - a path
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

## The schedule: the picture of the week, and what is below it


## The schedule: dates

month-before = The month before
month-after = The month after
chosen-dates = The chosen dates
choose-dates = Choose a date, or draw over several: a day off, other hours, or time off.
# Makes the chosen dates $kind (String). $count (Number) - how many dates
make-dates = { $kind ->
    [day-off] { $count ->
        [one] Day off
       *[other] Days off
      }
    [other-hours] Other hours
    [time-off] Time off
   *[as-every-week] As every week
  }
# What was made of dates: $dates (String) - `Thursday 26 November 2026`. $kind (String)
# $count (Number) - how many dates
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

## The schedule: the next two weeks

ahead = The next two weeks
ahead-draft = once saved
today = Today
offline-all-day = Offline

## The schedule: two versions of it

merge-title = The schedule was changed on another device in the meantime.
merge-decide = Choose what is to hold where both of you changed the same. Nothing is saved before you do.
merge-decided = Nothing is lost: this is what each of you changed. Choose otherwise where you like.
# Whose version. $side (String)
merge-side = { $side ->
    [mine] Yours
    [theirs] The other device
   *[both] Both
  }
merge = Put together

## The schedule: what was done. Each of these stands behind “Undo:”, “Undone:” and the like, and alone

undo = Undo
redo = Redo
# With the keys for it.
undo-hint = Undo (Ctrl+Z)
# With the keys for it.
redo-hint = Redo (Ctrl+Shift+Z)
# $step (String) - `drawing Friday, 20:00 to 02:00 on Saturday`
undo-step = Undo: { $step }
# $step (String)
redo-step = Redo: { $step }
# $step (String)
undone = Undone: { $step }.
# $step (String)
redone = Done again: { $step }.
step-merge = putting both versions together
step-discard = discarding your changes
step-remove-all = removing the whole schedule
step-import = taking shifts from a calendar
# $date (String) - `Thursday 26 November 2026`
step-change-date = changing { $date }
# $date (String)
step-remove-date = removing { $date }
step-change-time-off = changing time off
step-remove-time-off = removing time off
# $zone (String) - `Europe/London`
step-zone = changing the time zone to { $zone }
# $kind (String) - what was made of the dates
# $dates (String) - `Thursday 26 November 2026`
# $count (Number) - how many dates
step-dates = { $kind ->
    [day-off] { $count ->
        [one] day off on { $dates }
       *[other] days off on { $dates }
      }
    [other-hours] other hours on { $dates }
    [time-off] time off on { $dates }
   *[as-every-week] as every week on { $dates }
  }

## The schedule: what is said to those who do not see it done

merged = Both versions are together now. Save them, or go on.
discarded = Your changes were discarded.
look-again-said = Something needs another look.
removed-all = All shifts, dates and time off, removed.
# $step (String) - `Monday to Friday, 09:00 to 17:00`
workdays-added = { $step }, added.
