### What Porchlight says of an agent's status, of why and until when, in tray, menu, window, notifications and command line.
###
### For translators:
### - The three statuses are proper words of Porchlight: Available, Away and Offline, with a capital in English. Translate
###   each of them once and use the same word everywhere. "You" is one agent, whose gender is not known.
### - `$status` is always `available`, `away` or `offline`: choose by it, do not show it.
### - `$cause` is `schedule`, `manual`, `idle`, `locked`, `no-device`, `busy` or `default`: choose by it, do not show it.
### - `$who` is `you`, `administrator` (one whose name is not known) or `named`; `$name` is shown for `named` alone.
### - Some messages are parts that others take as an argument; they say so. Where they stand is up to the message that
###   takes them.
### - `.within` is the same to stand after other words of a sentence, `.you` with "you" before it.

## Moments

# An instant, as an adverb of other sentences: set by Dana at 14:02, At 14:02: nothing answers.
# $day (String) - today, yesterday, tomorrow, midnight (the end of today), weekday (less than a week away) or date
# $date (String) - what the day is called: Monday, 3 December; empty for the others
# $weekday (String) - mon, tue, wed, thu, fri, sat or sun, where a language's preposition depends on it
# $time (String) - by the clock: 14:02, 2:02 PM
# $hour (Number) - the hour as it is shown, where a language's article depends on it
moment-at = { $day ->
    [yesterday] yesterday at { $time }
    [tomorrow] tomorrow at { $time }
    [midnight] tomorrow at { $time }
    [weekday] { $weekday ->
       *[mon] on { $date } at { $time }
    }
    [date] on { $date } at { $time }
   *[today] { $hour ->
       *[other] at { $time }
    }
}
# Until an instant, as an adverb of other sentences: by your schedule, until 17:00.
# $day (String) - today, yesterday, tomorrow, midnight (the end of today), weekday (less than a week away) or date
# $date (String) - what the day is called: Monday, 3 December; empty for the others
# $weekday (String) - mon, tue, wed, thu, fri, sat or sun, where a language's preposition depends on it
# $time (String) - by the clock: 14:02, 2:02 PM
# $hour (Number) - the hour as it is shown, where a language's article depends on it
moment-until = { $day ->
    [yesterday] until yesterday at { $time }
    [tomorrow] until tomorrow at { $time }
    [midnight] until midnight
    [weekday] { $weekday ->
       *[mon] until { $date } at { $time }
    }
    [date] until { $date } at { $time }
   *[today] { $hour ->
       *[other] until { $time }
    }
}
# Since an instant, as an adverb of other sentences: no input since 11:20.
# $day (String) - today, yesterday, tomorrow, midnight (the end of today), weekday (less than a week away) or date
# $date (String) - what the day is called: Monday, 3 December; empty for the others
# $weekday (String) - mon, tue, wed, thu, fri, sat or sun, where a language's preposition depends on it
# $time (String) - by the clock: 14:02, 2:02 PM
# $hour (Number) - the hour as it is shown, where a language's article depends on it
moment-since = { $day ->
    [yesterday] since yesterday at { $time }
    [tomorrow] since tomorrow at { $time }
    [midnight] since tomorrow at { $time }
    [weekday] { $weekday ->
       *[mon] since { $date } at { $time }
    }
    [date] since { $date } at { $time }
   *[today] { $hour ->
       *[other] since { $time }
    }
}
# Shorter than moment-since, for lists: without the time unless it is today.
# $day (String) - today, yesterday, tomorrow, midnight (the end of today), weekday (less than a week away) or date
# $date (String) - what the day is called: Monday, 3 December; empty for the others
# $weekday (String) - mon, tue, wed, thu, fri, sat or sun, where a language's preposition depends on it
# $time (String) - by the clock: 14:02, 2:02 PM
# $hour (Number) - the hour as it is shown, where a language's article depends on it
moment-since-day = { $day ->
    [yesterday] since yesterday
    [tomorrow] since tomorrow
    [midnight] since tomorrow
    [weekday] { $weekday ->
       *[mon] since { $date }
    }
    [date] since { $date }
   *[today] { $hour ->
       *[other] since { $time }
    }
}

## How long something lasts

# Part of the reasons below: what comes after a choice that has an end.
# $until (String) - moment-until: until 14:15
# $status (String) - available, away or offline: what comes then
# $by (String) - choice (what was chosen before holds again), schedule, or default (nothing is chosen)
lasting-then = { $by ->
    [choice] { $status ->
        [available] { $until }, then Available as before
        [away] { $until }, then Away as before
       *[offline] { $until }, then Offline as before
    }
    [schedule] { $status ->
        [available] { $until }, then Available by your schedule
        [away] { $until }, then Away by your schedule
       *[offline] { $until }, then Offline by your schedule
    }
   *[default] { $status ->
        [available] { $until }, then Available
        [away] { $until }, then Away
       *[offline] { $until }, then Offline
    }
}
# Part of reason-manual: a choice without an end.
lasting-until-changed = until you change it
# $seconds (Number)
duration-seconds = { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
}
# $minutes (Number)
duration-minutes = { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}
# $hours (Number)
duration-hours = { $hours ->
    [one] 1 hour
   *[other] { $hours } hours
}
# Short, for notifications: You were away for 40 s.
# $seconds (Number)
length-seconds = { $seconds } s
# $minutes (Number)
length-minutes = { $minutes } min
# $hours (Number)
length-hours = { $hours } h
# $hours (Number)
# $minutes (Number) - from 1 to 59
length-hours-minutes = { $hours } h { $minutes } min

## A status

# A status by itself.
# $status (String) - available, away or offline
status = { $status ->
    [available] Available
    [away] Away
   *[offline] Offline
}
# Part of other sentences: the status in the offices that are named.
# $status (String) - available, away or offline
# $places (String) - offices' names: Library, Library and IT desk, or places-some
status-in = { $status ->
    [available] Available in { $places }
    [away] Away in { $places }
   *[offline] Offline in { $places }
}
    .within = { $status ->
        [available] available in { $places }
        [away] away in { $places }
       *[offline] offline in { $places }
    }
    .you = { $status ->
        [available] You are Available in { $places }
        [away] You are Away in { $places }
       *[offline] You are Offline in { $places }
    }
# $status (String) - available, away or offline
status-everywhere = { $status ->
    [available] Available everywhere
    [away] Away everywhere
   *[offline] Offline everywhere
}
    .within = { $status ->
        [available] available everywhere
        [away] away everywhere
       *[offline] offline everywhere
    }
    .you = { $status ->
        [available] You are Available everywhere
        [away] You are Away everywhere
       *[offline] You are Offline everywhere
    }
# Offline in all offices: there is no need to say where.
status-offline = Offline
    .within = offline
    .you = You are Offline
# Part of status-in: some of my offices.
# $there (Number) - how many of them
# $of (Number) - how many there are, two or more
places-some = { $there } of { $of ->
   *[other] { $of } offices
}
# A state and why: Available everywhere by your schedule, until 17:00; Away in Library, set by Dana at 14:02.
# $cause (String) - schedule, manual, idle, locked, no-device, busy or default
# $state (String) - status-in, status-everywhere, status-offline or status
# $reason (String) - one of the reasons below
state-because = { $cause ->
    [schedule] { $state } { $reason }
   *[other] { $state }, { $reason }
}

## Reasons
## Each stands after a state, or at the beginning of a line, where Porchlight makes its first letter large.

# $who (String) - you, administrator or named
# $name (String) - for named: Dana Fox
# $at (String) - moment-at: at 14:02
# $lasting (String) - until 17:00, until you change it
reason-manual = { $who ->
    [you] set by you { $at }, { $lasting }
    [administrator] set by an administrator { $at }, { $lasting }
   *[named] set by { $name } { $at }, { $lasting }
}
# The same, where several times of setting make one time meaningless.
# $who (String) - you, administrator or named
# $name (String) - for named: Dana Fox
# $lasting (String) - until 17:00, until you change it
reason-manual-timeless = { $who ->
    [you] set by you, { $lasting }
    [administrator] set by an administrator, { $lasting }
   *[named] set by { $name }, { $lasting }
}
reason-schedule = by your schedule
# $lasting (String) - until 17:00
reason-schedule-lasting = by your schedule, { $lasting }
reason-default = nothing is chosen and you have no schedule
reason-idle = no input
# $since (String) - moment-since: since 11:20
reason-idle-since = no input { $since }
reason-locked = locked
# $since (String) - moment-since: since 11:20
reason-locked-since = locked { $since }
# $until (String) - moment-until: until 15:00
reason-busy = busy in your calendar, { $until }
reason-no-device = no device of yours is connected
# Offices of the same status, for two reasons.
# $first (String) - a reason
# $places (String) - the offices that the other is about
# $other (String) - a reason
reasons-two = { $first }; in { $places } { $other }
# Offices of two statuses.
# $first (String) - a reason
# $elsewhere (String) - state-because, of a status-in.within: away in Library, set by Dana
reasons-elsewhere = { $first }; { $elsewhere }
# $first (String) - a reason
reasons-elsewhere-different = { $first }; elsewhere for different reasons
reasons-different = for different reasons, office by office

## Everything in a line or two

# The tray's tooltip.
# $state (String) - status-in, status-everywhere or status-offline
# $reason (String) - a reason
tooltip = { $state }: { $reason }
# $tooltip (String) - tooltip
# $online (String) - agents-online
tooltip-online = { $tooltip } · { $online }
# $tooltip (String) - tooltip
# $attention (String) - nobody-in, nobody-in-since or nobody-in-several
tooltip-attention = { $tooltip } · { $attention }
# The tray's tooltip while the server is out of reach.
# $link (String) - link-disconnected-since: Not connected since 14:02
# $tooltip (String) - tooltip, of a state.within: away in Library: set by Dana at 14:02, until 17:00
tooltip-once-connected = { $link } · Once connected { $tooltip }
# The same, while the server owes its word on a choice.
# $link (String) - link-unseen-choice
# $tooltip (String) - tooltip, of a state.within
tooltip-once-known = { $link } · Once the server knows { $tooltip }
tooltip-signed-out = Porchlight: not signed in
# The window's headline while the server is out of reach.
# $state (String) - a state.within: available in 2 of 3 offices
headline-once-connected = Once connected: { $state }
# The same, while the server owes its word on a choice.
# $state (String) - a state.within
headline-once-known = Once the server knows: { $state }
# The head of the tray's menu.
# $you (String) - a state.you: You are Away everywhere
# $until (String) - moment-until or lasting-then
menu-head-until = { $you } { $until }
# A mark on what shows a sample campus, whose people are nobody.
# $text (String) - the tooltip, or the menu's head
demo-mark = Demo · { $text }
no-office = You are not in any office yet. Ask an administrator to add you to one.
    .within = you are not in any office yet
# How many agents are online in my offices.
# $agents (Number)
agents-online = { $agents ->
    [one] 1 agent online
   *[other] { $agents } agents online
}

## Offices that nobody covers in their hours

# $office (String) - its name: Library
nobody-in = { $office } has nobody
# $office (String) - its name: Library
# $since (String) - moment-since
nobody-in-since = { $office } has nobody { $since }
# $places (String) - two offices' names, or places-some
nobody-in-several = { $places } have nobody
# Below an office's name.
nobody-here = Nobody here
# $since (String) - moment-since
nobody-here-since = Nobody here { $since }

## Who's online
## What stands behind a colleague's status.

colleague-idle = idle
colleague-locked = locked
colleague-busy = busy
# $who (String) - you, administrator or named
# $name (String) - for named: Dana Fox
colleague-set-by = { $who ->
    [you] set by you
    [administrator] set by an administrator
   *[named] set by { $name }
}

## The link to the server

link-signed-out = Not signed in
link-connecting = Connecting…
link-connected = Connected
link-disconnected = Not connected
# $since (String) - moment-since
link-disconnected-since = Not connected { $since }
link-unseen-choice = Your choice has not reached the server yet
sign-in-or-try = Sign in to your team's server, or try Porchlight on this computer.
# $server (String)
waiting-for-server = Waiting for { $server } to answer.
# Stands for the server's address where that is not known.
the-server = the server

## The tray's menu

menu-sign-in = Sign in…
menu-quit = Quit
menu-available-everywhere = Available everywhere
menu-available-for = Available for
menu-away-everywhere = Away everywhere
menu-away-for = Away for
menu-follow-schedule = Follow my schedule
menu-offline = Offline
menu-offices = Offices
# An office and how many agents are Available there.
# $office (String)
# $available (Number)
menu-office = { $office } ({ $available })
menu-open = Open Porchlight
menu-settings = Settings
# An entry of menu-available-for.
# $until (String) - moment-until
hold-end-of-shift = { $until } (end of shift)
# An entry of menu-away-for.
hold-until-changed = until I change it

## The schedule

schedule-none = No schedule yet
# $until (String) - moment-until
schedule-on-shift = On shift { $until }
schedule-always = On shift around the clock
# $at (String) - moment-at
schedule-off-shift = Off shift; next { $at }
schedule-never = Off shift; no shift is planned
# What is so in a part of a day to come: 09:00 to 17:00: available everywhere by your schedule
# $from (String) - by the clock
# $until (String) - by the clock
# $state (String) - state-because of a state.within, or several joined by ahead-several
ahead-stretch = { $from } to { $until }: { $state }
# $first (String) - state-because of a state.within
# $other (String) - state-because of a state.within
ahead-several = { $first }; { $other }
# Reasons of states to come.
ahead-by-choice = by your choice
# $who (String) - administrator or named
# $name (String) - for named: Dana Fox
ahead-set-by = { $who ->
    [administrator] set by an administrator
   *[named] set by { $name }
}
ahead-busy = busy in your calendar
ahead-unknown = as far as is known
# Daylight saving time begins.
# $by (String) - a duration: 1 hour
# $time (String) - by the clock, before
ahead-clocks-forward = The clocks go forward by { $by } at { $time }
# Daylight saving time ends.
# $by (String) - a duration: 1 hour
# $time (String) - by the clock, before
ahead-clocks-back = The clocks go back by { $by } at { $time }

## Banners

banner-unseen-choice = Your choice has not reached the server yet, so nobody else sees it. It is kept, and sent as soon as the server answers.
# $link (String) - link-disconnected or link-disconnected-since
# $why (String) - a sentence of unreachable-…, or check-network
banner-not-connected = { $link }, so customers may see you as offline. { $why } Porchlight keeps trying. What you choose here is sent as soon as it is connected.
# $link (String) - link-disconnected or link-disconnected-since
# $why (String) - a sentence of unreachable-…, or check-network
banner-not-connected-schedule = { $link }, so customers may see you as offline. { $why } Porchlight keeps trying. Your schedule goes on, and what you choose here is sent as soon as it is connected.
# The same for a sample campus, which has no customers.
# $link (String) - link-disconnected or link-disconnected-since
# $why (String) - a sentence of unreachable-…, or check-network
banner-campus-not-connected = { $link }. { $why } Porchlight keeps trying. What you choose here is sent as soon as it is connected.
# $link (String) - link-disconnected or link-disconnected-since
# $why (String) - a sentence of unreachable-…, or check-network
banner-campus-not-connected-schedule = { $link }. { $why } Porchlight keeps trying. Your schedule goes on, and what you choose here is sent as soon as it is connected.
check-network = Check your network.
# $why (String) - without a full stop
banner-no-idle-source = Porchlight cannot tell when you are away from this computer: { $why }. You will stay as you chose; set yourself Away by hand.
# $why (String) - without a full stop
banner-no-tray = Porchlight's icon cannot be shown: { $why }. Everything works in this window; start Porchlight again to open it. On GNOME, install the extension “AppIndicator and KStatusNotifierItem Support” for the icon.
# $why (String) - without a full stop
banner-no-notifications = Porchlight cannot show notifications: { $why }. Start a notification service, or look here and at the icon for what changes.
# $who (String) - administrator or named
# $name (String) - for named: Dana Fox
# $office (String)
# $at (String) - moment-at
banner-set-away = { $who ->
    [administrator] An administrator set you Away in { $office } { $at }.
   *[named] { $name } set you Away in { $office } { $at }.
}
# $who (String) - administrator or named
# $name (String) - for named: Dana Fox
# $office (String)
# $at (String) - moment-at
# $reason (String) - what the administrator wrote
banner-set-away-reason = { $who ->
    [administrator] An administrator set you Away in { $office } { $at }. Reason: { $reason }
   *[named] { $name } set you Away in { $office } { $at }. Reason: { $reason }
}
# $since (String) - moment-since
banner-are-you-back = You were away { $since }. You are Away until you say that you are back.
action-go-back = Go back
action-im-back = I'm back

## Notifications

notice-almost-idle = You will be Away in a minute
# $passed (String) - length-…: 59 min
notice-almost-idle-body = There was no input for { $passed }. Move the mouse, and you stay.
action-im-here = I'm here
# $passed (String) - length-…: 60 min
notice-idle = You were away for { $passed }
# $since (String) - moment-since
notice-idle-body = There was no input { $since }, so you are Away.
# $since (String) - moment-since
# $places (String) - offices' names: Library and IT desk
notice-idle-body-last-one = There was no input { $since }, so you are Away. You were the last one Available in { $places }.
notice-return-asks = You are Away until you say that you are back.
notice-returned = You are back, as you chose and as your schedule says.
notice-shift-begins = Your shift has begun: you are Available
notice-shift-ends = Your shift is over: you are Offline
notice-by-schedule = By your schedule.
# $until (String) - moment-until
notice-by-schedule-until = By your schedule, { $until }.
# $body (String) - notice-by-schedule or notice-by-schedule-until
# $places (String) - offices' names: Library and IT desk
notice-by-schedule-last-one = { $body } You were the last one Available in { $places }.
# $status (String) - available, away or offline
action-stay = { $status ->
    [available] Stay Available
    [away] Stay Away
   *[offline] Stay Offline
}
# $places (String) - offices' names: Library and IT desk
notice-last-one = You were the last one Available in { $places }
notice-last-one-body = Customers see nobody there now.
# $who (String) - administrator or named
# $name (String) - for named: Dana Fox
# $office (String)
notice-set-away = { $who ->
    [administrator] An administrator set you Away in { $office }
   *[named] { $name } set you Away in { $office }
}
# $office (String)
notice-set-away-body = Customers of { $office } no longer see you.
# $office (String)
# $reason (String) - what the administrator wrote
notice-set-away-body-reason = Customers of { $office } no longer see you. Reason: { $reason }
# A choice with an end is about to end, everywhere.
# $status (String) - available, away or offline
# $time (String) - by the clock
notice-timer = { $status ->
    [available] Available until { $time }
    [away] Away until { $time }
   *[offline] Offline until { $time }
}
# $status (String) - available, away or offline
# $places (String) - offices' names: Library and IT desk
# $time (String) - by the clock
notice-timer-in = { $status ->
    [available] Available in { $places } until { $time }
    [away] Away in { $places } until { $time }
   *[offline] Offline in { $places } until { $time }
}
# $length (String) - length-…: 5 min
notice-timer-body = That is in { $length }.
# $length (String) - length-…: 5 min
# $status (String) - available, away or offline: what comes then
# $by (String) - choice (what was chosen before holds again), schedule, or default (nothing is chosen)
notice-timer-body-then = { $by ->
    [choice] { $status ->
        [available] That is in { $length }, then Available as before.
        [away] That is in { $length }, then Away as before.
       *[offline] That is in { $length }, then Offline as before.
    }
    [schedule] { $status ->
        [available] That is in { $length }, then Available by your schedule.
        [away] That is in { $length }, then Away by your schedule.
       *[offline] That is in { $length }, then Offline by your schedule.
    }
   *[default] { $status ->
        [available] That is in { $length }, then Available.
        [away] That is in { $length }, then Away.
       *[offline] That is in { $length }, then Offline.
    }
}
action-one-more-hour = 1 more hour
notice-refused = That did not work
action-open = Open Porchlight

## What keeps the screen on

# $since (String) - moment-since
# $by (String) - the program: Zoom
vouched-by-program = No input { $since }, but { $by } keeps the screen on, so you stay Available.
# $since (String) - moment-since
# $by (String) - two programs: Firefox and Zoom
vouched-by-two-programs = No input { $since }, but { $by } keep the screen on, so you stay Available.
# $since (String) - moment-since
# $by (String) - one of three or more programs: Firefox
vouched-by-programs = No input { $since }, but { $by } and other programs keep the screen on, so you stay Available.
# $since (String) - moment-since
vouched-by-some-program = No input { $since }, but a program keeps the screen on, so you stay Available.
# $since (String) - moment-since
vouched-by-presentation = No input { $since }, but this computer shows a presentation, so you stay Available.
# $since (String) - moment-since
vouched-by-full-screen = No input { $since }, but a program fills the screen, so you stay Available.

## Diagnostics

diagnostics-untried = Not tried yet
# $why (String)
diagnostics-none = None: { $why }
# $at (String) - moment-at; its first letter is made large
# $why (String) - a sentence
diagnostics-failed-at = { $at }: { $why }
diagnostics-nothing-sent = Nothing yet
diagnostics-not-known = Not known
# A line of the text that is copied for whoever helps.
# $label (String) - diagnostics-label-…
# $value (String)
diagnostics-line = { $label }: { $value }
diagnostics-label-version = Version
diagnostics-label-system = System
diagnostics-label-idle = Idle time
diagnostics-label-lock = Lock and sleep
diagnostics-label-calls = Calls and presentations
diagnostics-label-tray = Tray
diagnostics-label-notifications = Notifications
diagnostics-label-server = Server
diagnostics-label-link = Link
diagnostics-label-last-sync = Last sync
diagnostics-label-last-failure = Last failure
diagnostics-label-last-sent = Last sent
diagnostics-label-token = Token
diagnostics-label-log = Log
diagnostics-label-events = Last events
diagnostics-now = Now
diagnostics-not-yet = Not yet
diagnostics-no-value = None
# The last thing that left this machine.
sent-active = activity: active
sent-unknown = activity: unknown
sent-idle = activity: idle, and since when
sent-locked = activity: locked, and since when
# $choice (String) - choice-everywhere or choice-in
sent-choice = choice: { $choice }
sent-busy = busy times
sent-idle-time = idle time
sent-schedule = schedule
# $office (String)
sent-away-everybody = Away in { $office } for everybody
# $office (String)
sent-away-colleague = Away in { $office } for a colleague
# $status (String) - available, away, offline or follow_schedule
choice-everywhere = { $status ->
    [available] Available everywhere
    [away] Away everywhere
    [follow_schedule] follow the schedule everywhere
   *[offline] Offline everywhere
}
# $status (String) - available, away, offline or follow_schedule
# $office (String)
choice-in = { $status ->
    [available] Available in { $office }
    [away] Away in { $office }
    [follow_schedule] follow the schedule in { $office }
   *[offline] Offline in { $office }
}
# A thing that happened: 29 Nov 14:02:11 Connected
# $date (String)
# $time (String)
# $what (String) - one of the messages below
event-at = { $date } { $time } { $what }
event-started = Started
event-connected = Connected
event-signed-out = Nobody is signed in
event-connecting = Connecting
event-not-connected = Not connected.
# $why (String) - a sentence
event-not-connected-why = Not connected. { $why }
event-input = Input
# $since (String) - moment-since
event-no-input = No input { $since }
# $since (String) - moment-since
event-locked = Locked { $since }
event-input-unknown = Whether there is input is not known
# $since (String) - moment-since
event-screen-kept-on = No input { $since }, but the screen is kept on
event-slept = Went to sleep
event-woke = Woke
# $choice (String) - choice-everywhere or choice-in
event-choice = Choice: { $choice }
# What a notification was about, without a name, as these are passed on.
event-told-idle = Told: no input
# $office (String)
event-told-set-away = Told: set Away in { $office }
event-told-schedule = Told: the schedule
event-told-timer = Told: the end of a choice
# $office (String)
event-told-last-one = Told: the last one in { $office }
event-told-refused = Told: something that did not work
# $place (String) - where the token is kept
event-token = Token: { $place }
# $part (String) - diagnostics-label-…
# $why (String)
event-lost = { $part }: none, { $why }
# $part (String) - diagnostics-label-…
# $what (String)
event-found = { $part }: { $what }

## Calendar

calendar-unread = Not read yet.
# What was read of a calendar.
# $at (String) - moment-at: at 14:02
# $times (Number) - how often it says that she is busy
calendar-read = { $times ->
    [0] Read { $at }: nothing busy in the next 60 days.
    [one] Read { $at }: busy once in the next 60 days.
   *[other] Read { $at }: busy { $times } times in the next 60 days.
}
# $why (String) - unreachable, not-allowed, missing, no-calendar, too-large or other
# $place (String) - the name of the computer that it is on, or of its file
calendar-failed = { $why ->
    [unreachable] { $place } does not answer, so the calendar could not be read. What was read before still counts; it is tried again in 15 minutes.
    [not-allowed] { $place } does not let Porchlight read the calendar. Use the calendar's secret or private address, or one with a name and password in it.
    [missing] There is no calendar at that address of { $place }. Copy the address once more from where you see your calendar.
    [no-calendar] What { $place } sends is not a calendar. Use the address that ends in .ics, or one to subscribe to.
    [too-large] The calendar of { $place } is larger than 10 MB, which is too much. Use one with fewer entries.
   *[other] This is not an address of a calendar. Use one that begins with https://, or a file of this computer.
}

## Why: each fact that was looked at, in order, and what came of it

# A fact: nothing about devices makes her Away.
why-device = You are at one of your devices
# $effect (String) - decides, hands-over, over, passed-over, lowers or nothing
# $fact (String) - `Away in Library, set by Dana Fox at 14:02, until 17:00`, `On shift until 17:00`, `No input since 11:20`
# $status (String) - for lowers: away or offline
why-fact = { $effect ->
    [decides] { $fact }: this decides.
    [hands-over] { $fact }: this lets your schedule decide.
    [over] { $fact }: this is over, and counts no more.
    [passed-over] { $fact }: what is above goes before it.
    [lowers] { $status ->
        [away] { $fact }: this makes you Away all the same.
       *[offline] { $fact }: this makes you Offline all the same.
    }
   *[nothing] { $fact }: this changes nothing.
}

## Shifts out of a calendar

# Why nothing was read.
# $why (String) - unreachable, not-allowed, missing, no-calendar, too-large or other
# $place (String) - a file's name, or the name of the computer that the calendar is on
roster-unread = { $why ->
    [unreachable] { $place } does not answer, so that nothing was read. Try again later, or download the calendar and give the file.
    [not-allowed] { $place } does not let Porchlight read the calendar. Use the calendar's secret or private address, or a file that you may read.
    [missing] There is no calendar at { $place }. Look at how the file or the address is written.
    [no-calendar] There is no whole calendar in { $place }. Use what ends in .ics, as calendars and rosters are exported.
    [too-large] The calendar of { $place } is larger than 10 MB, which is too much. Export fewer of its entries.
   *[other] This is not an address of a calendar. Use one that begins with https://, or a file of this computer.
}
# An event of the calendar that is no shift.
# $why (String) - whole-day, no-times, too-long, no-zone or no-rule
# $line (String) - the number of the line on which it begins
roster-not-understood = { $why ->
    [whole-day] Line { $line }: takes whole days; a shift says from when until when.
    [no-times] Line { $line }: does not say from when until when.
    [too-long] Line { $line }: takes more than 24 hours.
    [no-zone] Line { $line }: is by the clocks of a time zone that is not known.
   *[no-rule] Line { $line }: is repeated in a way that is not understood.
}
roster-empty = There are no shifts in the next year, so that nothing was changed.
# The name of each event that is exported.
roster-shift = Shift
# $file (String) - a path
roster-unwritten = { $file } could not be written to. Look whether there is room, and whether you may write there.
