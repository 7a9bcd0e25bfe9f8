### Was diesem Computer fehlt und was auf ihm schiefging. Die Hinweise stehen in ../en/platform.ftl.

lack-display = DISPLAY ist nicht gesetzt
lack-display-unreachable = die X-Anzeige aus DISPLAY ist nicht erreichbar
lack-screen-saver-extension = der X-Server hat keine Erweiterung für Bildschirmschoner
lack-x-idle-time = der X-Server nennt die Leerlaufzeit nicht
lack-gnome-idle-monitor = GNOMEs Leerlaufüberwachung antwortet nicht
lack-wayland-idle = dieser Wayland-Compositor meldet keinen Leerlauf (ihm fehlt ext-idle-notify-v1)
lack-wayland-silent = der Wayland-Compositor meldet keine Pausen mehr
lack-idle-answer = was die Leerlaufzeit nennt, antwortet nicht
lack-idle-time = dieser Computer nennt die Leerlaufzeit nicht
lack-system-bus = der Systembus ist nicht erreichbar
lack-login-service = der Anmeldedienst (logind) antwortet nicht
lack-session = der Anmeldedienst (logind) kennt diese Sitzung nicht, daher wird nur der Ruhezustand bemerkt
lack-session-bus = es gibt keinen Sitzungsbus
lack-session-bus-silent = der Sitzungsbus antwortet nicht
lack-panel = keine Leiste auf diesem Desktop zeigt Symbole
lack-panel-icons = der Desktop sammelt Symbole, aber keine Leiste zeigt sie
lack-panel-refused = die Leiste hat das Symbol nicht angenommen
lack-notification-service = dieser Desktop hat keinen Benachrichtigungsdienst
lack-notification-service-silent = der Benachrichtigungsdienst des Desktops antwortet nicht
lack-notification = eine Benachrichtigung ließ sich nicht zeigen ({ $error })
lack-inhibitors = niemand auf diesem Desktop sagt, was den Bildschirm anlässt
lack-presentation = Windows sagt nicht, ob der Bildschirm einen Vortrag zeigt
lack-session-messages = Windows meldet weder Sperre noch Ruhezustand
lack-not-asked = macOS wird nicht gefragt, was den Bildschirm anlässt
window-not-started = Das Fenster ließ sich nicht starten; installiere Porchlight neu, wenn das so bleibt.
window-crashed = Das Fenster wurde unerwartet geschlossen; dein Status bleibt, wie er ist. Öffne es neu über das Symbol in der Leiste.
autostart-on = Porchlight startet, wenn du dich anmeldest.
autostart-by-systemd = Porchlight startet über seine systemd-Unit, wenn du dich anmeldest.
autostart-another = Bei deiner Anmeldung startet ein anderes Porchlight als dieses: { $program }. Schalte es aus und wieder ein, damit dieses startet.
autostart-off = Porchlight startet nicht von selbst, wenn du dich anmeldest.
autostart-turned-off = Porchlight startet nicht von selbst, wenn du dich anmeldest: In Windows’ Liste der Autostart-Apps ist es ausgeschaltet.
autostart-demo = Der Muster-Campus startet nicht bei der Anmeldung, und nichts wurde geändert. Ob Porchlight selbst es tut, stellst du in der richtigen App ein: in ihren Einstellungen oder mit `porchlight autostart` und ohne `--demo`.
autostart-no-folder = Es gibt keinen Ordner für das, was bei der Anmeldung startet. Setze { $variables } und versuch es noch einmal.
autostart-refused = Dein Desktop lässt Porchlight nicht bei der Anmeldung starten. Erlaub ihm in den Einstellungen des Desktops für Porchlight, im Hintergrund zu laufen, und versuch es noch einmal.
autostart-no-portal = Dein Desktop lässt sich nicht bitten, Porchlight bei der Anmeldung zu starten ({ $error }). Trag es von Hand bei den Autostart-Programmen deines Desktops ein.
autostart-path = Ein Programm unter { $program } kann wegen eines Zeichens in seinem Pfad nicht bei der Anmeldung starten. Verschieb es und versuch es noch einmal.
autostart-denied = { $act ->
    [read] { $place } ließ sich nicht lesen ({ $error }). Sorg dafür, dass du es ändern darfst, und versuch es noch einmal.
    [remove] { $place } ließ sich nicht entfernen ({ $error }). Sorg dafür, dass du es ändern darfst, und versuch es noch einmal.
   *[write] { $place } ließ sich nicht schreiben ({ $error }). Sorg dafür, dass du es ändern darfst, und versuch es noch einmal.
}
notice-without-buttons = { $text } Zum Antworten ({ $action }) klick auf Porchlights Symbol.
