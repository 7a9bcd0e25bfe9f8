### Die Hinweise stehen in ../en/server.ftl

server-problem = { $code ->
    [wrong_password] E-Mail-Adresse und Passwort passen nicht zusammen. Prüfe beides und versuch es noch einmal.
    [deactivated] Dieses Konto ist stillgelegt. Frag die Inhaber deiner Organisation.
    [slow_down] Es gab zu viele falsche Versuche. Warte ein paar Minuten und versuch es noch einmal.
    [insecure] Ohne TLS bleibt im Browser niemand angemeldet. Öffne diese Seite unter ihrer Adresse, die mit https beginnt.
   *[other] Das hat nicht geklappt. Versuch es noch einmal.
}
server-sign-in = Anmelden
server-sign-out = Abmelden
server-email = E-Mail-Adresse
server-password = Passwort
server-remember = Auf diesem Gerät angemeldet bleiben
server-online = Wer online ist
server-as-of = Stand { $clock }. Ohne Skripte lade die Seite neu, um zu sehen, was sich geändert hat.
server-no-office = Du bist noch in keinem Büro. Bitte die Administration deines Teams, dich in eines aufzunehmen.
server-count = { $count ->
    [0] Niemand online
    [one] 1 Agent online
   *[other] { $count } Agenten online
}
server-status = { $status ->
    [available] verfügbar
    [away] abwesend
   *[offline] offline
}
server-needs-script = Diese Seite braucht Skripte. Erlaube sie für diese Website und lade sie neu.
