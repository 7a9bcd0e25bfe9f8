### Warum etwas nicht geschah oder der Server nicht erreicht wurde, und was zu tun ist. Die Hinweise stehen in ../en/refusals.ftl.

unreachable-network = Von diesem Computer führt kein Weg zu { $server }. Prüfe dein Netzwerk.
unreachable-broken = Die Verbindung zu { $server } ist abgebrochen. Prüfe dein Netzwerk.
unreachable-unknown-name = Es gibt keinen Server namens { $server }. Prüfe dein Netzwerk und die Adresse auf Tippfehler.
unreachable-refused = Bei { $server } antwortet niemand: Porchlights Server läuft dort nicht. Warte kurz, oder frag, wer ihn betreibt.
unreachable-timed-out = Von { $server } kam nicht rechtzeitig eine Antwort. Prüfe dein Netzwerk.
unreachable-certificate = Dem Zertifikat, das für { $server } gezeigt wird, ist nicht zu trauen, daher wurde nichts gesendet: Jemand könnte dazwischen sein. Versuch ein anderes Netzwerk, oder frag, wer den Server betreibt.
unreachable-clock = Das Zertifikat von { $server } gilt nicht am Datum dieses Computers. Stell Datum und Uhrzeit richtig; stimmen sie, bitte den Betreiber des Servers um ein neues Zertifikat.
unreachable-no-tls = Was bei { $server } antwortet, spricht kein TLS, daher geht https:// dort nicht. Prüfe Adresse und Port, oder frag, wer ihn betreibt. Ist er auf diesem Computer oder in einem Netzwerk, dem du traust, versuch http://.
unreachable-moved-to = Was bei { $server } antwortet, sagt, der Server sei nach { $to } umgezogen. Frag den Betreiber, ob das stimmt; melde dich dann ab und dort an.
unreachable-moved = Was bei { $server } antwortet, sagt, der Server sei umgezogen. Frag den Betreiber nach der neuen Adresse; melde dich dann ab und dort an.
unreachable-portal = Etwas in deinem Netzwerk antwortet anstelle von { $server }, wie in Hotels und Gastnetzen. Öffne eine Webseite und melde dich im Netzwerk an.
unreachable-not-understood = Was bei { $server } antwortet, ist kein Porchlight-Server, den diese Version versteht. Prüfe die Adresse, und ob es ein neueres Porchlight gibt.
unreachable-closed = { $server } hat die Verbindung beendet. Warte kurz.
unanswered = { $why } Sieh nach, ob es geschehen ist, bevor du es noch einmal versuchst.
problem-not-signed-in = Der Server kennt diese Anmeldung nicht mehr. Melde dich neu an.
problem-wrong-password = E-Mail-Adresse und Passwort passen nicht zusammen. Prüfe beides und versuch es noch einmal.
problem-deactivated = Dieses Konto wurde stillgelegt. Frag die Inhaber deiner Organisation.
problem-not-allowed = Das darfst du nicht. Frag die Administration des Büros oder die Inhaber.
problem-not-found = So etwas kennt der Server nicht, oder es gehört dir nicht.
problem-code-not-valid = Dieser Code gilt nicht: Er ist benutzt, abgelaufen oder ersetzt. Bitte um einen neuen.
problem-exists = Das gibt es schon.
problem-last-owner = Die Organisation braucht jemanden, dem sie gehört und der sich anmelden kann, und das ist der letzte Zugang.
problem-stale = Jemand hat es inzwischen geändert, daher ist nichts gespeichert. Sieh dir an, wie es jetzt ist, und ändere es noch einmal.
problem-too-large = Das ist mehr, als der Server auf einmal nimmt. Sende weniger.
problem-slow-down = Das war zu viel in kurzer Zeit. Warte kurz und versuch es noch einmal.
problem-slow-down-for = Das war zu viel in kurzer Zeit. Warte { $wait } und versuch es noch einmal.
problem-unavailable = Der Server kann das gerade nicht. Versuch es später noch einmal.
problem-internal = Auf dem Server ist etwas schiefgegangen. Versuch es später noch einmal, und sag dem Betreiber Bescheid, wenn es nicht aufhört.
problem-invalid-field = Der Server nimmt nicht, was für { $field } angegeben ist: { $detail }
refused-signed-out = Du bist nicht angemeldet. Melde dich zuerst am Server deines Teams an.
refused-unknown-office = Du hast kein Büro namens `{ $office }`. Wähle eines von deinen.
refused-too-long = Eine Wahl gilt höchstens 400 Tage. Wähle eine kürzere Zeit, oder bis du es änderst.
refused-already-past = Diese Zeit ist schon vorbei. Wähle eine spätere.
refused-idle-time = Wähle eine Zeit von { $least } bis { $most }.
refused-already-signed-in = Du bist schon als { $email } angemeldet. Melde dich zuerst ab.
refused-signing-in = Die Anmeldung läuft. Warte kurz.
refused-not-connected = Der Server ist nicht erreichbar, und dafür wird er gebraucht. Versuch es, sobald Porchlight verbunden ist.
refused-signing-out = Du meldest dich gerade ab, daher geschah das nicht. Melde dich zuerst wieder an.
refused-quitting = Porchlight wird gerade beendet, daher geschah das nicht. Starte es zuerst neu.
refused-choice-dropped = Du hast dich abgemeldet, bevor der Server deine Wahl hatte, sie ist daher verworfen.
refused-colleague-not-available = { $status ->
    [available] { $name } ist in { $office } nicht verfügbar, sondern verfügbar, daher wurde nichts geändert.
    [away] { $name } ist in { $office } nicht verfügbar, sondern abwesend, daher wurde nichts geändert.
   *[offline] { $name } ist in { $office } nicht verfügbar, sondern offline, daher wurde nichts geändert.
}
refused-nobody-available = In { $office } ist niemand verfügbar, daher wurde nichts geändert.
refused-not-taken = Der Server hat deine Wahl ({ $choice }) noch nicht angenommen, daher sieht sie sonst niemand. Sie wird wieder versucht, und was du sonst wählst, geht weiter. Hört das nicht auf, sag dem Betreiber des Servers Bescheid.
refused-lost-at-the-end = { $number ->
    [one] Deine Wahl ({ $choices }) hat den Server nicht erreicht, und die Festplatte antwortete nicht; sie geht mit dem Ende von Porchlight verloren, wenn die Festplatte nicht in Sekunden noch antwortet. Wähle neu, wenn du es gestartet hast.
   *[other] Deine Wahlen ({ $choices }) haben den Server nicht erreicht, und die Festplatte antwortete nicht; sie gehen mit dem Ende von Porchlight verloren, wenn die Festplatte nicht in Sekunden noch antwortet. Wähle neu, wenn du es gestartet hast.
}
signed-out-by-server = Du bist abgemeldet, weil der Server dieses Gerät nicht mehr kennt. Bitte melde dich neu an.
signed-out-without-token = Du bist abgemeldet, weil das Token dieses Geräts fehlt. Bitte melde dich neu an.
signed-out-untold = Du bist abgemeldet und dieses Gerät ist hier vergessen, aber { $server } war nicht zu erreichen und kennt es noch. Bitte den Betreiber des Servers, das zu beenden.
signed-out-untold-dropped = { $choices ->
    [one] Du bist abgemeldet und dieses Gerät ist hier vergessen, aber { $server } war nicht zu erreichen und kennt es noch. Bitte den Betreiber des Servers, das zu beenden. 1 Wahl, die nicht gesendet war, ist verworfen.
   *[other] Du bist abgemeldet und dieses Gerät ist hier vergessen, aber { $server } war nicht zu erreichen und kennt es noch. Bitte den Betreiber des Servers, das zu beenden. { $choices } Wahlen, die nicht gesendet waren, sind verworfen.
}
signed-out-dropped = { $choices ->
    [one] Du bist abgemeldet. 1 Wahl, die nicht gesendet war, ist verworfen.
   *[other] Du bist abgemeldet. { $choices } Wahlen, die nicht gesendet waren, sind verworfen.
}
refused-no-address = `{ $address }` ist keine Adresse eines Servers. Schreib sie wie https://chat.example.edu.
refused-plain-http = Was an { $address } gesendet wird, ist nicht verschlüsselt; wer auf dem Weg dorthin sitzt, könnte dein Passwort lesen und deinen Platz einnehmen. Melde dich mit https:// an, oder erlaube es für diesen Server (auf der Befehlszeile mit --allow-plain-http).
refused-no-campus = Der Muster-Campus ließ sich nicht starten: { $error }.
schedule-unknown-zone = `{ $zone }` ist keine Zeitzone; nimm einen IANA-Namen wie `Europe/Berlin`.
schedule-start-at-day-end = Eine Schicht kann nicht um 24:00 beginnen (`{ $field }`); lass sie um 00:00 am nächsten Tag beginnen.
schedule-empty-time-off = Der Urlaub Nummer { $number } endet, bevor er beginnt; sein Ende muss nach seinem Anfang liegen.
schedule-year-out-of-range = Das Jahr in `{ $field }` liegt außerhalb; nimm eines von 0 bis 9999.
schedule-too-many = In `{ $field }` stehen { $found } Einträge, aber höchstens { $most } sind erlaubt; entferne einige.
unreachable-signed-out = Auf diesem Computer ist niemand angemeldet.
