var e=`hours = { $from }–{ $until }
sentence = { $text }.
error-unknown = Something went wrong in Porchlight itself. Try again; if it stays, quit Porchlight and start it anew.
held-when = { $seconds ->
    [one] In { $seconds } second, if this window stays open.
   *[other] In { $seconds } seconds, if this window stays open.
  }
held-soon = In a few seconds, if this window stays open.
held-now = Now
held-undo = Undo
dismiss = Dismiss
agent-status = { $status ->
    [available] available:
    [away] away:
   *[offline] offline:
  }
agent-you = (you)
set-away = Set { $agent } Away
set-away-in = Set { $agent } Away in { $office }
set-away-held = { $agent } will be set Away in { $office }.
length = { $hours ->
    [0] { $minutes } min
   *[other] { $minutes ->
        [0] { $hours } h
       *[other] { $hours } h { NUMBER($minutes, minimumIntegerDigits: 2) }
      }
  }
shift = { $day }, { $from } to { $until }
shift-overnight = { $day }, { $from } to { $until } on { $next }
to = to
on-day = on { $day }
begins = Begins
ends = Ends
time-wrong = Write times of day like { $first } or { $second }.
no-shifts = no shifts
week-day = { $today ->
    [yes] { $day }, today, { $length }
   *[no] { $day }, { $length }
  }
dates = { $first } to { $last }
time-zone = Time zone
your-week = Your week
on-which-days = On which days
day-length = { $length } · copy to
day-empty = No shifts
add-shift = Add a shift
clear-day = Clear { $day }
copy-day = Copy { $day } to
days-range = { $first }–{ $last }
days-all = All
remove-shift = Remove { $shift }
remove-hint = Remove (Delete)
day-off = Day off
time-off = Time off
merge-time-off = Time off, { $dates }
merge-nothing = { $what ->
    [no-shifts] no shifts
    [as-every-week] as every week
    [day-off] day off
   *[no-time-off] none
  }
step-workdays = { $first } to { $last }, { $from } to { $until }
step-shift = { $what ->
    [draw] drawing { $shift }
    [move] moving { $shift }
    [stretch] stretching { $shift }
    [times] setting the times of { $shift }
    [remove] removing { $shift }
   *[add] adding { $shift }
  }
step-copy = copying { $day } to { $days }
step-clear = clearing { $day }
all-weekdays = all weekdays
every-day = every day
shift-joined = { $shift }, joined with the shift that was there.
shift-added = { $shift }, added.
shift-removed = { $shift }, removed.
day-copied = { $day } copied to { $days }.
day-cleared = { $day } has no shifts any more.`;export{e as default};