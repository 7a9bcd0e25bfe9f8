var e=`no-answer = Porchlight ne répond pas. Fermez cette fenêtre, puis rouvrez-la depuis la barre ou avec « porchlight window ».
nav = Pages
nav-status = Statut
nav-schedule = Planning
nav-settings = Réglages
demo = Démo
demo-hint = Un campus d’exemple sur cet ordinateur : personne d’autre ne vous voit ici
put-aside = Mettre de côté
ask-at-login = Porchlight peut démarrer tout seul à l’ouverture de votre session, pour que personne ne vous attende en vain.
ask-at-login-yes = Démarrer avec la session
ask-at-login-no = Pas maintenant
my-status = Mon statut
my-status-everywhere = Mon statut dans tous les bureaux
status-name = { $status ->
    [available] Disponible
    [away] Absent
   *[offline] Hors ligne
  }
hold = Pour combien de temps
hold-available = Disponible pendant
hold-away = Absent pendant
add-schedule = Ajouter un planning
following-schedule = Selon le planning
follow-schedule = Suivre mon planning
offices = Bureaux
offices-none = Vous n’êtes encore dans aucun bureau. Demandez à un administrateur de votre équipe de vous ajouter à l’un d’eux ; il apparaîtra ici tout seul.
office-online = { $count ->
    [0] Aucun agent en ligne
    [one] { $count } agent en ligne
   *[other] { $count } agents en ligne
  }
office-online-unknown = Agents en ligne : inconnu
office-available = Disponible à { $office }
office-agents = Agents de { $office }
office-unknown = On ne sait pas qui est là tant que Porchlight n’est pas reconnecté.
office-without-agents = Personne n’appartient encore à ce bureau. Un administrateur peut y ajouter des agents.
office-empty = Personne n’est disponible ici, les clients voient donc ce bureau hors ligne.
set-everybody-away = Mettre tout le monde Absent
set-everybody-away-nobody = Personne d’autre n’est disponible ici
set-everybody-away-in = Mettre tout le monde Absent à { $office }
set-everybody-away-title = Mettre tout le monde Absent à { $office } ?
set-everybody-away-text = Disponibles en ce moment : { $people }. Les clients verront { $office } hors ligne jusqu’à ce que quelqu’un revienne.
set-everybody-away-reason = Motif, qui leur sera dit (facultatif)
set-everybody-away-held = Tout le monde à { $office } passera Absent.
people-you = vous
people-more = { $count ->
    [one] { $count } autre
   *[other] { $count } autres
  }
cancel = Annuler
welcome-title = Montrez que vous êtes là
welcome-text = Porchlight montre aux collègues et aux clients s’il y a quelqu’un.
connect-title = Se connecter au serveur de votre équipe
connect-server = Serveur
connect-email = E-mail
connect-password = Mot de passe
connect-plain = Je fais confiance à tous ceux qui sont sur le chemin de ce serveur
connect = Se connecter
connecting = Connexion…
connect-server-missing = Écrivez l’adresse du serveur de votre équipe, par exemple { $example }.
connect-email-missing = Écrivez votre adresse e-mail, par exemple { $example }.
connect-password-missing = Écrivez votre mot de passe.
try-here = L’essayer sur cet ordinateur
try-here-starting = Démarrage…
try-here-text = Avec un campus d’exemple. Rien ne quitte cet ordinateur.
account = Compte
account-no-server = Aucun serveur
sign-out = Se déconnecter
sign-out-title = Se déconnecter de Porchlight ?
sign-out-text = Collègues et clients vous verront hors ligne jusqu’à votre prochaine connexion.
sign-out-cancel = Rester connecté
leaving-desk = Quand je quitte le bureau
idle-after = Absent après ce temps sans activité
idle-organization = { $duration }, comme mon organisation
idle-limit = { $duration } au plus, fixé par votre organisation.
away-on-lock = Absent quand l’écran se verrouille
away-on-lock-hint = Tout de suite, sans attendre la durée ci-dessus.
present-in-calls = Rester Disponible pendant les appels et les présentations
present-in-calls-hint = { $hours ->
    [one] Tant qu’un programme garde l’écran allumé, jusqu’à { $hours } heure sans activité. Personne n’en est informé.
   *[other] Tant qu’un programme garde l’écran allumé, jusqu’à { $hours } heures sans activité. Personne n’en est informé.
  }
ask-on-return = Demander avant de me dire de retour
ask-on-return-on = Après une inactivité, vous restez Absent jusqu’à ce que vous disiez le contraire.
ask-on-return-off = Après une inactivité, la première touche ou le premier geste vous ramène.
calendar = Agenda
calendar-hint = Absent tant qu’il vous dit occupé. Seules les heures quittent cet ordinateur.
calendar-address = Adresse de votre agenda (.ics)
calendar-follow = Le suivre
calendar-stop = Ne plus le suivre
this-computer = Cet ordinateur
start-at-login = Démarrer à l’ouverture de ma session
notifications = Notifications
notifications-hint = Quand Porchlight, votre planning ou un administrateur change votre statut.
language = Langue
language-system = Comme cet ordinateur
clock = Horloge
clock-system = Comme cet ordinateur
clock-twelve = 12 heures : { $example }
clock-twenty-four = 24 heures : { $example }
diagnostics = Diagnostic
diagnostics-idle = Inactivité
diagnostics-tray = Barre
diagnostics-session = Verrouillage et veille
diagnostics-calls = Appels et présentations
diagnostics-notifications = Notifications
diagnostics-link = Connexion
diagnostics-sync = Dernière synchro
diagnostics-sync-now = Maintenant
diagnostics-sync-never = Pas encore
diagnostics-failure = Dernier échec
diagnostics-failure-none = Aucun
diagnostics-sent = Dernier envoi
diagnostics-sent-nothing = Rien encore
diagnostics-token = Jeton
diagnostics-version = Version
diagnostics-system = Système
diagnostics-log = Journal
diagnostics-events = Ce qui s’est passé dernièrement
diagnostics-copy = Copier le diagnostic
diagnostics-copied = Copié. Il ne contient ni mot de passe ni jeton.
diagnostics-not-copied = La copie a échoué ; lancez « porchlight diagnostics » dans un terminal.
next-day = le lendemain
whole-day = { $hours ->
    [one] { $hours } heure
   *[other] { $hours } heures
  }
date-kind = { $kind ->
    [time-off] congé
    [day-off] jour libre
    [other-hours] autres heures
    [shifts] services
   *[free] aucun service
  }
month-date = { $today ->
    [yes] { $date }, aujourd’hui, { $kind }
   *[no] { $date }, { $kind }
  }
schedule = Planning
schedule-summary = { $summary } · { $length } par semaine
schedule-not-connected = Le planning pourra être modifié quand Porchlight sera reconnecté. D’ici là, il continue tel quel.
schedule-changed-elsewhere = Le planning a été modifié entre-temps sur un autre appareil, le vôtre n’a donc pas été enregistré. Les deux versions s’afficheront dès que l’autre sera là.
schedule-removed-elsewhere = Le planning a été supprimé entre-temps sur un autre appareil, le vôtre n’a donc pas été enregistré. Enregistrez-le de nouveau ou abandonnez-le.
drop-mine = Abandonner mes modifications
keep-mine = Garder le mien
schedule-found = La fenêtre a été fermée avant l’enregistrement de ces modifications, elles ne valent donc pas encore. Enregistrez-les ou abandonnez-les.
week-and-ahead = Chaque semaine, et ce qui vient
every-week = Chaque semaine
week-empty = Dessinez votre premier service, ou commencez par
week-start = { $first }–{ $last }, { $from }–{ $until }
week-help = { $minutes ->
    [one] Dessinez un service, déplacez-le ou tirez ses bords ; avec <kbd>Maj</kbd>, à { $minutes } minute près.
   *[other] Dessinez un service, déplacez-le ou tirez ses bords ; avec <kbd>Maj</kbd>, à { $minutes } minutes près.
  }
week-help-more = Au clavier
week-help-keys = { $minutes ->
    [one] Sur un jour, <kbd>+</kbd> crée un service et <kbd>↓</kbd> y va. Sur un service, <kbd>↑ ↓ ← →</kbd> le déplacent, avec <kbd>Maj</kbd> sa fin (<kbd>↑ ↓</kbd>) ou son début (<kbd>← →</kbd>), avec <kbd>Ctrl</kbd> de { $minutes } minute ; <kbd>Entrée</kbd> écrit les heures exactes, <kbd>Suppr</kbd> le retire, <kbd>Page ↑ ↓</kbd> va au suivant.
   *[other] Sur un jour, <kbd>+</kbd> crée un service et <kbd>↓</kbd> y va. Sur un service, <kbd>↑ ↓ ← →</kbd> le déplacent, avec <kbd>Maj</kbd> sa fin (<kbd>↑ ↓</kbd>) ou son début (<kbd>← →</kbd>), avec <kbd>Ctrl</kbd> de { $minutes } minutes ; <kbd>Entrée</kbd> écrit les heures exactes, <kbd>Suppr</kbd> le retire, <kbd>Page ↑ ↓</kbd> va au suivant.
  }
dates-and-time-off = Dates et congés
dates-different = Dates différentes
time-zone-here = Cet ordinateur est à { $zone }.
remove-schedule = Supprimer tout le planning
import-shifts = Importer des services…
export-shifts = Exporter en .ics
import-hint = Un planning ou un autre agenda (.ics). Ses services et ses dates remplacent ceux d’ici ; rien ne compte avant que vous n’enregistriez.
shifts-taken = Services hebdomadaires : { $shifts }. Dates à part dans l’année qui vient : { $dates }.
schedule-written = Écrit dans { $file }.
saved-not = Pas encore enregistré.
saved = Enregistré.
saved-everywhere = Enregistré. Cela vaut pour tous vos bureaux.
look-again = Quelque chose est à revoir plus haut.
discard = Abandonner
save = Enregistrer
saving = Enregistrement…
leave-title = Enregistrer les modifications du planning ?
leave-text = Elles sont perdues si vous quittez cette page sans enregistrer.
leave-cancel = Continuer
month-before = Mois précédent
month-after = Mois suivant
chosen-dates = Les dates choisies
choose-dates = Choisissez une date ou glissez sur plusieurs : jour libre, autres heures ou congé.
make-dates = { $kind ->
    [day-off] { $count ->
        [one] Jour libre
       *[other] Jours libres
      }
    [other-hours] Autres heures
    [time-off] Congé
   *[as-every-week] Comme chaque semaine
  }
made-dates = { $kind ->
    [day-off] { $count ->
        [one] { $dates } : jour libre.
       *[other] { $dates } : jours libres.
      }
    [other-hours] { $dates } : autres heures.
    [time-off] { $dates } : congé.
   *[as-every-week] { $dates } : comme chaque semaine.
  }
date = Date
on-this-date = Ce jour-là
other-hours = Autres heures
remove-date = Retirer cette date
add-hours = Ajouter des heures à cette date
remove-hours = Retirer ces heures
date-wrong = Choisissez une date.
date-twice = Cette date est déjà dans la liste. Modifiez-la là-bas.
off-from = Du
off-until = Au
first-date = Première date
last-date = Dernière date
first-time = Début, heure
last-time = Fin, heure
remove-time-off = Retirer ce congé
time-off-wrong = Choisissez la première et la dernière date.
ahead = Les deux prochaines semaines
ahead-draft = une fois enregistré
today = Aujourd’hui
offline-all-day = Hors ligne
merge-title = Le planning a été modifié entre-temps sur un autre appareil.
merge-decide = Choisissez ce qui doit valoir là où les deux ont modifié la même chose. Rien n’est enregistré avant.
merge-decided = Rien n’est perdu : voici ce que chacun a modifié. Choisissez autrement où vous voulez.
merge-side = { $side ->
    [mine] La vôtre
    [theirs] L’autre appareil
   *[both] Les deux
  }
merge = Réunir
undo = Annuler
redo = Rétablir
undo-hint = Annuler (Ctrl+Z)
redo-hint = Rétablir (Ctrl+Maj+Z)
undo-step = Annuler : { $step }
redo-step = Rétablir : { $step }
undone = Annulé : { $step }.
redone = Rétabli : { $step }.
step-merge = réunir les deux versions
step-discard = abandonner vos modifications
step-remove-all = supprimer tout le planning
step-import = prendre des services d’un agenda
step-change-date = modifier { $date }
step-remove-date = retirer { $date }
step-change-time-off = modifier le congé
step-remove-time-off = retirer le congé
step-zone = changer le fuseau horaire en { $zone }
step-dates = { $kind ->
    [day-off] { $count ->
        [one] jour libre : { $dates }
       *[other] jours libres : { $dates }
      }
    [other-hours] autres heures : { $dates }
    [time-off] congé : { $dates }
   *[as-every-week] comme chaque semaine : { $dates }
  }
merged = Les deux versions sont réunies. Enregistrez-les, ou continuez.
discarded = Vos modifications sont abandonnées.
look-again-said = Quelque chose est à revoir.
removed-all = Tous les services, dates et congés sont supprimés.
workdays-added = { $step } : ajouté.`;export{e as default};