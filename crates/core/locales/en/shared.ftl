### What the window and the server's pages both say.

# A stretch of a day. $from (String) - `09:00`
# $until (String) - `17:00`
hours = { $from }–{ $until }
# Something whole, with what ends a sentence. $text (String)
sentence = { $text }.

## The frame around the pages

# What went wrong is not known.
error-unknown = Something went wrong in Porchlight itself. Try again; if it stays, quit Porchlight and start it anew.

## An act of an administrator, held back for a few seconds; and what was refused

# $seconds (Number) - how many are left
held-when = { $seconds ->
    [one] In { $seconds } second, if this window stays open.
   *[other] In { $seconds } seconds, if this window stays open.
  }
# The same for those who cannot see; they are not told of every second.
held-soon = In a few seconds, if this window stays open.
held-now = Now
held-undo = Undo
dismiss = Dismiss

## The offices

# Before the name of an agent, for those who cannot see the dot. $status (String)
agent-status = { $status ->
    [available] available:
    [away] away:
   *[offline] offline:
  }
# Behind one's own name in a list
agent-you = (you)
# A button. $agent (String)
set-away = Set { $agent } Away
# $agent (String)
# $office (String)
set-away-in = Set { $agent } Away in { $office }
# Not done yet: it can be undone. $agent (String)
# $office (String)
set-away-held = { $agent } will be set Away in { $office }.

## The schedule: words for its parts

# How long something takes, with little room. $hours (Number)
# $minutes (Number) - beside the hours
length = { $hours ->
    [0] { $minutes } min
   *[other] { $minutes ->
        [0] { $hours } h
       *[other] { $hours } h { NUMBER($minutes, minimumIntegerDigits: 2) }
      }
  }
# A shift. $day (String) - `Friday`
# $from (String) - `09:00`
# $until (String) - `17:00`
shift = { $day }, { $from } to { $until }
# A shift that ends on the next day. $day (String) - `Friday`
# $from (String) - `20:00`
# $until (String) - `02:00`
# $next (String) - `Saturday`
shift-overnight = { $day }, { $from } to { $until } on { $next }
# Between two fields for times of day, or dates.
to = to
# Behind the times of a shift that ends on another day. $day (String) - `Sat`
on-day = on { $day }
begins = Begins
ends = Ends
# $first (String) - `09:00`, a time of day as it may be written
# $second (String) - `17:30`
time-wrong = Write times of day like { $first } or { $second }.
no-shifts = no shifts
# A day of the week, for those who cannot see it. $day (String) - `Thursday`
# $length (String) - `8 h`, or `no shifts`
# $today (String) - whether it is today
week-day = { $today ->
    [yes] { $day }, today, { $length }
   *[no] { $day }, { $length }
  }
# Two dates. $first (String) - `Thu 24 Dec`
# $last (String) - `Sun 3 Jan`
dates = { $first } to { $last }

## The schedule: the page

time-zone = Time zone

## The schedule: the picture of the week, and what is below it

your-week = Your week
on-which-days = On which days
# $length (String) - `8 h`; beside it are the days to copy to
day-length = { $length } · copy to
day-empty = No shifts
add-shift = Add a shift
# $day (String) - `Monday`
clear-day = Clear { $day }
# $day (String) - `Monday`; beside it are the days to copy to
copy-day = Copy { $day } to
# $first (String) - `Mon`
# $last (String) - `Fri`
days-range = { $first }–{ $last }
days-all = All
# $shift (String) - `Friday, 20:00 to 02:00 on Saturday`
remove-shift = Remove { $shift }
# With the key for it.
remove-hint = Remove (Delete)

## The schedule: dates

day-off = Day off
time-off = Time off

## The schedule: two versions of it

# $dates (String) - `Thu 24 Dec to Sun 3 Jan`
merge-time-off = Time off, { $dates }
# What a version has there. $what (String)
merge-nothing = { $what ->
    [no-shifts] no shifts
    [as-every-week] as every week
    [day-off] day off
   *[no-time-off] none
  }

## The schedule: what was done. Each of these stands behind “Undo:”, “Undone:” and the like, and alone

# $first (String) - `Monday`
# $last (String) - `Friday`
# $from (String) - `09:00`
# $until (String) - `17:00`
step-workdays = { $first } to { $last }, { $from } to { $until }
# What was done to a shift: $what (String). $shift (String) - `Friday, 20:00 to 02:00 on Saturday`
step-shift = { $what ->
    [draw] drawing { $shift }
    [move] moving { $shift }
    [stretch] stretching { $shift }
    [times] setting the times of { $shift }
    [remove] removing { $shift }
   *[add] adding { $shift }
  }
# $day (String) - `Monday`
# $days (String) - `Tuesday`, `all weekdays`
step-copy = copying { $day } to { $days }
# $day (String) - `Monday`
step-clear = clearing { $day }
all-weekdays = all weekdays
every-day = every day

## The schedule: what is said to those who do not see it done

# $shift (String) - `Friday, 20:00 to 02:00 on Saturday`
shift-joined = { $shift }, joined with the shift that was there.
# $shift (String)
shift-added = { $shift }, added.
# $shift (String)
shift-removed = { $shift }, removed.
# $day (String) - `Monday`
# $days (String) - `Tuesday`, `all weekdays`
day-copied = { $day } copied to { $days }.
# $day (String) - `Monday`
day-cleared = { $day } has no shifts any more.
