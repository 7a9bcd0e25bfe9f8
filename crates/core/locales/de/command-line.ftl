### Was die Befehlszeile sagt. Die Hinweise stehen in ../en/command-line.ftl.

cli-not-running = Porchlight läuft nicht. Starte es mit `porchlight`, oder füge `--start` an.
cli-no-campus = Der Muster-Campus läuft nicht. Starte ihn mit `porchlight --demo`, oder füge `--start` an.
cli-silent = Das laufende Porchlight antwortet nicht. Beende es über sein Menü oder beende seinen Prozess, und starte es neu.
cli-other-version = Porchlight { $running } läuft, und dies ist { $version }. Mit `porchlight` geht es mit dem neueren weiter, mit `porchlight quit` endet das laufende.
cli-signed-in = Angemeldet als { $email }.
cli-signed-out = Abgemeldet.
cli-sign-in-first = Du bist nicht angemeldet. Melde dich mit `porchlight sign-in` oder im Fenster an.
cli-ended = Porchlight ist beendet.
cli-campus-ended = Der Muster-Campus ist beendet.
cli-is-not-running = Porchlight läuft nicht.
cli-campus-is-not-running = Der Muster-Campus läuft nicht.
cli-kept = Deine Wahl hat den Server noch nicht erreicht. Sie ist vorgemerkt und wird gesendet, sobald es geht.
cli-demo = Demo: ein Muster-Campus auf diesem Computer
cli-unknown-office = Du bist in keinem Büro namens { $office }; deine sind: { $offices }.
cli-no-office = Du bist noch in keinem Büro; die Administration kann dich in eines aufnehmen.
cli-schedule-unread = { $why ->
    [unreachable] { $place } antwortet nicht, also wurde nichts gelesen. Versuche es später noch einmal, oder lade den Kalender herunter und gib die Datei an.
    [not-allowed] { $place } lässt Porchlight den Kalender nicht lesen. Nimm die geheime oder private Adresse des Kalenders, oder eine Datei, die du lesen darfst.
    [missing] Bei { $place } ist kein Kalender. Sieh nach, wie die Datei oder die Adresse geschrieben ist.
    [no-calendar] In { $place } ist kein ganzer Kalender. Nimm, was auf .ics endet, wie Kalender und Dienstpläne exportiert werden.
    [too-large] Der Kalender von { $place } ist größer als 10 MB, und das ist zu viel. Exportiere weniger Einträge.
   *[other] Das ist keine Adresse eines Kalenders. Nimm eine, die mit https:// beginnt, oder eine Datei dieses Computers.
}
cli-schedule-stdin = der Standardeingabe
cli-schedule-not-understood = { $why ->
    [whole-day] Zeile { $line }: dauert ganze Tage; eine Schicht sagt, von wann bis wann.
    [no-times] Zeile { $line }: sagt nicht, von wann bis wann.
    [too-long] Zeile { $line }: dauert mehr als 24 Stunden.
    [no-zone] Zeile { $line }: geht nach den Uhren einer Zeitzone, die nicht bekannt ist.
   *[no-rule] Zeile { $line }: wiederholt sich auf eine Weise, die nicht verstanden wird.
}
cli-schedule-no-shifts = Im nächsten Jahr sind darin keine Schichten, also wurde nichts geändert.
cli-schedule-read = Wöchentliche Schichten: { $shifts }. Eigene Tage im nächsten Jahr: { $dates }.
cli-schedule-on = { $when }: { $times }
cli-schedule-nothing-on = { $when }: keine Schichten
cli-schedule-saved = Gespeichert: Das ist jetzt dein Dienstplan.
cli-schedule-same = Dein Dienstplan ist schon so.
cli-schedule-look = Noch ist nichts gespeichert: Sieh es dir im Fenster auf der Seite Dienstplan an, und speichere oder verwirf es dort.
cli-schedule-unsaved = Es gibt Änderungen an deinem Dienstplan, die nicht gespeichert sind. Speichere oder verwirf sie im Fenster, und importiere dann.
cli-schedule-none = Du hast noch keinen Dienstplan, also gibt es nichts zu exportieren.
cli-schedule-shift = Schicht
cli-heading-id = ID
cli-heading-office = BÜRO
cli-heading-online = ONLINE
cli-heading-you = DU
cli-password = Passwort:
cli-no-terminal = Es gibt kein Terminal für die Frage; füge `--password-stdin` an.
cli-password-empty = Das Passwort aus der Standardeingabe ist leer.
cli-time-passed = `{ $time }` ist schon vorbei.
cli-time-too-long = Bis `{ $time }` ist länger, als eine Wahl gelten kann, nämlich { $days } Tage; mit `--hold` gilt sie, bis du sie änderst.
cli-no-zone = Es gibt keine Zeitzone namens `{ $zone }`; schreib sie wie Europe/Berlin oder America/New_York.
cli-no-time = `{ $time }` ist keine Uhrzeit; schreib etwa 18:00, 18:00 America/New_York oder 2026-11-23T18:00:00Z.
cli-time-skipped = `{ $time }` kommt in der Zeitzone { $zone } nicht innerhalb eines Tages vor; schreib es als Zeitpunkt, etwa 2026-11-23T18:00:00Z.
cli-no-calendar = Es wird kein Kalender gelesen.
cli-calendar-empty = Die Adresse des Kalenders auf der Standardeingabe ist leer.
