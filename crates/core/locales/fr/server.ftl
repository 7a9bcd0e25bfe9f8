### Les notes de traduction sont dans ../en/server.ftl

server-problem = { $code ->
    [wrong_password] L’adresse e-mail et le mot de passe ne vont pas ensemble. Vérifiez les deux et réessayez.
    [deactivated] Ce compte a été désactivé. Adressez-vous à un propriétaire de votre organisation.
    [slow_down] Il y a eu trop d’essais manqués. Attendez quelques minutes et réessayez.
    [insecure] Sans TLS, un navigateur ne garde personne connecté. Ouvrez cette page à son adresse qui commence par https.
   *[other] Cela n’a pas marché. Réessayez.
}
server-sign-in = Se connecter
server-sign-out = Se déconnecter
server-email = Adresse e-mail
server-password = Mot de passe
server-remember = Rester connecté sur cet appareil
server-online = Qui est en ligne
server-as-of = État à { $clock }. Sans scripts, rechargez la page pour voir ce qui a changé.
server-no-office = Vous n’êtes encore dans aucun bureau. Demandez à un administrateur de votre équipe de vous ajouter à l’un d’eux.
server-count = { $count ->
    [0] Aucun agent en ligne
    [one] { $count } agent en ligne
   *[other] { $count } agents en ligne
}
server-status = { $status ->
    [available] disponible
    [away] absent
   *[offline] hors ligne
}
server-needs-script = Cette page a besoin de scripts. Autorisez-les pour ce site et rechargez-la.
