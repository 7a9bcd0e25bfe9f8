### Ce que Porchlight dit du statut d’un agent. Les notes de traduction sont dans ../en/core.ftl ; le glossaire, dans window.ftl.

moment-at = { $day ->
    [yesterday] hier à { $time }
    [tomorrow] demain à { $time }
    [midnight] demain à { $time }
    [weekday] { $weekday ->
       *[mon] { $date } à { $time }
    }
    [date] le { $date } à { $time }
   *[today] { $hour ->
       *[other] à { $time }
    }
}
moment-until = { $day ->
    [yesterday] jusqu’à hier à { $time }
    [tomorrow] jusqu’à demain à { $time }
    [midnight] jusqu’à minuit
    [weekday] { $weekday ->
       *[mon] jusqu’à { $date } à { $time }
    }
    [date] jusqu’au { $date } à { $time }
   *[today] { $hour ->
       *[other] jusqu’à { $time }
    }
}
moment-since = { $day ->
    [yesterday] depuis hier à { $time }
    [tomorrow] depuis demain à { $time }
    [midnight] depuis demain à { $time }
    [weekday] { $weekday ->
       *[mon] depuis { $date } à { $time }
    }
    [date] depuis le { $date } à { $time }
   *[today] { $hour ->
       *[other] depuis { $time }
    }
}
moment-since-day = { $day ->
    [yesterday] depuis hier
    [tomorrow] depuis demain
    [midnight] depuis demain
    [weekday] { $weekday ->
       *[mon] depuis { $date }
    }
    [date] depuis le { $date }
   *[today] { $hour ->
       *[other] depuis { $time }
    }
}
lasting-then = { $by ->
    [choice] { $status ->
        [available] { $until }, puis Disponible comme avant
        [away] { $until }, puis Absent comme avant
       *[offline] { $until }, puis Hors ligne comme avant
    }
    [schedule] { $status ->
        [available] { $until }, puis Disponible selon votre planning
        [away] { $until }, puis Absent selon votre planning
       *[offline] { $until }, puis Hors ligne selon votre planning
    }
   *[default] { $status ->
        [available] { $until }, puis Disponible
        [away] { $until }, puis Absent
       *[offline] { $until }, puis Hors ligne
    }
}
lasting-until-changed = jusqu’à ce que vous changiez
duration-seconds = { $seconds ->
    [one] { $seconds } seconde
   *[other] { $seconds } secondes
}
duration-minutes = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
duration-hours = { $hours ->
    [one] { $hours } heure
   *[other] { $hours } heures
}
length-seconds = { $seconds } s
length-minutes = { $minutes } min
length-hours = { $hours } h
length-hours-minutes = { $hours } h { $minutes } min
status = { $status ->
    [available] Disponible
    [away] Absent
   *[offline] Hors ligne
}
status-in = { $status ->
    [available] Disponible à { $places }
    [away] Absent à { $places }
   *[offline] Hors ligne à { $places }
}
    .within = { $status ->
        [available] disponible à { $places }
        [away] absent à { $places }
       *[offline] hors ligne à { $places }
    }
    .you = { $status ->
        [available] Vous êtes Disponible à { $places }
        [away] Vous êtes Absent à { $places }
       *[offline] Vous êtes Hors ligne à { $places }
    }
status-everywhere = { $status ->
    [available] Disponible partout
    [away] Absent partout
   *[offline] Hors ligne partout
}
    .within = { $status ->
        [available] disponible partout
        [away] absent partout
       *[offline] hors ligne partout
    }
    .you = { $status ->
        [available] Vous êtes Disponible partout
        [away] Vous êtes Absent partout
       *[offline] Vous êtes Hors ligne partout
    }
status-offline = Hors ligne
    .within = hors ligne
    .you = Vous êtes Hors ligne
places-some = { $there ->
    [one] { $there } bureau sur { $of }
   *[other] { $there } bureaux sur { $of }
}
state-because = { $cause ->
    [schedule] { $state } { $reason }
   *[other] { $state }, { $reason }
}
reason-manual = { $who ->
    [you] choisi par vous { $at }, { $lasting }
    [administrator] décidé par un administrateur { $at }, { $lasting }
   *[named] décidé par { $name } { $at }, { $lasting }
}
reason-manual-timeless = { $who ->
    [you] choisi par vous, { $lasting }
    [administrator] décidé par un administrateur, { $lasting }
   *[named] décidé par { $name }, { $lasting }
}
reason-schedule = selon votre planning
reason-schedule-lasting = selon votre planning, { $lasting }
reason-default = vous n’avez rien choisi et n’avez pas de planning
reason-idle = sans activité
reason-idle-since = sans activité { $since }
reason-locked = écran verrouillé
reason-locked-since = écran verrouillé { $since }
reason-busy = occupé d’après votre agenda, { $until }
reason-no-device = aucun de vos appareils n’est connecté
reasons-two = { $first } ; à { $places } { $other }
reasons-elsewhere = { $first } ; { $elsewhere }
reasons-elsewhere-different = { $first } ; ailleurs, pour d’autres raisons
reasons-different = pour des raisons différentes selon le bureau
tooltip = { $state } : { $reason }
tooltip-online = { $tooltip } · { $online }
tooltip-attention = { $tooltip } · { $attention }
tooltip-once-connected = { $link } · Une fois connecté, { $tooltip }
tooltip-once-known = { $link } · Quand le serveur le saura, { $tooltip }
tooltip-signed-out = Porchlight : aucun compte connecté
headline-once-connected = Une fois connecté : { $state }
headline-once-known = Quand le serveur le saura : { $state }
menu-head-until = { $you } { $until }
demo-mark = Démo · { $text }
no-office = Vous n’êtes encore dans aucun bureau. Demandez à un administrateur de vous ajouter à l’un d’eux.
    .within = vous n’êtes encore dans aucun bureau
nobody-in = Personne à { $office }
nobody-in-since = Personne à { $office } { $since }
nobody-in-several = Personne à { $places }
nobody-here = Personne ici
nobody-here-since = Personne ici { $since }
agents-online = { $agents ->
    [one] { $agents } agent en ligne
   *[other] { $agents } agents en ligne
}
colleague-idle = inactif
colleague-locked = verrouillé
colleague-busy = occupé
colleague-set-by = { $who ->
    [you] décidé par vous
    [administrator] décidé par un administrateur
   *[named] décidé par { $name }
}
link-signed-out = Aucun compte connecté
link-connecting = Connexion…
link-connected = Connecté
link-disconnected = Pas de connexion
link-disconnected-since = Pas de connexion { $since }
link-unseen-choice = Votre choix n’est pas encore arrivé au serveur
sign-in-or-try = Connectez-vous au serveur de votre équipe, ou essayez Porchlight sur cet ordinateur.
waiting-for-server = En attente d’une réponse de { $server }.
the-server = le serveur
menu-sign-in = Se connecter…
menu-quit = Quitter
menu-available-everywhere = Disponible partout
menu-available-for = Disponible pendant
menu-away-everywhere = Absent partout
menu-away-for = Absent pendant
menu-follow-schedule = Suivre mon planning
menu-offline = Hors ligne
menu-offices = Bureaux
menu-office = { $office } ({ $available })
menu-open = Ouvrir Porchlight
menu-settings = Réglages
hold-end-of-shift = { $until } (fin du service)
hold-until-changed = jusqu’à ce que je change
schedule-none = Pas encore de planning
schedule-on-shift = En service { $until }
schedule-always = En service jour et nuit
schedule-off-shift = Pas de service en ce moment ; le prochain, { $at }
schedule-never = Pas de service en ce moment ; aucun n’est prévu
ahead-stretch = de { $from } à { $until } : { $state }
ahead-several = { $first } ; { $other }
ahead-by-choice = par votre choix
ahead-set-by = { $who ->
    [administrator] décidé par un administrateur
   *[named] décidé par { $name }
}
ahead-busy = occupé d’après votre agenda
ahead-unknown = pour autant qu’on sache
ahead-clocks-forward = À { $time }, les horloges avancent de { $by }
ahead-clocks-back = À { $time }, les horloges reculent de { $by }
banner-unseen-choice = Votre choix n’est pas encore arrivé au serveur, personne d’autre ne le voit donc. Il est gardé, et envoyé dès que le serveur répond.
banner-not-connected = { $link } : les clients vous voient peut-être hors ligne. { $why } Porchlight continue d’essayer. Ce que vous choisissez ici est envoyé dès la connexion rétablie.
banner-not-connected-schedule = { $link } : les clients vous voient peut-être hors ligne. { $why } Porchlight continue d’essayer. Votre planning continue, et ce que vous choisissez ici est envoyé dès la connexion rétablie.
check-network = Vérifiez votre réseau.
banner-no-idle-source = Porchlight ne peut pas savoir quand vous quittez cet ordinateur : { $why }. Vous restez comme vous l’avez choisi ; mettez-vous Absent à la main.
banner-no-tray = L’icône de Porchlight ne peut pas s’afficher : { $why }. Tout marche dans cette fenêtre ; pour l’ouvrir, lancez Porchlight une nouvelle fois. Sous GNOME, installez l’extension « AppIndicator and KStatusNotifierItem Support » pour voir l’icône.
banner-no-notifications = Porchlight ne peut pas afficher de notifications : { $why }. Lancez un service de notifications, ou regardez ici et l’icône pour voir ce qui change.
banner-set-away = { $who ->
    [administrator] Un administrateur vous a mis Absent à { $office } { $at }.
   *[named] { $name } vous a mis Absent à { $office } { $at }.
}
banner-set-away-reason = { $who ->
    [administrator] Un administrateur vous a mis Absent à { $office } { $at }. Motif : { $reason }
   *[named] { $name } vous a mis Absent à { $office } { $at }. Motif : { $reason }
}
banner-are-you-back = Vous étiez absent { $since }. Vous restez Absent jusqu’à ce que vous disiez être de retour.
action-go-back = Revenir
action-im-back = Je suis de retour
notice-almost-idle = Vous serez Absent dans une minute
notice-almost-idle-body = Aucune activité pendant { $passed }. Bougez la souris, et vous restez.
action-im-here = Je suis là
notice-idle = Vous avez été absent pendant { $passed }
notice-idle-body = Aucune activité { $since } : vous êtes Absent.
notice-idle-body-last-one = Aucune activité { $since } : vous êtes Absent. Plus personne n’est Disponible à { $places }.
notice-return-asks = Vous restez Absent jusqu’à ce que vous disiez être de retour.
notice-returned = Vous êtes de retour, selon votre choix et votre planning.
notice-shift-begins = Votre service commence : vous êtes Disponible
notice-shift-ends = Votre service est fini : vous êtes Hors ligne
notice-by-schedule = Selon votre planning.
notice-by-schedule-until = Selon votre planning, { $until }.
notice-by-schedule-last-one = { $body } Plus personne n’est Disponible à { $places }.
action-stay = { $status ->
    [available] Rester Disponible
    [away] Rester Absent
   *[offline] Rester Hors ligne
}
notice-last-one = Plus personne n’est Disponible à { $places }
notice-last-one-body = Les clients n’y voient plus personne.
notice-set-away = { $who ->
    [administrator] Un administrateur vous a mis Absent à { $office }
   *[named] { $name } vous a mis Absent à { $office }
}
notice-set-away-body = Les clients de { $office } ne vous voient plus.
notice-set-away-body-reason = Les clients de { $office } ne vous voient plus. Motif : { $reason }
notice-timer = { $status ->
    [available] Disponible jusqu’à { $time }
    [away] Absent jusqu’à { $time }
   *[offline] Hors ligne jusqu’à { $time }
}
notice-timer-in = { $status ->
    [available] Disponible à { $places } jusqu’à { $time }
    [away] Absent à { $places } jusqu’à { $time }
   *[offline] Hors ligne à { $places } jusqu’à { $time }
}
notice-timer-body = C’est dans { $length }.
notice-timer-body-then = { $by ->
    [choice] { $status ->
        [available] C’est dans { $length }, puis Disponible comme avant.
        [away] C’est dans { $length }, puis Absent comme avant.
       *[offline] C’est dans { $length }, puis Hors ligne comme avant.
    }
    [schedule] { $status ->
        [available] C’est dans { $length }, puis Disponible selon votre planning.
        [away] C’est dans { $length }, puis Absent selon votre planning.
       *[offline] C’est dans { $length }, puis Hors ligne selon votre planning.
    }
   *[default] { $status ->
        [available] C’est dans { $length }, puis Disponible.
        [away] C’est dans { $length }, puis Absent.
       *[offline] C’est dans { $length }, puis Hors ligne.
    }
}
action-one-more-hour = 1 heure de plus
notice-refused = Cela n’a pas marché
action-open = Ouvrir Porchlight
vouched-by-program = Aucune activité { $since }, mais { $by } garde l’écran allumé : vous restez Disponible.
vouched-by-two-programs = Aucune activité { $since }, mais { $by } gardent l’écran allumé : vous restez Disponible.
vouched-by-programs = Aucune activité { $since }, mais { $by } et d’autres programmes gardent l’écran allumé : vous restez Disponible.
vouched-by-some-program = Aucune activité { $since }, mais un programme garde l’écran allumé : vous restez Disponible.
vouched-by-presentation = Aucune activité { $since }, mais cet ordinateur affiche une présentation : vous restez Disponible.
vouched-by-full-screen = Aucune activité { $since }, mais un programme occupe tout l’écran : vous restez Disponible.
diagnostics-untried = Pas encore essayé
diagnostics-none = Rien : { $why }
diagnostics-failed-at = { $at } : { $why }
diagnostics-nothing-sent = Rien encore
diagnostics-not-known = Inconnu
diagnostics-line = { $label } : { $value }
diagnostics-label-version = Version
diagnostics-label-system = Système
diagnostics-label-idle = Inactivité
diagnostics-label-lock = Verrouillage et veille
diagnostics-label-calls = Appels et présentations
diagnostics-label-tray = Barre
diagnostics-label-notifications = Notifications
diagnostics-label-server = Serveur
diagnostics-label-link = Connexion
diagnostics-label-last-sync = Dernière synchro
diagnostics-label-last-failure = Dernier échec
diagnostics-label-last-sent = Dernier envoi
diagnostics-label-token = Jeton
diagnostics-label-log = Journal
diagnostics-label-events = Derniers événements
diagnostics-now = Maintenant
diagnostics-not-yet = Pas encore
diagnostics-no-value = Aucun
sent-active = activité : présente
sent-unknown = activité : inconnue
sent-idle = activité : aucune, et depuis quand
sent-locked = activité : écran verrouillé, et depuis quand
sent-choice = choix : { $choice }
sent-busy = heures occupées
sent-idle-time = durée d’inactivité
sent-schedule = planning
sent-away-everybody = Absent à { $office } pour tout le monde
sent-away-colleague = Absent à { $office } pour un collègue
choice-everywhere = { $status ->
    [available] Disponible partout
    [away] Absent partout
    [follow_schedule] suivre le planning partout
   *[offline] Hors ligne partout
}
choice-in = { $status ->
    [available] Disponible à { $office }
    [away] Absent à { $office }
    [follow_schedule] suivre le planning à { $office }
   *[offline] Hors ligne à { $office }
}
event-at = { $date } { $time } { $what }
event-started = Démarré
event-connected = Connecté
event-signed-out = Aucun compte connecté
event-connecting = Connexion
event-not-connected = Pas de connexion.
event-not-connected-why = Pas de connexion. { $why }
event-input = Activité
event-no-input = Aucune activité { $since }
event-locked = Verrouillé { $since }
event-input-unknown = On ne sait pas s’il y a de l’activité
event-screen-kept-on = Aucune activité { $since }, mais l’écran reste allumé
event-slept = Mise en veille
event-woke = Sortie de veille
event-choice = Choix : { $choice }
event-token = Jeton : { $place }
event-lost = { $part } : rien, { $why }
event-found = { $part } : { $what }
banner-campus-not-connected = { $link }. { $why } Porchlight continue d’essayer. Ce que vous choisissez ici est envoyé dès la connexion rétablie.
banner-campus-not-connected-schedule = { $link }. { $why } Porchlight continue d’essayer. Votre planning continue, et ce que vous choisissez ici est envoyé dès la connexion rétablie.
event-told-idle = Signalé : aucune activité
event-told-set-away = Signalé : mis Absent à { $office }
event-told-schedule = Signalé : le planning
event-told-timer = Signalé : la fin d’un choix
event-told-last-one = Signalé : plus personne à { $office }
event-told-refused = Signalé : quelque chose qui n’a pas marché
calendar-unread = Pas encore lu.
calendar-read = { $times ->
    [0] Lu { $at } : rien d’occupé dans les 60 prochains jours.
    [one] Lu { $at } : occupé une fois dans les 60 prochains jours.
   *[other] Lu { $at } : occupé { $times } fois dans les 60 prochains jours.
}
calendar-failed = { $why ->
    [unreachable] { $place } ne répond pas, l’agenda n’a donc pas pu être lu. Ce qui a été lu avant reste valable ; nouvel essai dans 15 minutes.
    [not-allowed] { $place } ne laisse pas Porchlight lire l’agenda. Utilisez l’adresse secrète ou privée de l’agenda, ou une adresse avec nom et mot de passe.
    [missing] Il n’y a pas d’agenda à cette adresse de { $place }. Copiez de nouveau l’adresse depuis l’endroit où vous voyez votre agenda.
    [no-calendar] Ce que { $place } envoie n’est pas un agenda. Utilisez l’adresse qui se termine par .ics, ou une adresse d’abonnement.
    [too-large] L’agenda de { $place } dépasse 10 Mo, c’est trop. Utilisez-en un avec moins d’entrées.
   *[other] Ce n’est pas l’adresse d’un agenda. Utilisez-en une qui commence par https://, ou un fichier de cet ordinateur.
}
why-device = Vous êtes devant l’un de vos appareils
why-fact = { $effect ->
    [decides] { $fact } : cela décide.
    [hands-over] { $fact } : cela laisse décider votre planning.
    [over] { $fact } : c’est terminé et ne compte plus.
    [passed-over] { $fact } : ce qui est au-dessus passe avant.
    [lowers] { $status ->
        [away] { $fact } : cela vous met tout de même Absent.
       *[offline] { $fact } : cela vous met tout de même Hors ligne.
    }
   *[nothing] { $fact } : cela ne change rien.
}
roster-unread = { $why ->
    [unreachable] { $place } ne répond pas, rien n’a donc été lu. Réessayez plus tard, ou téléchargez l’agenda et indiquez le fichier.
    [not-allowed] { $place } ne laisse pas Porchlight lire l’agenda. Utilisez l’adresse secrète ou privée de l’agenda, ou un fichier que vous pouvez lire.
    [missing] Il n’y a pas d’agenda à { $place }. Vérifiez comment le fichier ou l’adresse est écrit.
    [no-calendar] { $place } ne contient pas d’agenda complet. Utilisez ce qui se termine par .ics, comme en exportent les agendas et les plannings.
    [too-large] L’agenda de { $place } dépasse 10 Mo, ce qui est trop. Exportez-en moins d’entrées.
   *[other] Ce n’est pas l’adresse d’un agenda. Utilisez-en une qui commence par https://, ou un fichier de cet ordinateur.
}
roster-not-understood = { $why ->
    [whole-day] Ligne { $line } : dure des journées entières ; un service dit de quand à quand.
    [no-times] Ligne { $line } : ne dit pas de quand à quand.
    [too-long] Ligne { $line } : dure plus de 24 heures.
    [no-zone] Ligne { $line } : suit les horloges d’un fuseau horaire inconnu.
   *[no-rule] Ligne { $line } : se répète d’une manière qui n’est pas comprise.
}
roster-empty = Il n’y a aucun service dans l’année qui vient, rien n’a donc été changé.
roster-shift = Service
roster-unwritten = Impossible d’écrire dans { $file }. Vérifiez qu’il y a de la place et que vous pouvez y écrire.
