### Was Porchlight über den Status sagt. Die Hinweise für die Übersetzung stehen in ../en/core.ftl, das Glossar in window.ftl.

moment-at = { $day ->
    [yesterday] gestern um { $time }
    [tomorrow] morgen um { $time }
    [midnight] morgen um { $time }
    [weekday] am { $date } um { $time }
    [date] am { $date } um { $time }
   *[today] um { $time }
}
moment-until = { $day ->
    [yesterday] bis gestern um { $time }
    [tomorrow] bis morgen um { $time }
    [midnight] bis Mitternacht
    [weekday] bis { $date } um { $time }
    [date] bis { $date } um { $time }
   *[today] bis { $time }
}
moment-since = { $day ->
    [yesterday] seit gestern um { $time }
    [tomorrow] seit morgen um { $time }
    [midnight] seit morgen um { $time }
    [weekday] seit { $date } um { $time }
    [date] seit { $date } um { $time }
   *[today] seit { $time }
}
moment-since-day = { $day ->
    [yesterday] seit gestern
    [tomorrow] seit morgen
    [midnight] seit morgen
    [weekday] seit { $date }
    [date] seit { $date }
   *[today] seit { $time }
}
lasting-then = { $by ->
    [choice] { $status ->
        [available] { $until }, dann Verfügbar wie zuvor
        [away] { $until }, dann Abwesend wie zuvor
       *[offline] { $until }, dann Offline wie zuvor
    }
    [schedule] { $status ->
        [available] { $until }, dann Verfügbar nach deinem Dienstplan
        [away] { $until }, dann Abwesend nach deinem Dienstplan
       *[offline] { $until }, dann Offline nach deinem Dienstplan
    }
   *[default] { $status ->
        [available] { $until }, dann Verfügbar
        [away] { $until }, dann Abwesend
       *[offline] { $until }, dann Offline
    }
}
lasting-until-changed = bis du es änderst
duration-seconds = { $seconds ->
    [one] 1 Sekunde
   *[other] { $seconds } Sekunden
}
duration-minutes = { $minutes ->
    [one] 1 Minute
   *[other] { $minutes } Minuten
}
duration-hours = { $hours ->
    [one] 1 Stunde
   *[other] { $hours } Stunden
}
length-seconds = { $seconds } s
length-minutes = { $minutes } min
length-hours = { $hours } h
length-hours-minutes = { $hours } h { $minutes } min
status = { $status ->
    [available] Verfügbar
    [away] Abwesend
   *[offline] Offline
}
status-in = { $status ->
    [available] Verfügbar in { $places }
    [away] Abwesend in { $places }
   *[offline] Offline in { $places }
}
    .within = { $status ->
        [available] verfügbar in { $places }
        [away] abwesend in { $places }
       *[offline] offline in { $places }
    }
    .you = { $status ->
        [available] Du bist verfügbar in { $places }
        [away] Du bist abwesend in { $places }
       *[offline] Du bist offline in { $places }
    }
status-everywhere = { $status ->
    [available] Überall verfügbar
    [away] Überall abwesend
   *[offline] Überall offline
}
    .within = { $status ->
        [available] überall verfügbar
        [away] überall abwesend
       *[offline] überall offline
    }
    .you = { $status ->
        [available] Du bist überall verfügbar
        [away] Du bist überall abwesend
       *[offline] Du bist überall offline
    }
status-offline = Offline
    .within = offline
    .you = Du bist offline
places-some = { $there } von { $of } Büros
state-because = { $cause ->
    [schedule] { $state } { $reason }
   *[other] { $state }, { $reason }
}
reason-manual = { $who ->
    [you] von dir gewählt { $at }, { $lasting }
    [administrator] von der Administration gesetzt { $at }, { $lasting }
   *[named] von { $name } gesetzt { $at }, { $lasting }
}
reason-manual-timeless = { $who ->
    [you] von dir gewählt, { $lasting }
    [administrator] von der Administration gesetzt, { $lasting }
   *[named] von { $name } gesetzt, { $lasting }
}
reason-schedule = nach deinem Dienstplan
reason-schedule-lasting = nach deinem Dienstplan, { $lasting }
reason-default = nichts ist gewählt, und du hast keinen Dienstplan
reason-idle = keine Eingabe
reason-idle-since = keine Eingabe { $since }
reason-locked = gesperrt
reason-locked-since = gesperrt { $since }
reason-busy = laut deinem Kalender beschäftigt, { $until }
reason-no-device = keines deiner Geräte ist verbunden
reasons-two = { $first }; in { $places } { $other }
reasons-elsewhere = { $first }; { $elsewhere }
reasons-elsewhere-different = { $first }; anderswo aus verschiedenen Gründen
reasons-different = aus verschiedenen Gründen, je nach Büro
tooltip = { $state }: { $reason }
tooltip-online = { $tooltip } · { $online }
tooltip-attention = { $tooltip } · { $attention }
tooltip-once-connected = { $link } · Sobald verbunden: { $tooltip }
tooltip-once-known = { $link } · Sobald der Server es weiß: { $tooltip }
tooltip-signed-out = Porchlight: nicht angemeldet
headline-once-connected = Sobald verbunden: { $state }
headline-once-known = Sobald der Server es weiß: { $state }
menu-head-until = { $you } { $until }
demo-mark = Demo · { $text }
no-office = Du bist noch in keinem Büro. Bitte die Administration, dich in eines aufzunehmen.
    .within = du bist noch in keinem Büro
nobody-in = In { $office } ist niemand
nobody-in-since = In { $office } ist niemand { $since }
nobody-in-several = In { $places } ist niemand
nobody-here = Niemand hier
nobody-here-since = Niemand hier { $since }
agents-online = { $agents ->
    [one] 1 Agent online
   *[other] { $agents } Agenten online
}
colleague-idle = untätig
colleague-locked = gesperrt
colleague-busy = beschäftigt
colleague-set-by = { $who ->
    [you] von dir gesetzt
    [administrator] von der Administration gesetzt
   *[named] von { $name } gesetzt
}
link-signed-out = Nicht angemeldet
link-connecting = Wird verbunden …
link-connected = Verbunden
link-disconnected = Nicht verbunden
link-disconnected-since = Nicht verbunden { $since }
link-unseen-choice = Deine Wahl hat den Server noch nicht erreicht
sign-in-or-try = Melde dich am Server deines Teams an, oder probiere Porchlight auf diesem Computer aus.
waiting-for-server = Warten auf Antwort von { $server }.
the-server = der Server
menu-sign-in = Anmelden …
menu-quit = Beenden
menu-available-everywhere = Überall verfügbar
menu-available-for = Verfügbar für
menu-away-everywhere = Überall abwesend
menu-away-for = Abwesend für
menu-follow-schedule = Meinem Dienstplan folgen
menu-offline = Offline
menu-offices = Büros
menu-office = { $office } ({ $available })
menu-open = Porchlight öffnen
menu-settings = Einstellungen
hold-end-of-shift = { $until } (Ende der Schicht)
hold-until-changed = bis ich es ändere
schedule-none = Noch kein Dienstplan
schedule-on-shift = In der Schicht { $until }
schedule-always = In der Schicht rund um die Uhr
schedule-off-shift = Keine Schicht; die nächste { $at }
schedule-never = Keine Schicht; keine ist geplant
ahead-stretch = { $from } bis { $until }: { $state }
ahead-several = { $first }; { $other }
ahead-by-choice = nach deiner Wahl
ahead-set-by = { $who ->
    [administrator] von der Administration gesetzt
   *[named] von { $name } gesetzt
}
ahead-busy = laut deinem Kalender beschäftigt
ahead-unknown = soweit bekannt
ahead-clocks-forward = Die Uhren gehen um { $time } vor, um { $by }
ahead-clocks-back = Die Uhren gehen um { $time } zurück, um { $by }
banner-unseen-choice = Deine Wahl hat den Server noch nicht erreicht, daher sieht sie sonst niemand. Sie ist vorgemerkt und wird gesendet, sobald der Server antwortet.
banner-not-connected = { $link }, daher sehen Kunden dich vielleicht als offline. { $why } Porchlight versucht es weiter. Was du hier wählst, wird gesendet, sobald die Verbindung steht.
banner-not-connected-schedule = { $link }, daher sehen Kunden dich vielleicht als offline. { $why } Porchlight versucht es weiter. Dein Dienstplan gilt weiter, und was du hier wählst, wird gesendet, sobald die Verbindung steht.
check-network = Prüfe dein Netzwerk.
banner-no-idle-source = Porchlight kann nicht erkennen, wann du von diesem Computer weg bist: { $why }. Du bleibst, wie du gewählt hast; setz dich von Hand auf Abwesend.
banner-no-tray = Porchlights Symbol kann nicht gezeigt werden: { $why }. In diesem Fenster geht alles; um es zu öffnen, starte Porchlight noch einmal. Unter GNOME bringt die Erweiterung „AppIndicator and KStatusNotifierItem Support“ das Symbol.
banner-no-notifications = Porchlight kann keine Benachrichtigungen zeigen: { $why }. Starte einen Benachrichtigungsdienst, oder sieh hier und am Symbol, was sich ändert.
banner-set-away = { $who ->
    [administrator] Die Administration hat dich { $at } in { $office } auf Abwesend gesetzt.
   *[named] { $name } hat dich { $at } in { $office } auf Abwesend gesetzt.
}
banner-set-away-reason = { $who ->
    [administrator] Die Administration hat dich { $at } in { $office } auf Abwesend gesetzt. Grund: { $reason }
   *[named] { $name } hat dich { $at } in { $office } auf Abwesend gesetzt. Grund: { $reason }
}
banner-are-you-back = Du warst weg { $since }. Du bleibst abwesend, bis du sagst, dass du zurück bist.
action-go-back = Zurückgehen
action-im-back = Bin zurück
notice-almost-idle = In einer Minute bist du abwesend
notice-almost-idle-body = Seit { $passed } kam keine Eingabe. Beweg die Maus, und du bleibst.
action-im-here = Bin da
notice-idle = Du warst { $passed } weg
notice-idle-body = Keine Eingabe { $since }, daher bist du abwesend.
notice-idle-body-last-one = Keine Eingabe { $since }, daher bist du abwesend. In { $places } ist jetzt niemand mehr verfügbar.
notice-return-asks = Du bleibst abwesend, bis du sagst, dass du zurück bist.
notice-returned = Du bist zurück, wie gewählt und wie dein Dienstplan sagt.
notice-shift-begins = Deine Schicht hat begonnen: Du bist verfügbar
notice-shift-ends = Deine Schicht ist vorbei: Du bist offline
notice-by-schedule = Nach deinem Dienstplan.
notice-by-schedule-until = Nach deinem Dienstplan, { $until }.
notice-by-schedule-last-one = { $body } In { $places } ist jetzt niemand mehr verfügbar.
action-stay = { $status ->
    [available] Verfügbar bleiben
    [away] Abwesend bleiben
   *[offline] Offline bleiben
}
notice-last-one = In { $places } ist niemand mehr verfügbar
notice-last-one-body = Kunden sehen dort jetzt niemanden.
notice-set-away = { $who ->
    [administrator] Die Administration hat dich in { $office } auf Abwesend gesetzt
   *[named] { $name } hat dich in { $office } auf Abwesend gesetzt
}
notice-set-away-body = Kunden von { $office } sehen dich nicht mehr.
notice-set-away-body-reason = Kunden von { $office } sehen dich nicht mehr. Grund: { $reason }
notice-timer = { $status ->
    [available] Verfügbar bis { $time }
    [away] Abwesend bis { $time }
   *[offline] Offline bis { $time }
}
notice-timer-in = { $status ->
    [available] Verfügbar in { $places } bis { $time }
    [away] Abwesend in { $places } bis { $time }
   *[offline] Offline in { $places } bis { $time }
}
notice-timer-body = Das ist in { $length }.
notice-timer-body-then = { $by ->
    [choice] { $status ->
        [available] Das ist in { $length }, dann Verfügbar wie zuvor.
        [away] Das ist in { $length }, dann Abwesend wie zuvor.
       *[offline] Das ist in { $length }, dann Offline wie zuvor.
    }
    [schedule] { $status ->
        [available] Das ist in { $length }, dann Verfügbar nach deinem Dienstplan.
        [away] Das ist in { $length }, dann Abwesend nach deinem Dienstplan.
       *[offline] Das ist in { $length }, dann Offline nach deinem Dienstplan.
    }
   *[default] { $status ->
        [available] Das ist in { $length }, dann Verfügbar.
        [away] Das ist in { $length }, dann Abwesend.
       *[offline] Das ist in { $length }, dann Offline.
    }
}
action-one-more-hour = Noch 1 Stunde
notice-refused = Das hat nicht geklappt
action-open = Porchlight öffnen
vouched-by-program = Keine Eingabe { $since }, aber { $by } lässt den Bildschirm an, daher bleibst du verfügbar.
vouched-by-two-programs = Keine Eingabe { $since }, aber { $by } lassen den Bildschirm an, daher bleibst du verfügbar.
vouched-by-programs = Keine Eingabe { $since }, aber { $by } und andere Programme lassen den Bildschirm an, daher bleibst du verfügbar.
vouched-by-some-program = Keine Eingabe { $since }, aber ein Programm lässt den Bildschirm an, daher bleibst du verfügbar.
vouched-by-presentation = Keine Eingabe { $since }, aber dieser Computer zeigt einen Vortrag, daher bleibst du verfügbar.
vouched-by-full-screen = Keine Eingabe { $since }, aber ein Programm füllt den Bildschirm, daher bleibst du verfügbar.
diagnostics-untried = Noch nicht versucht
diagnostics-none = Nichts: { $why }
diagnostics-failed-at = { $at }: { $why }
diagnostics-nothing-sent = Noch nichts
diagnostics-not-known = Nicht bekannt
diagnostics-line = { $label }: { $value }
diagnostics-label-version = Version
diagnostics-label-system = System
diagnostics-label-idle = Leerlauf
diagnostics-label-lock = Sperre und Ruhezustand
diagnostics-label-calls = Anrufe und Vorträge
diagnostics-label-tray = Leiste
diagnostics-label-notifications = Benachrichtigungen
diagnostics-label-server = Server
diagnostics-label-link = Verbindung
diagnostics-label-last-sync = Letzter Abgleich
diagnostics-label-last-failure = Letzter Fehler
diagnostics-label-last-sent = Zuletzt gesendet
diagnostics-label-token = Token
diagnostics-label-log = Protokoll
diagnostics-label-events = Was zuletzt geschah
diagnostics-now = Jetzt
diagnostics-not-yet = Noch nicht
diagnostics-no-value = Keiner
sent-active = Aktivität: aktiv
sent-unknown = Aktivität: unbekannt
sent-idle = Aktivität: untätig, und seit wann
sent-locked = Aktivität: gesperrt, und seit wann
sent-choice = Wahl: { $choice }
sent-busy = belegte Zeiten
sent-idle-time = Leerlaufzeit
sent-schedule = Dienstplan
sent-away-everybody = Abwesend in { $office } für alle
sent-away-colleague = Abwesend in { $office } für jemand anderen
choice-everywhere = { $status ->
    [available] Überall verfügbar
    [away] Überall abwesend
    [follow_schedule] überall dem Dienstplan folgen
   *[offline] Überall offline
}
choice-in = { $status ->
    [available] Verfügbar in { $office }
    [away] Abwesend in { $office }
    [follow_schedule] dem Dienstplan folgen in { $office }
   *[offline] Offline in { $office }
}
event-at = { $date } { $time } { $what }
event-started = Gestartet
event-connected = Verbunden
event-signed-out = Niemand ist angemeldet
event-connecting = Wird verbunden
event-not-connected = Nicht verbunden.
event-not-connected-why = Nicht verbunden. { $why }
event-input = Eingabe
event-no-input = Keine Eingabe { $since }
event-locked = Gesperrt { $since }
event-input-unknown = Ob es Eingaben gibt, ist nicht bekannt
event-screen-kept-on = Keine Eingabe { $since }, aber der Bildschirm bleibt an
event-slept = In den Ruhezustand gegangen
event-woke = Aufgewacht
event-choice = Wahl: { $choice }
event-token = Token: { $place }
event-lost = { $part }: nichts, { $why }
event-found = { $part }: { $what }
banner-campus-not-connected = { $link }. { $why } Porchlight versucht es weiter. Was du hier wählst, wird gesendet, sobald die Verbindung steht.
banner-campus-not-connected-schedule = { $link }. { $why } Porchlight versucht es weiter. Dein Dienstplan gilt weiter, und was du hier wählst, wird gesendet, sobald die Verbindung steht.
event-told-idle = Gemeldet: keine Eingabe
event-told-set-away = Gemeldet: in { $office } auf Abwesend gesetzt
event-told-schedule = Gemeldet: der Dienstplan
event-told-timer = Gemeldet: das Ende einer Wahl
event-told-last-one = Gemeldet: niemand mehr in { $office }
event-told-refused = Gemeldet: etwas, das nicht klappte
calendar-unread = Noch nicht gelesen.
calendar-read = { $times ->
    [0] Gelesen { $at }: in den nächsten 60 Tagen nichts belegt.
    [one] Gelesen { $at }: in den nächsten 60 Tagen einmal belegt.
   *[other] Gelesen { $at }: in den nächsten 60 Tagen { $times }-mal belegt.
}
calendar-failed = { $why ->
    [unreachable] { $place } antwortet nicht, deshalb konnte der Kalender nicht gelesen werden. Was vorher gelesen wurde, gilt weiter; in 15 Minuten wird es wieder versucht.
    [not-allowed] { $place } lässt Porchlight den Kalender nicht lesen. Nimm die geheime oder private Adresse des Kalenders, oder eine mit Name und Passwort.
    [missing] Unter dieser Adresse von { $place } gibt es keinen Kalender. Kopiere die Adresse noch einmal von dort, wo du deinen Kalender siehst.
    [no-calendar] Was { $place } schickt, ist kein Kalender. Nimm die Adresse, die auf .ics endet, oder eine zum Abonnieren.
    [too-large] Der Kalender von { $place } ist größer als 10 MB, das ist zu viel. Nimm einen mit weniger Einträgen.
   *[other] Das ist keine Adresse eines Kalenders. Nimm eine, die mit https:// beginnt, oder eine Datei dieses Computers.
}
why-device = Du bist an einem deiner Geräte
why-fact = { $effect ->
    [decides] { $fact }: Das entscheidet.
    [hands-over] { $fact }: Damit entscheidet dein Dienstplan.
    [over] { $fact }: Das ist vorbei und zählt nicht mehr.
    [passed-over] { $fact }: Was darüber steht, geht vor.
    [lowers] { $status ->
        [away] { $fact }: Damit bist du trotzdem abwesend.
       *[offline] { $fact }: Damit bist du trotzdem offline.
    }
   *[nothing] { $fact }: Das ändert nichts.
}
roster-unread = { $why ->
    [unreachable] { $place } antwortet nicht, also wurde nichts gelesen. Versuche es später noch einmal, oder lade den Kalender herunter und gib die Datei an.
    [not-allowed] { $place } lässt Porchlight den Kalender nicht lesen. Nimm die geheime oder private Adresse des Kalenders, oder eine Datei, die du lesen darfst.
    [missing] Bei { $place } ist kein Kalender. Sieh nach, wie die Datei oder die Adresse geschrieben ist.
    [no-calendar] In { $place } ist kein ganzer Kalender. Nimm, was auf .ics endet, wie Kalender und Dienstpläne exportiert werden.
    [too-large] Der Kalender von { $place } ist größer als 10 MB, und das ist zu viel. Exportiere weniger Einträge.
   *[other] Das ist keine Adresse eines Kalenders. Nimm eine, die mit https:// beginnt, oder eine Datei dieses Computers.
}
roster-not-understood = { $why ->
    [whole-day] Zeile { $line }: dauert ganze Tage; eine Schicht sagt, von wann bis wann.
    [no-times] Zeile { $line }: sagt nicht, von wann bis wann.
    [too-long] Zeile { $line }: dauert mehr als 24 Stunden.
    [no-zone] Zeile { $line }: geht nach den Uhren einer Zeitzone, die nicht bekannt ist.
   *[no-rule] Zeile { $line }: wiederholt sich auf eine Weise, die nicht verstanden wird.
}
roster-empty = Im nächsten Jahr sind darin keine Schichten, also wurde nichts geändert.
roster-shift = Schicht
roster-unwritten = In { $file } konnte nicht geschrieben werden. Sieh nach, ob dort Platz ist und ob du dort schreiben darfst.
