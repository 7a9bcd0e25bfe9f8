### Ce que dit la ligne de commande. Les notes sont dans ../en/command-line.ftl.

cli-not-running = Porchlight n’est pas en marche. Lancez-le avec `porchlight`, ou ajoutez `--start`.
cli-no-campus = Le campus d’exemple n’est pas en marche. Lancez-le avec `porchlight --demo`, ou ajoutez `--start`.
cli-silent = Le Porchlight en marche ne répond pas. Quittez-le depuis son menu ou arrêtez son processus, puis relancez-le.
cli-other-version = Porchlight { $running } est en marche, et celui-ci est le { $version }. Lancez `porchlight` pour continuer avec le plus récent, ou `porchlight quit` pour arrêter celui qui est en marche.
cli-signed-in = Connecté en tant que { $email }.
cli-signed-out = Déconnecté.
cli-sign-in-first = Vous n’êtes pas connecté à votre compte. Connectez-vous avec `porchlight sign-in`, ou dans la fenêtre.
cli-ended = Porchlight est arrêté.
cli-campus-ended = Le campus d’exemple est arrêté.
cli-is-not-running = Porchlight n’est pas en marche.
cli-campus-is-not-running = Le campus d’exemple n’est pas en marche.
cli-kept = Votre choix n’est pas encore arrivé au serveur. Il est gardé, et envoyé dès que possible.
cli-demo = Démo : un campus d’exemple sur cet ordinateur
cli-unknown-office = Vous n’êtes dans aucun bureau appelé { $office } ; les vôtres sont : { $offices }.
cli-no-office = Vous n’êtes encore dans aucun bureau ; un administrateur peut vous ajouter à l’un d’eux.
cli-schedule-stdin = l’entrée standard
cli-schedule-read = Services hebdomadaires : { $shifts }. Dates à part dans l’année qui vient : { $dates }.
cli-schedule-on = { $when } : { $times }
cli-schedule-nothing-on = { $when } : aucun service
cli-schedule-saved = Enregistré : c’est maintenant votre planning.
cli-schedule-same = Votre planning est déjà ainsi.
cli-schedule-look = Rien n’est encore enregistré : regardez-le dans la fenêtre, à la page Planning, et enregistrez-le ou abandonnez-le là.
cli-schedule-unsaved = Votre planning a des modifications non enregistrées. Enregistrez-les ou abandonnez-les dans la fenêtre, puis importez.
cli-schedule-none = Vous n’avez pas encore de planning, il n’y a donc rien à exporter.
cli-heading-id = ID
cli-heading-office = BUREAU
cli-heading-online = EN LIGNE
cli-heading-you = VOUS
cli-password = Mot de passe :
cli-no-terminal = Il n’y a pas de terminal pour le demander ; ajoutez `--password-stdin`.
cli-password-empty = Le mot de passe sur l’entrée standard est vide.
cli-time-passed = `{ $time }` est déjà passé.
cli-time-too-long = { $days ->
    [one] Jusqu’à `{ $time }`, c’est plus qu’un choix ne peut valoir, soit { $days } jour ; utilisez `--hold` pour le garder jusqu’à ce que vous changiez.
   *[other] Jusqu’à `{ $time }`, c’est plus qu’un choix ne peut valoir, soit { $days } jours ; utilisez `--hold` pour le garder jusqu’à ce que vous changiez.
}
cli-no-zone = Aucun fuseau horaire ne s’appelle `{ $zone }` ; écrivez-le comme Europe/Berlin ou America/New_York.
cli-no-time = `{ $time }` n’est pas une heure ; écrivez par exemple 18:00, 18:00 America/New_York ou 2026-11-23T18:00:00Z.
cli-time-skipped = `{ $time }` n’arrive pas d’ici un jour dans le fuseau horaire { $zone } ; écrivez-le comme un instant, par exemple 2026-11-23T18:00:00Z.
cli-no-calendar = Aucun agenda n’est suivi.
cli-calendar-empty = L’adresse de l’agenda sur l’entrée standard est vide.
