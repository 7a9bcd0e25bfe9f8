### Pourquoi quelque chose n’a pas été fait, ou le serveur pas atteint, et quoi faire. Les notes sont dans ../en/refusals.ftl.

unreachable-network = Aucun chemin ne mène de cet ordinateur à { $server }. Vérifiez votre réseau.
unreachable-broken = La connexion avec { $server } a été coupée. Vérifiez votre réseau.
unreachable-unknown-name = Aucun serveur ne s’appelle { $server }. Vérifiez votre réseau, et que l’adresse est sans faute de frappe.
unreachable-refused = Rien ne répond à { $server } : le serveur de Porchlight n’y est pas en marche. Attendez un instant, ou demandez à la personne qui le gère.
unreachable-timed-out = { $server } n’a pas répondu à temps. Vérifiez votre réseau.
unreachable-certificate = Le certificat présenté pour { $server } n’est pas fiable, rien n’a donc été envoyé : quelqu’un s’est peut-être interposé. Essayez un autre réseau, ou demandez à la personne qui gère le serveur.
unreachable-clock = Le certificat de { $server } n’est pas valable à la date de cet ordinateur. Réglez sa date et son heure ; si elles sont justes, demandez un nouveau certificat à la personne qui gère le serveur.
unreachable-no-tls = Ce qui répond à { $server } ne parle pas TLS, https:// n’y marche donc pas. Vérifiez l’adresse et le port, ou demandez à la personne qui gère le serveur. S’il est sur cet ordinateur, ou dans un réseau de confiance, essayez plutôt http://.
unreachable-moved-to = Ce qui répond à { $server } dit que le serveur a déménagé à { $to }. Demandez à la personne qui le gère si c’est vrai ; ensuite, déconnectez-vous, puis connectez-vous là-bas.
unreachable-moved = Ce qui répond à { $server } dit que le serveur a déménagé. Demandez la nouvelle adresse à la personne qui le gère ; ensuite, déconnectez-vous, puis connectez-vous là-bas.
unreachable-portal = Quelque chose dans votre réseau répond à la place de { $server }, comme dans les hôtels et les réseaux d’invités. Ouvrez une page web et connectez-vous au réseau.
unreachable-not-understood = Ce qui répond à { $server } n’est pas un serveur Porchlight que cette version comprend. Vérifiez l’adresse, et s’il existe un Porchlight plus récent.
unreachable-closed = { $server } a mis fin à la connexion. Attendez un instant.
unanswered = { $why } Regardez si c’est fait avant de réessayer.
problem-not-signed-in = Le serveur ne connaît plus cette connexion. Connectez-vous de nouveau.
problem-wrong-password = L’adresse e-mail et le mot de passe ne vont pas ensemble. Vérifiez les deux et réessayez.
problem-deactivated = Un propriétaire a désactivé ce compte. Adressez-vous à un propriétaire de votre organisation.
problem-not-allowed = Vous n’avez pas le droit de faire cela. Adressez-vous à un administrateur du bureau ou à un propriétaire.
problem-not-found = Le serveur ne connaît rien de tel, ou ce n’est pas à vous.
problem-code-not-valid = Ce code n’est pas valable : il a été utilisé, a expiré ou a été remplacé. Demandez-en un nouveau.
problem-exists = Il y en a déjà un.
problem-last-owner = L’organisation a besoin d’un propriétaire qui puisse se connecter, et celui-ci est le dernier.
problem-stale = Quelqu’un a fait une modification entre-temps, rien n’a donc été enregistré. Regardez ce qu’il en est, puis modifiez de nouveau.
problem-too-large = C’est plus que ce que le serveur accepte en une fois. Envoyez-en moins.
problem-slow-down = C’était trop en peu de temps. Attendez un instant et réessayez.
problem-slow-down-for = C’était trop en peu de temps. Attendez { $wait } et réessayez.
problem-unavailable = Le serveur ne peut pas le faire en ce moment. Réessayez plus tard.
problem-internal = Quelque chose a échoué sur le serveur. Réessayez plus tard ; si cela persiste, prévenez la personne qui le gère.
problem-invalid-field = Le serveur n’accepte pas ce qui est indiqué pour { $field } : { $detail }
refused-signed-out = Vous n’êtes pas connecté à votre compte. Connectez-vous d’abord au serveur de votre équipe.
refused-unknown-office = Aucun de vos bureaux ne s’appelle `{ $office }`. Choisissez l’un des vôtres.
refused-too-long = Un choix vaut 400 jours au plus. Choisissez une durée plus courte, ou jusqu’à ce que vous changiez.
refused-already-past = Cette heure est déjà passée. Choisissez-en une plus tardive.
refused-idle-time = Choisissez une durée entre { $least } et { $most }.
refused-already-signed-in = Vous êtes déjà connecté en tant que { $email }. Déconnectez-vous d’abord.
refused-signing-in = La connexion au compte est en cours. Attendez un instant.
refused-not-connected = Le serveur est injoignable, et il le faut pour cela. Réessayez quand Porchlight sera connecté.
refused-signing-out = Vous êtes en train de vous déconnecter, rien n’a donc été fait. Connectez-vous de nouveau d’abord.
refused-quitting = Porchlight est sur le point de quitter, rien n’a donc été fait. Relancez-le d’abord.
refused-choice-dropped = Vous vous êtes déconnecté avant que le serveur ait reçu votre choix ; il est abandonné.
refused-colleague-not-available = { $status ->
    [available] { $name } n’est pas Disponible à { $office } mais Disponible, rien n’a donc été changé.
    [away] { $name } n’est pas Disponible à { $office } mais Absent, rien n’a donc été changé.
   *[offline] { $name } n’est pas Disponible à { $office } mais Hors ligne, rien n’a donc été changé.
}
refused-nobody-available = Personne n’est Disponible à { $office }, rien n’a donc été changé.
refused-not-taken = Le serveur n’a pas encore accepté votre choix ({ $choice }), personne d’autre ne le voit donc. Un nouvel essai suit, et vos autres choix passent. Si cela persiste, prévenez la personne qui gère le serveur.
refused-lost-at-the-end = { $number ->
    [one] Votre choix ({ $choices }) n’est pas arrivé au serveur et le disque n’a pas répondu ; il est perdu à la fermeture de Porchlight, sauf si le disque répond encore dans les secondes qui viennent. Choisissez de nouveau quand vous l’aurez relancé.
   *[other] Vos choix ({ $choices }) ne sont pas arrivés au serveur et le disque n’a pas répondu ; ils sont perdus à la fermeture de Porchlight, sauf si le disque répond encore dans les secondes qui viennent. Choisissez de nouveau quand vous l’aurez relancé.
}
signed-out-by-server = Vous êtes déconnecté, car le serveur ne connaît plus cet appareil. Veuillez vous connecter de nouveau.
signed-out-without-token = Vous êtes déconnecté, car le jeton de cet appareil manque. Veuillez vous connecter de nouveau.
signed-out-untold = Vous êtes déconnecté et cet appareil est oublié ici, mais { $server } n’a pas pu être prévenu et le connaît encore. Demandez à la personne qui gère le serveur d’y mettre fin.
signed-out-untold-dropped = { $choices ->
    [one] Vous êtes déconnecté et cet appareil est oublié ici, mais { $server } n’a pas pu être prévenu et le connaît encore. Demandez à la personne qui gère le serveur d’y mettre fin. { $choices } choix non envoyé est abandonné.
   *[other] Vous êtes déconnecté et cet appareil est oublié ici, mais { $server } n’a pas pu être prévenu et le connaît encore. Demandez à la personne qui gère le serveur d’y mettre fin. { $choices } choix non envoyés sont abandonnés.
}
signed-out-dropped = { $choices ->
    [one] Vous êtes déconnecté. { $choices } choix non envoyé est abandonné.
   *[other] Vous êtes déconnecté. { $choices } choix non envoyés sont abandonnés.
}
refused-no-address = `{ $address }` n’est pas l’adresse d’un serveur. Écrivez-la comme https://chat.example.edu.
refused-plain-http = Ce qui est envoyé à { $address } n’est pas chiffré : n’importe qui sur le chemin pourrait lire votre mot de passe et prendre votre place. Connectez-vous plutôt avec https://, ou autorisez-le pour ce serveur (en ligne de commande, avec --allow-plain-http).
refused-no-campus = Le campus d’exemple n’a pas pu démarrer : { $error }.
schedule-unknown-zone = `{ $zone }` n’est pas un fuseau horaire ; utilisez un nom IANA comme `Europe/Berlin`.
schedule-start-at-day-end = Un service ne peut pas commencer à 24:00 (`{ $field }`) ; faites-le commencer à 00:00 le lendemain.
schedule-empty-time-off = Le congé numéro { $number } finit avant de commencer ; sa fin doit venir après son début.
schedule-year-out-of-range = L’année dans `{ $field }` est hors limites ; utilisez-en une entre 0 et 9999.
schedule-too-many = Il y a { $found } entrées dans `{ $field }`, mais { $most } au plus sont permises ; retirez-en.
unreachable-signed-out = Aucun compte n’est connecté sur cet ordinateur.
