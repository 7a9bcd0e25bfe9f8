var e=`email = E-Mail-Adresse
password = Passwort
password-new = Neues Passwort
password-show = Zeigen
password-rules = Mindestens 8 Zeichen. Ein paar Wörter, die niemand errät, sind gut.
name = Name
sign-in = Anmelden
sign-out = Abmelden
somebody = jemand
since-time = seit { $time }
since-yesterday = seit gestern
since-day = seit { $day }
cause-idle = untätig
cause-locked = gesperrt
cause-busy = beschäftigt
cause-by = von { $name } gesetzt
sign-in-remember = Auf diesem Gerät angemeldet bleiben
sign-in-help = Wurdest du eingeladen, oder hast du einen Code für ein neues Passwort? Öffne den Link, den du bekommen hast. Hast du dein Passwort verloren, bitte die Inhaber deiner Organisation um so einen Link.
join = Code benutzen
join-code = Code
join-code-hint = Du bekommst ihn von den Inhabern deiner Organisation. Er beginnt mit plc_.
join-go-on = Weiter
join-welcome = Willkommen
join-invited = Du bist als { $email } eingeladen.
join-invited-to = Du bist als { $email } eingeladen, in { $offices }.
join-expires = Das gilt bis { $when }.
join-name-hint = Deine Kollegen sehen ihn.
join-do = Beitreten
join-reset = { $name }, wähle ein neues Passwort
join-reset-for = Für das Konto { $email }. Alle deine Geräte werden abgemeldet.
join-reset-do = Passwort setzen
join-done = Das hat geklappt
join-done-sign-in = Dein Passwort ist gesetzt. Melde dich damit an.
nav-places = Seiten
online = Wer online ist
me = Ich
admin = Verwaltung
dismiss = Schließen
out-of-date = Nicht aktuell: Vom Server kam seit { $time } nichts. Diese Seite macht von selbst weiter, sobald er antwortet.
online-unknown = Wie viele online sind, ist nicht bekannt
welcome = Willkommen, { $name }
welcome-next = Du bist hier angemeldet. Hol dir für die Arbeit die Porchlight-App für deinen Computer von den Leuten, die ihn betreuen, und melde dich mit derselben Adresse und demselben Passwort an: Sie merkt, wenn du weg bist. Auf dem Telefon oder einem geliehenen Computer reicht diese Seite.
my-offices = Meine Büros
my-schedule = Mein Dienstplan
my-devices = Meine Geräte
my-password = Mein Passwort
me-some = Verfügbar in { $count } von { $total } Büros
me-none = Verfügbar in keinem von { $total } Büros
me-no-office = Du bist noch in keinem Büro. Bitte jemanden aus der Administration deines Teams, dich in eines aufzunehmen; es erscheint dann hier von selbst.
reason-schedule = nach deinem Dienstplan
reason-choice = nach deiner Wahl
reason-choice-until = nach deiner Wahl, bis { $time }
reason-by = von { $name } gesetzt { $since }
reason-idle = keine Eingabe { $since }; du bist zurück, sobald du eines deiner Geräte benutzt
reason-locked = dein Gerät ist gesperrt { $since }
reason-busy = laut deinem Kalender beschäftigt, bis { $time }
reason-no-device = keines deiner Geräte ist verbunden
reason-default = nichts ist gewählt, und es gibt keinen Dienstplan
hold-until-changed = bis ich es ändere
device-here = Solange diese Seite offen ist, zählt dieser Browser als eines deiner Geräte. Er merkt nur, was du auf dieser Seite tust; schließ sie, und das Gerät ist weg.
device-failed = Dem Server konnte nicht gesagt werden, dass du da bist. Diese Seite versucht es von selbst wieder.
device-this = dieses
device-live = verbunden
device-quiet = nicht verbunden
device-signed-in = angemeldet am { $when }
device-end-one = { $device } abmelden
schedule-none = Noch kein Dienstplan. Mit einem wirst du von selbst verfügbar und offline.
schedule-zone = Die Zeiten sind die von { $zone }.
schedule-off = frei
schedule-edit = Ändern
schedule-read = Zurück zur Ansicht
password-old = Jetziges Passwort
password-change = Passwort ändern
password-done = Es ist geändert, und alle deine anderen Geräte sind abgemeldet.
tokens = Tokens für Skripte
tokens-hint = Ein Skript meldet sich mit einem Token an und darf in Ihrem Namen tun, was Sie hier wählen. Es macht Sie nirgends von selbst verfügbar. Ein neues Passwort beendet alle.
token-made = Kopieren Sie den Token jetzt: Er wird nur dieses eine Mal gezeigt.
token-name = Wofür er ist
token-may = Was er darf
token-scope = { $scope ->
    [read] Lesen, was Sie sehen
    [presence] Ihren Status, Dienstplan und Ihre belegten Zeiten setzen
    [away] Andere abwesend setzen, wo Sie Administrator sind
    [admin_read] Lesen, was eingerichtet ist, und das Protokoll
   *[admin] Lesen und ändern, was eingerichtet ist
  }
token-days = Tage, bis er abläuft
token-make = Token erstellen
token-until = bis { $when }
token-revoke-one = Token { $name } widerrufen
token-revoked = Diesen Token kann niemand mehr verwenden.
wall = Für einen Bildschirm an der Wand
bolt-everybody = Alle in { $office } auf Abwesend setzen
agents-in = Agenten in { $office }
office-without-members = Zu diesem Büro gehört noch niemand. Die Administration kann Agenten hinzufügen.
coverage-empty-since = Zu seinen Zeiten ist niemand hier, { $since }
coverage-empty = Zu seinen Zeiten ist niemand hier
coverage-closed = Außerhalb seiner Zeiten
coverage-open-until = Besetzt; seine Zeiten enden um { $time }
day-of = Heute in { $office }
day-gaps = Niemand war hier: { $times }
day-unknown = Nicht bekannt, da der Server nicht lief: { $times }
day-nobody = Heute war noch niemand hier.
loading = Wird geladen …
close = Schließen
save = Speichern
saved = Gespeichert.
remove = Entfernen
copy = Kopieren
copied = Kopiert
yes = ja
no = nein
all = Alle
more = Mehr zeigen
search = Suchen
state = Status
admin-none = Hier richten nur die Inhaber der Organisation und die Administration der Büros etwas ein.
admin-parts = Teile dieser Seite
owner = Inhaber
owner-of = Besitzt die Organisation: darf hier alles einrichten und verwaltet alle Büros
role-in = Rolle in { $office }
name-optional = Name, falls bekannt
agent-inactive = Stillgelegt
agents-none = So heißt niemand.
invite = Jemanden einladen
invite-do = Link erstellen
add-do = Hinzufügen und Link erstellen
invite-name-hint = Mit einem Namen entsteht das Konto sofort, und der Link setzt nur das Passwort. Ohne ihn schreibt ihn, wer den Link öffnet.
invite-link = Schick diesen Link der Person, die dazukommen soll. Er wird nur dieses Mal gezeigt und gilt einmal.
reset-link = Schick diesen Link der Person, die ihr Passwort verloren hat. Er wird nur dieses Mal gezeigt, gilt einmal und 24 Stunden lang.
invitations = Offene Einladungen
invitations-none = Es gibt keine offene Einladung.
invitation-revoke = Zurückziehen
invitation-revoke-one = Die Einladung für { $email } zurückziehen
invitation-revoked = Diese Einladung kann niemand mehr benutzen.
reset = Link für ein neues Passwort erstellen
deactivate = Stilllegen
deactivate-sure = Ja, { $name } überall abmelden und aussperren
deactivated = Überall abgemeldet und ausgesperrt.
activate = Wieder zulassen
devices = Geräte
devices-none = Kein Gerät ist angemeldet.
devices-end = Alle Geräte abmelden
devices-ended = Abgemeldet.
offices = Büros
offices-none = Es gibt noch kein Büro. Füge unten das erste hinzu.
office = Büro
office-id = Id
office-id-hint = Webseiten nennen das Büro so, und es bleibt: Kleinbuchstaben, Ziffern und Bindestriche.
office-public = Öffentlich
office-public-hint = Seiten für Kunden dürfen sehen, ob es online ist
office-add = Büro hinzufügen
office-added = { $office } ist da.
office-remove = Entfernen
office-remove-sure = Ja, { $office } von allen Seiten entfernen
office-hours = Zeiten
office-hours-hint = Es soll zu bestimmten Zeiten besetzt sein
hours-from = Von
hours-until = Bis
hours-more = Mehr Zeiten
zone = Zeitzone
offline-text = Was Kunden lesen, solange niemand da ist
offline-link = Wohin sie stattdessen gehen
office-origins = Websites, die es anzeigen dürfen, etwa https://www.example.edu; leer: alle
members = Mitglieder
members-agent = Zu Agenten machen
members-admin = Zu Administratoren machen
members-out = Herausnehmen
idle-minutes = Live Assistant Timeout, in Minuten
idle-hint = Nach so langer Zeit ohne Eingabe gilt ein Agent als abwesend. Alle können für sich eine kürzere Zeit wählen.
webhooks-none = Noch erfährt kein anderes System etwas. Fügen Sie unten das erste hinzu.
webhook-add = Webhook hinzufügen
webhook-added = Er ist da. Kopieren Sie jetzt sein Geheimnis.
webhook-removed = Er erfährt nichts mehr.
webhook-url = Adresse
webhook-hint = Jede Änderung wird als signierte Anfrage dorthin gesendet. /docs erklärt, wie man die Signatur prüft.
webhook-events = Was er erfährt
webhook-event = { $event ->
    [office_changed] Ob ein Büro online ist
    [office_coverage] Ob ein Büro zu seinen Zeiten besetzt ist
    [office_removed] Ein Büro wird entfernt
    [agent_changed] Der Status einer Person
    [agent_left] Eine Person verlässt ein Büro
   *[ping] Ein Versuch
  }
webhook-offices = Von diesen Büros; von allen, wenn keines gewählt ist
webhook-all-offices = alle Büros
webhook-told = Erfährt: { $events } ({ $offices })
webhook-paused = Angehalten.
webhook-secrets = Auch das vorige Geheimnis signiert noch bis { $when }.
webhook-secret = Sein Geheimnis. Es wird nur dieses eine Mal gezeigt.
webhook-try = Ausprobieren
webhook-tried = Gesendet. Unten steht, was daraus wurde.
webhook-rotate = Neues Geheimnis
webhook-pause = Anhalten
webhook-resume = Fortsetzen
webhook-remove-sure = Ja, mit allem entfernen, was noch aussteht
deliveries = Zustellungen
deliveries-reload = Neu lesen
deliveries-dead = Nur aufgegebene
deliveries-none = Es gibt keine.
delivery-at = Wann
delivery-what = Was
delivery-again = Erneut senden
delivery-resent = Wird erneut gesendet.
delivery-state = { $state ->
    [pending] Wird versucht
    [delivered] Angekommen
   *[dead] Aufgegeben
  }
widget-hint = Um Kunden zu zeigen, ob jemand da ist, füge eine Zeile in eine Webseite ein:
widget-page = die Zeile, und wie es aussieht
import-hint = Eine Tabelle (CSV) mit einer Kopfzeile: email, name, owner, office, role. Nötig ist nur email, und name für neue Leute; eine Zeile je Büro. Was schon da ist, bleibt, und nichts wird weggenommen.
import-file = Eine Datei
import-table = Oder ihre Zeilen
import-try = Ausprobieren
import-do = Importieren
import-refused = Die Tabelle wurde nicht angenommen. { $detail }
import-done = Importiert.
import-line = Zeile { $line }: { $detail }
import-report = Agenten hinzugefügt: { $added }. Agenten geändert: { $changed }. Mitgliedschaften gesetzt: { $memberships }.
agent = Agent
from = Von
until = Bis
export = Als CSV exportieren
when = Wann
who = Wer
what = Was
why = Warum
command-line = Die Befehlszeile des Servers
audit-none = Noch nichts geschehen, das passt.
password-more = { $count ->
    [one] Noch ein Zeichen
   *[other] Noch { $count } Zeichen
  }
problem = { $code ->
    [wrong_password] E-Mail-Adresse und Passwort passen nicht zusammen. Prüfe beides und versuch es noch einmal.
    [deactivated] Dieses Konto ist stillgelegt. Frag die Inhaber deiner Organisation.
    [slow_down] Es gab zu viele falsche Versuche. Warte ein paar Minuten und versuch es noch einmal.
    [not_allowed] Das darfst du nicht. Frag die Inhaber deiner Organisation.
    [cross_site] Die Seite einer anderen Website hat darum gebeten. Öffne die Seite dieses Servers und tu es dort.
    [insecure] Ohne TLS bleibt im Browser niemand angemeldet. Öffne diese Seite unter ihrer Adresse, die mit https beginnt.
    [code_not_valid] Dieser Code gilt nicht: Er ist schon benutzt, abgelaufen oder durch einen neueren ersetzt. Bitte um einen neuen.
    [exists] So etwas gibt es schon. Wähle einen anderen Namen oder eine andere Adresse.
    [last_owner] Jemand muss die Organisation besitzen. Mach zuerst jemand anderen zum Inhaber.
    [not_found] Es ist nicht mehr da. Vielleicht hat es jemand entfernt.
    [stale] Jemand hat das gleichzeitig geändert. Lade die Seite neu und sieh es dir noch einmal an.
    [too_large] Das ist zu viel auf einmal. Sende es in Teilen.
    [unavailable] Der Server kann das gerade nicht annehmen. Versuch es gleich noch einmal.
    [unreachable] Der Server antwortet nicht. Prüfe deine Verbindung und versuch es noch einmal.
    [not_signed_in] Du bist nicht mehr angemeldet. Melde dich neu an.
   *[other] Das hat nicht geklappt. Lade die Seite neu und versuch es noch einmal.
  }
problem-field = { $field ->
    [password] Wähle ein Passwort mit mindestens 8 Zeichen.
    [new] Wähle ein anderes Passwort mit mindestens 8 Zeichen.
    [old] Das ist nicht dein Passwort.
    [name] Gib einen Namen von 1 bis 100 Zeichen an.
    [email] Gib eine E-Mail-Adresse an, zum Beispiel ana@example.org.
    [id] Nimm bis zu 64 Kleinbuchstaben, Ziffern und Bindestriche, zum Beispiel it-desk.
    [offline] Schreib höchstens 300 Zeichen und einen Link, der mit https beginnt.
    [idle_after_seconds] Wähle von 1 Minute bis 24 Stunden.
    [reason] Halte den Grund unter 200 Zeichen.
    [url] Geben Sie eine Adresse an, die mit https beginnt, etwa https://desk.example.edu/porchlight.
   *[other] Etwas passt hier nicht. Prüfe es und versuch es noch einmal.
  }
online-count = { $count ->
    [0] Niemand online
    [one] 1 Agent online
   *[other] { $count } Agenten online
  }
me-everywhere = { $status ->
    [available] Überall verfügbar
    [away] Überall abwesend
   *[offline] Überall offline
  }
me-in-office = { $status ->
    [available] Verfügbar
    [away] Abwesend
   *[offline] Offline
  } · { $reason }
hold-minutes = { $count ->
    [one] { $count } Minute
   *[other] { $count } Minuten
  }
hold-hours = { $count ->
    [one] { $count } Stunde
   *[other] { $count } Stunden
  }
admin-part = { $part ->
    [people] Personen
    [offices] Büros
    [settings] Einstellungen
    [webhooks] Webhooks
    [import] Import
   *[audit] Prüfprotokoll
  }
role = { $role ->
    [agent] Agent
    [admin] Administrator
   *[none] Kein Mitglied
  }
members-set = { $count ->
    [one] { $count } Mitgliedschaft geändert.
   *[other] { $count } Mitgliedschaften geändert.
  }
import-errors = { $count ->
    [one] Nichts würde importiert: Eine Zeile passt nicht.
   *[other] Nichts würde importiert: { $count } Zeilen passen nicht.
  }
act = { $act ->
    [set_away] Auf Abwesend gesetzt
    [agent_added] Agent hinzugefügt
    [agent_changed] Agent geändert
    [password_changed] Passwort geändert
    [password_reset_started] Link für ein neues Passwort erstellt
    [sessions_ended] Geräte abgemeldet
    [office_added] Büro hinzugefügt
    [office_changed] Büro geändert
    [office_removed] Büro entfernt
    [member_set] Mitgliedschaft gesetzt
    [member_removed] Mitgliedschaft entfernt
    [settings_changed] Einstellungen geändert
    [invitation_made] Eingeladen
    [invitation_accepted] Einladung angenommen
    [invitation_revoked] Einladung zurückgezogen
    [webhook_added] Webhook hinzugefügt
    [webhook_changed] Webhook geändert
    [webhook_removed] Webhook entfernt
    [webhook_tested] Webhook ausprobiert
    [delivery_resent] Zustellung eines Webhooks wiederholt
    [token_made] Token für Skripte erstellt
    [token_revoked] Token für Skripte widerrufen
   *[other] Etwas anderes
  }`;export{e as default};