var e=`hours = { $from }–{ $until }
sentence = { $text }.
error-unknown = Quelque chose a échoué dans Porchlight même. Réessayez ; si cela persiste, quittez Porchlight et relancez-le.
held-when = { $seconds ->
    [one] Dans { $seconds } seconde, si cette fenêtre reste ouverte.
   *[other] Dans { $seconds } secondes, si cette fenêtre reste ouverte.
  }
held-soon = Dans quelques secondes, si cette fenêtre reste ouverte.
held-now = Maintenant
held-undo = Annuler
dismiss = Fermer
agent-status = { $status ->
    [available] disponible :
    [away] absent :
   *[offline] hors ligne :
  }
agent-you = (vous)
set-away = Mettre { $agent } Absent
set-away-in = Mettre { $agent } Absent à { $office }
set-away-held = { $agent } passera Absent à { $office }.
length = { $hours ->
    [0] { $minutes } min
   *[other] { $minutes ->
        [0] { $hours } h
       *[other] { $hours } h { NUMBER($minutes, minimumIntegerDigits: 2) }
      }
  }
shift = { $day }, de { $from } à { $until }
shift-overnight = { $day }, de { $from } à { $until } le { $next }
to = à
on-day = le { $day }
begins = Début
ends = Fin
time-wrong = Écrivez les heures comme { $first } ou { $second }.
no-shifts = aucun service
week-day = { $today ->
    [yes] { $day }, aujourd’hui, { $length }
   *[no] { $day }, { $length }
  }
dates = { $first } au { $last }
time-zone = Fuseau horaire
your-week = Votre semaine
on-which-days = Quels jours
day-length = { $length } · copier sur
day-empty = Aucun service
add-shift = Ajouter un service
clear-day = Vider { $day }
copy-day = Copier { $day } sur
days-range = { $first }–{ $last }
days-all = Tous
remove-shift = Retirer { $shift }
remove-hint = Retirer (Suppr)
day-off = Jour libre
time-off = Congé
merge-time-off = Congé, { $dates }
merge-nothing = { $what ->
    [no-shifts] aucun service
    [as-every-week] comme chaque semaine
    [day-off] jour libre
   *[no-time-off] aucun
  }
step-workdays = { $first } à { $last }, de { $from } à { $until }
step-shift = { $what ->
    [draw] dessiner { $shift }
    [move] déplacer { $shift }
    [stretch] étirer { $shift }
    [times] régler les heures de { $shift }
    [remove] retirer { $shift }
   *[add] ajouter { $shift }
  }
step-copy = copier { $day } sur { $days }
step-clear = vider { $day }
all-weekdays = tous les jours ouvrés
every-day = tous les jours
shift-joined = { $shift } : réuni avec le service qui était là.
shift-added = { $shift } : ajouté.
shift-removed = { $shift } : retiré.
day-copied = { $day } : copié sur { $days }.
day-cleared = { $day } : plus aucun service.`;export{e as default};