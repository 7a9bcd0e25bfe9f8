### What the command line says. Its help stays English, and so do names of commands and options, which stand in backticks.

cli-not-running = Porchlight is not running. Start it with `porchlight`, or add `--start`.
cli-no-campus = The sample campus is not running. Start it with `porchlight --demo`, or add `--start`.
cli-silent = The Porchlight that runs does not answer. Quit it from its menu, or end its process, and start it again.
# $running (String) - a version: 0.2.0
# $version (String) - this version
cli-other-version = Porchlight { $running } is running, and this is { $version }. Run `porchlight` to go on with the newer one, or `porchlight quit` to end the one that runs.
# $email (String)
cli-signed-in = Signed in as { $email }.
cli-signed-out = Signed out.
cli-sign-in-first = You are not signed in. Sign in with `porchlight sign-in`, or in the window.
cli-ended = Porchlight has ended.
cli-campus-ended = The sample campus has ended.
cli-is-not-running = Porchlight is not running.
cli-campus-is-not-running = The sample campus is not running.
cli-kept = Your choice has not reached the server yet. It is kept, and sent as soon as possible.
cli-demo = Demo: a sample campus on this computer
# $office (String) - as it was asked for
# $offices (String) - the ids of her offices, joined by commas
cli-unknown-office = You are in no office called { $office }; yours are: { $offices }.
cli-no-office = You are in no office yet; an administrator can add you to one.

## `schedule`

# In place of a file's name.
cli-schedule-stdin = standard input
# $shifts (String) - how many weekly shifts
# $dates (String) - on how many dates something else holds than the weekly shifts
cli-schedule-read = Weekly shifts: { $shifts }. Dates of their own in the next year: { $dates }.
# One line of what was read.
# $when (String) - `Monday and Wednesday`, or a date
# $times (String) - `09:00–12:00 and 13:00–17:00`
cli-schedule-on = { $when }: { $times }
# $when (String) - a date
cli-schedule-nothing-on = { $when }: no shifts
cli-schedule-saved = Saved: this is your schedule now.
cli-schedule-same = Your schedule is like that already.
cli-schedule-look = Nothing is saved yet: look at it in the window, on the page Schedule, and save or discard it there.
cli-schedule-unsaved = There are changes to your schedule that are not saved. Save or discard them in the window, and import then.
cli-schedule-none = You have no schedule yet, so there is nothing to export.

## Headings of the table of offices, in capitals where a language has them

cli-heading-id = ID
cli-heading-office = OFFICE
# How many agents are online there.
cli-heading-online = ONLINE
# What she is there, and why.
cli-heading-you = YOU

## The password

# Asks for it; the answer is typed behind.
cli-password = Password:
cli-no-terminal = There is no terminal to ask on; add `--password-stdin`.
cli-password-empty = The password on standard input is empty.

## `--until`

# $time (String) - as it was written
cli-time-passed = `{ $time }` has already passed.
# $time (String) - as it was written
# $days (Number) - the longest that a choice can hold
cli-time-too-long = { $days ->
   *[other] Until `{ $time }` is longer than a choice can hold, which is { $days } days; use `--hold` to keep it until you change it.
}
# $zone (String) - as it was written
cli-no-zone = There is no time zone called `{ $zone }`; write it like Europe/Berlin or America/New_York.
# $time (String) - as it was written
cli-no-time = `{ $time }` is no time; write something like 18:00, 18:00 America/New_York or 2026-11-23T18:00:00Z.
# $time (String) - as it was written
# $zone (String)
cli-time-skipped = `{ $time }` does not come within a day in the time zone { $zone }; write it as an instant, like 2026-11-23T18:00:00Z.

## Calendar

cli-no-calendar = No calendar is followed.
cli-calendar-empty = The calendar's address on standard input is empty.
