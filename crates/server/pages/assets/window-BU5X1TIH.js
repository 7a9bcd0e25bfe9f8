var e=`no-answer = Porchlight antwortet nicht. Schließ dieses Fenster und öffne es neu, über das Symbol in der Leiste oder mit „porchlight window“.
nav = Seiten
nav-status = Status
nav-schedule = Dienstplan
nav-settings = Einstellungen
demo = Demo
demo-hint = Ein Muster-Campus auf diesem Computer: Hier sieht dich sonst niemand
put-aside = Weglegen
ask-at-login = Porchlight kann bei der Anmeldung von selbst starten, damit niemand vergeblich auf dich wartet.
ask-at-login-yes = Bei Anmeldung starten
ask-at-login-no = Nicht jetzt
my-status = Mein Status
my-status-everywhere = Mein Status in allen Büros
status-name = { $status ->
    [available] Verfügbar
    [away] Abwesend
   *[offline] Offline
  }
hold = Wie lange
hold-available = Verfügbar für
hold-away = Abwesend für
add-schedule = Dienstplan anlegen
following-schedule = Nach Dienstplan
follow-schedule = Meinem Dienstplan folgen
offices = Büros
offices-none = Du bist noch in keinem Büro. Bitte jemanden aus der Administration deines Teams, dich in eines aufzunehmen; es erscheint dann hier von selbst.
office-online = { $count ->
    [0] Niemand online
    [one] { $count } Agent online
   *[other] { $count } Agenten online
  }
office-online-unknown = Agenten online: nicht bekannt
office-available = Verfügbar in { $office }
office-agents = Agenten in { $office }
office-unknown = Wer hier ist, ist erst wieder bekannt, wenn Porchlight verbunden ist.
office-without-agents = Zu diesem Büro gehört noch niemand. Die Administration kann Agenten hinzufügen.
office-empty = Hier ist niemand verfügbar, daher sehen Kunden dieses Büro als offline.
set-everybody-away = Alle auf Abwesend setzen
set-everybody-away-nobody = Sonst ist hier niemand verfügbar
set-everybody-away-in = Alle in { $office } auf Abwesend setzen
set-everybody-away-title = Alle in { $office } auf Abwesend setzen?
set-everybody-away-text = Dort gerade verfügbar: { $people }. Kunden sehen { $office } als offline, bis jemand zurückkommt.
set-everybody-away-reason = Grund, der ihnen gesagt wird (freiwillig)
set-everybody-away-held = Alle in { $office } werden auf Abwesend gesetzt.
people-you = du
people-more = { $count ->
    [one] { $count } weitere Person
   *[other] { $count } weitere
  }
cancel = Abbrechen
welcome-title = Zeig, dass du zu Hause bist
welcome-text = Porchlight zeigt Kollegen und Kunden, ob jemand da ist.
connect-title = Mit dem Server deines Teams verbinden
connect-server = Server
connect-email = E-Mail
connect-password = Passwort
connect-plain = Ich vertraue allen auf dem Weg zu diesem Server
connect = Verbinden
connecting = Wird verbunden …
connect-server-missing = Gib die Adresse des Servers deines Teams ein, zum Beispiel { $example }.
connect-email-missing = Gib deine E-Mail-Adresse ein, zum Beispiel { $example }.
connect-password-missing = Gib dein Passwort ein.
try-here = Auf diesem Computer ausprobieren
try-here-starting = Wird gestartet …
try-here-text = Mit einem Muster-Campus. Nichts verlässt diesen Computer.
account = Konto
account-no-server = Kein Server
sign-out = Abmelden
sign-out-title = Von Porchlight abmelden?
sign-out-text = Kollegen und Kunden sehen dich als offline, bis du dich wieder anmeldest.
sign-out-cancel = Angemeldet bleiben
leaving-desk = Wenn ich den Schreibtisch verlasse
idle-after = Abwesend, wenn so lange keine Eingabe kommt
idle-organization = { $duration }, wie in meiner Organisation
idle-limit = Höchstens { $duration }; das legt deine Organisation fest.
away-on-lock = Abwesend, wenn der Bildschirm gesperrt wird
away-on-lock-hint = Sofort, ohne die Zeit von oben abzuwarten.
present-in-calls = Bei Anrufen und Vorträgen verfügbar bleiben
present-in-calls-hint = { $hours ->
    [one] Solange ein Programm den Bildschirm anlässt, bis zu { $hours } Stunde ohne Eingabe. Niemand erfährt davon.
   *[other] Solange ein Programm den Bildschirm anlässt, bis zu { $hours } Stunden ohne Eingabe. Niemand erfährt davon.
  }
ask-on-return = Fragen, bevor ich zurück bin
ask-on-return-on = Nach einer Pause bleibst du abwesend, bis du etwas anderes sagst.
ask-on-return-off = Nach einer Pause bringt dich die erste Taste oder Bewegung zurück.
calendar = Kalender
calendar-hint = Abwesend, solange er dich als beschäftigt zeigt. Nur die Zeiten verlassen diesen Computer.
calendar-address = Adresse deines Kalenders (.ics)
calendar-follow = Berücksichtigen
calendar-stop = Nicht mehr berücksichtigen
this-computer = Dieser Computer
start-at-login = Bei meiner Anmeldung starten
notifications = Benachrichtigungen
notifications-hint = Wenn Porchlight, dein Dienstplan oder die Administration deinen Status ändert.
language = Sprache
language-system = Wie dieser Computer
clock = Uhr
clock-system = Wie dieser Computer
clock-twelve = 12 Stunden: { $example }
clock-twenty-four = 24 Stunden: { $example }
diagnostics = Diagnose
diagnostics-idle = Leerlauf
diagnostics-tray = Leiste
diagnostics-session = Sperre und Ruhezustand
diagnostics-calls = Anrufe und Vorträge
diagnostics-notifications = Benachrichtigungen
diagnostics-link = Verbindung
diagnostics-sync = Letzter Abgleich
diagnostics-sync-now = Jetzt
diagnostics-sync-never = Noch nicht
diagnostics-failure = Letzter Fehler
diagnostics-failure-none = Keiner
diagnostics-sent = Zuletzt gesendet
diagnostics-sent-nothing = Noch nichts
diagnostics-token = Token
diagnostics-version = Version
diagnostics-system = System
diagnostics-log = Protokoll
diagnostics-events = Was zuletzt geschah
diagnostics-copy = Diagnose kopieren
diagnostics-copied = Kopiert. Weder Passwort noch Token ist dabei.
diagnostics-not-copied = Das Kopieren ging nicht; gib „porchlight diagnostics“ in einem Terminal ein.
next-day = nächster Tag
whole-day = { $hours ->
    [one] { $hours } Stunde
   *[other] { $hours } Stunden
  }
date-kind = { $kind ->
    [time-off] Urlaub
    [day-off] freier Tag
    [other-hours] andere Zeiten
    [shifts] Schichten
   *[free] keine Schichten
  }
month-date = { $today ->
    [yes] { $date }, heute, { $kind }
   *[no] { $date }, { $kind }
  }
schedule = Dienstplan
schedule-summary = { $summary } · { $length } pro Woche
schedule-not-connected = Der Dienstplan lässt sich ändern, sobald Porchlight wieder verbunden ist. Bis dahin gilt er weiter wie bisher.
schedule-changed-elsewhere = Der Dienstplan wurde inzwischen auf einem anderen Gerät geändert, deiner ist deshalb nicht gespeichert. Beide Fassungen erscheinen, sobald die andere hier ist.
schedule-removed-elsewhere = Der Dienstplan wurde inzwischen auf einem anderen Gerät entfernt, deiner ist deshalb nicht gespeichert. Speichere deinen noch einmal oder verwirf ihn.
drop-mine = Meine Änderungen verwerfen
keep-mine = Meinen behalten
schedule-found = Das Fenster wurde geschlossen, bevor diese Änderungen gespeichert waren, sie gelten also noch nicht. Speichere oder verwirf sie.
week-and-ahead = Jede Woche, und wie es wird
every-week = Jede Woche
week-empty = Zeichne deine erste Schicht, oder beginne mit
week-start = { $first }–{ $last }, { $from }–{ $until }
week-help = { $minutes ->
    [one] Zeichne eine Schicht, zieh sie oder ihre Enden; mit <kbd>Umschalt</kbd> auf { $minutes } Minute genau.
   *[other] Zeichne eine Schicht, zieh sie oder ihre Enden; mit <kbd>Umschalt</kbd> auf { $minutes } Minuten genau.
  }
week-help-more = Mit der Tastatur
week-help-keys = { $minutes ->
    [one] Auf einem Tag legt <kbd>+</kbd> eine Schicht an, <kbd>↓</kbd> geht zu ihr. Auf einer Schicht bewegen <kbd>↑ ↓ ← →</kbd> sie, mit <kbd>Umschalt</kbd> ihr Ende (<kbd>↑ ↓</kbd>) oder ihren Anfang (<kbd>← →</kbd>), mit <kbd>Strg</kbd> um { $minutes } Minute; <kbd>Eingabe</kbd> schreibt genaue Zeiten, <kbd>Entf</kbd> entfernt, <kbd>Bild ↑ ↓</kbd> geht zur nächsten.
   *[other] Auf einem Tag legt <kbd>+</kbd> eine Schicht an, <kbd>↓</kbd> geht zu ihr. Auf einer Schicht bewegen <kbd>↑ ↓ ← →</kbd> sie, mit <kbd>Umschalt</kbd> ihr Ende (<kbd>↑ ↓</kbd>) oder ihren Anfang (<kbd>← →</kbd>), mit <kbd>Strg</kbd> um { $minutes } Minuten; <kbd>Eingabe</kbd> schreibt genaue Zeiten, <kbd>Entf</kbd> entfernt, <kbd>Bild ↑ ↓</kbd> geht zur nächsten.
  }
dates-and-time-off = Einzelne Tage und Urlaub
dates-different = Tage, die anders sind
time-zone-here = Dieser Computer ist in { $zone }.
remove-schedule = Ganzen Dienstplan entfernen
import-shifts = Schichten importieren …
export-shifts = Als .ics exportieren
import-hint = Ein Dienstplan oder anderer Kalender (.ics). Seine Schichten und Tage ersetzen, was hier steht; nichts gilt, bevor du speicherst.
shifts-taken = Wöchentliche Schichten: { $shifts }. Eigene Tage im nächsten Jahr: { $dates }.
schedule-written = Geschrieben nach { $file }.
saved-not = Noch nicht gespeichert.
saved = Gespeichert.
saved-everywhere = Gespeichert. Gilt für alle deine Büros.
look-again = Oben stimmt etwas noch nicht.
discard = Verwerfen
save = Speichern
saving = Wird gespeichert …
leave-title = Änderungen am Dienstplan speichern?
leave-text = Sie gehen verloren, wenn du diese Seite ohne Speichern verlässt.
leave-cancel = Weiter bearbeiten
month-before = Voriger Monat
month-after = Nächster Monat
chosen-dates = Die gewählten Tage
choose-dates = Wähle einen Tag oder zieh über mehrere: frei, andere Zeiten oder Urlaub.
make-dates = { $kind ->
    [day-off] { $count ->
        [one] Freier Tag
       *[other] Freie Tage
      }
    [other-hours] Andere Zeiten
    [time-off] Urlaub
   *[as-every-week] Wie jede Woche
  }
made-dates = { $kind ->
    [day-off] { $count ->
        [one] { $dates }: freier Tag.
       *[other] { $dates }: freie Tage.
      }
    [other-hours] { $dates }: andere Zeiten.
    [time-off] { $dates }: Urlaub.
   *[as-every-week] { $dates }: wie jede Woche.
  }
date = Datum
on-this-date = An diesem Tag
other-hours = Andere Zeiten
remove-date = Diesen Tag entfernen
add-hours = Zeiten an diesem Tag hinzufügen
remove-hours = Diese Zeiten entfernen
date-wrong = Wähle ein Datum.
date-twice = Dieser Tag steht schon in der Liste. Ändere ihn dort.
off-from = Von
off-until = Bis
first-date = Erster Tag
last-date = Letzter Tag
first-time = Von, Uhrzeit
last-time = Bis, Uhrzeit
remove-time-off = Diesen Urlaub entfernen
time-off-wrong = Wähle den ersten und den letzten Tag.
ahead = Die nächsten zwei Wochen
ahead-draft = sobald gespeichert
today = Heute
offline-all-day = Offline
merge-title = Der Dienstplan wurde inzwischen auf einem anderen Gerät geändert.
merge-decide = Wähle, was gelten soll, wo beide dasselbe geändert haben. Vorher wird nichts gespeichert.
merge-decided = Nichts geht verloren: Das haben beide geändert. Wähle anders, wo du möchtest.
merge-side = { $side ->
    [mine] Deins
    [theirs] Das andere Gerät
   *[both] Beides
  }
merge = Zusammenführen
undo = Rückgängig
redo = Wiederholen
undo-hint = Rückgängig (Strg+Z)
redo-hint = Wiederholen (Strg+Umschalt+Z)
undo-step = Rückgängig: { $step }
redo-step = Wiederholen: { $step }
undone = Rückgängig gemacht: { $step }.
redone = Wieder gemacht: { $step }.
step-merge = beide Fassungen zusammenführen
step-discard = deine Änderungen verwerfen
step-remove-all = den ganzen Dienstplan entfernen
step-import = Schichten aus einem Kalender nehmen
step-change-date = { $date } ändern
step-remove-date = { $date } entfernen
step-change-time-off = Urlaub ändern
step-remove-time-off = Urlaub entfernen
step-zone = die Zeitzone auf { $zone } ändern
step-dates = { $kind ->
    [day-off] { $count ->
        [one] freier Tag: { $dates }
       *[other] freie Tage: { $dates }
      }
    [other-hours] andere Zeiten: { $dates }
    [time-off] Urlaub: { $dates }
   *[as-every-week] wie jede Woche: { $dates }
  }
merged = Beide Fassungen sind jetzt zusammen. Speichere sie, oder mach weiter.
discarded = Deine Änderungen sind verworfen.
look-again-said = Etwas stimmt noch nicht.
removed-all = Alle Schichten, einzelnen Tage und Urlaube sind entfernt.
workdays-added = { $step }: hinzugefügt.`;export{e as default};