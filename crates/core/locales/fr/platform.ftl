### Ce qui manque à cet ordinateur, et ce qui y a échoué. Les notes sont dans ../en/platform.ftl.

lack-display = DISPLAY n’est pas défini
lack-display-unreachable = l’écran X indiqué par DISPLAY est injoignable
lack-screen-saver-extension = le serveur X n’a pas l’extension d’économiseur d’écran
lack-x-idle-time = le serveur X ne donne pas la durée d’inactivité
lack-gnome-idle-monitor = le moniteur d’inactivité de GNOME ne répond pas
lack-wayland-idle = ce compositeur Wayland ne signale pas l’inactivité (il lui manque ext-idle-notify-v1)
lack-wayland-silent = le compositeur Wayland ne signale plus les pauses
lack-idle-answer = ce qui donne la durée d’inactivité ne répond pas
lack-idle-time = cet ordinateur ne donne pas la durée d’inactivité
lack-system-bus = le bus système est injoignable
lack-login-service = le service de sessions (logind) ne répond pas
lack-session = le service de sessions (logind) ne connaît pas cette session, seule la veille est donc remarquée
lack-session-bus = il n’y a pas de bus de session
lack-session-bus-silent = le bus de session ne répond pas
lack-panel = aucun panneau de cet environnement de bureau n’affiche d’icônes dans la barre
lack-panel-icons = l’environnement de bureau recueille les icônes, mais aucun panneau ne les affiche
lack-panel-refused = le panneau n’a pas accepté l’icône
lack-notification-service = cet environnement de bureau n’a pas de service de notifications
lack-notification-service-silent = le service de notifications de l’environnement de bureau ne répond pas
lack-notification = une notification n’a pas pu s’afficher ({ $error })
lack-inhibitors = rien dans cet environnement de bureau ne dit ce qui garde l’écran allumé
lack-presentation = Windows ne dit pas si l’écran affiche une présentation
lack-session-messages = Windows ne signale ni le verrouillage ni la veille
lack-not-asked = on ne demande pas à macOS ce qui garde l’écran allumé
window-not-started = La fenêtre n’a pas pu s’ouvrir ; réinstallez Porchlight si cela persiste.
window-crashed = La fenêtre s’est fermée de façon inattendue ; votre statut ne change pas. Rouvrez-la depuis la barre.
autostart-on = Porchlight démarre à l’ouverture de votre session.
autostart-by-systemd = Porchlight démarre à l’ouverture de votre session, par son unité systemd.
autostart-another = Un autre Porchlight que celui-ci démarre à l’ouverture de votre session : { $program }. Désactivez puis réactivez l’option pour démarrer celui-ci.
autostart-off = Porchlight ne démarre pas tout seul à l’ouverture de votre session.
autostart-turned-off = Porchlight ne démarre pas tout seul à l’ouverture de votre session : il est désactivé dans la liste des applications de démarrage de Windows.
autostart-demo = Le campus d’exemple ne démarre pas avec la session, et rien n’a été changé. Le démarrage de Porchlight lui-même se règle dans la vraie application : dans ses Réglages, ou avec `porchlight autostart` et sans `--demo`.
autostart-no-folder = Il n’y a pas de dossier pour ce qui démarre avec la session. Définissez { $variables } et réessayez.
autostart-refused = Votre bureau n’a pas permis à Porchlight de démarrer à l’ouverture de session. Autorisez-le à fonctionner en arrière-plan dans les paramètres du bureau pour Porchlight, puis réessayez.
autostart-no-portal = Impossible de demander à votre bureau de démarrer Porchlight à l’ouverture de session ({ $error }). Ajoutez-le à la main aux applications au démarrage de votre bureau.
autostart-path = Un programme situé à { $program } ne peut pas démarrer avec la session, à cause d’un caractère de son chemin. Déplacez-le et réessayez.
autostart-denied = { $act ->
    [read] { $place } n’a pas pu être lu ({ $error }). Donnez-vous le droit de le modifier et réessayez.
    [remove] { $place } n’a pas pu être supprimé ({ $error }). Donnez-vous le droit de le modifier et réessayez.
   *[write] { $place } n’a pas pu être écrit ({ $error }). Donnez-vous le droit de le modifier et réessayez.
}
notice-without-buttons = { $text } Pour répondre ({ $action }), cliquez sur l’icône de Porchlight.
