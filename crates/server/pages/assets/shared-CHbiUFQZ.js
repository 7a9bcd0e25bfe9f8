var e=`hours = { $from }–{ $until }
sentence = { $text }.
error-unknown = In Porchlight selbst ist etwas schiefgegangen. Versuch es noch einmal; bleibt es so, beende Porchlight und starte es neu.
held-when = { $seconds ->
    [one] In { $seconds } Sekunde, wenn dieses Fenster offen bleibt.
   *[other] In { $seconds } Sekunden, wenn dieses Fenster offen bleibt.
  }
held-soon = In ein paar Sekunden, wenn dieses Fenster offen bleibt.
held-now = Jetzt
held-undo = Rückgängig
dismiss = Schließen
agent-status = { $status ->
    [available] verfügbar:
    [away] abwesend:
   *[offline] offline:
  }
agent-you = (du)
set-away = { $agent } auf Abwesend setzen
set-away-in = { $agent } in { $office } auf Abwesend setzen
set-away-held = { $agent } wird in { $office } auf Abwesend gesetzt.
length = { $hours ->
    [0] { $minutes } min
   *[other] { $minutes ->
        [0] { $hours } h
       *[other] { $hours } h { NUMBER($minutes, minimumIntegerDigits: 2) }
      }
  }
shift = { $day }, { $from } bis { $until }
shift-overnight = { $day }, { $from } bis { $until } am { $next }
to = bis
on-day = am { $day }
begins = Beginnt
ends = Endet
time-wrong = Schreib Uhrzeiten wie { $first } oder { $second }.
no-shifts = keine Schichten
week-day = { $today ->
    [yes] { $day }, heute, { $length }
   *[no] { $day }, { $length }
  }
dates = { $first } bis { $last }
time-zone = Zeitzone
your-week = Deine Woche
on-which-days = An welchen Tagen
day-length = { $length } · kopieren auf
day-empty = Keine Schichten
add-shift = Schicht hinzufügen
clear-day = { $day } leeren
copy-day = { $day } kopieren auf
days-range = { $first }–{ $last }
days-all = Alle
remove-shift = Entfernen: { $shift }
remove-hint = Entfernen (Entf)
day-off = Freier Tag
time-off = Urlaub
merge-time-off = Urlaub, { $dates }
merge-nothing = { $what ->
    [no-shifts] keine Schichten
    [as-every-week] wie jede Woche
    [day-off] freier Tag
   *[no-time-off] keiner
  }
step-workdays = { $first } bis { $last }, { $from } bis { $until }
step-shift = { $what ->
    [draw] zeichnen: { $shift }
    [move] verschieben: { $shift }
    [stretch] strecken: { $shift }
    [times] Zeiten setzen: { $shift }
    [remove] entfernen: { $shift }
   *[add] hinzufügen: { $shift }
  }
step-copy = { $day } kopieren auf { $days }
step-clear = { $day } leeren
all-weekdays = alle Werktage
every-day = alle Tage
shift-joined = { $shift }, mit der Schicht verbunden, die dort war.
shift-added = { $shift }, hinzugefügt.
shift-removed = { $shift }, entfernt.
day-copied = { $day } auf { $days } kopiert.
day-cleared = { $day } hat keine Schichten mehr.`;export{e as default};