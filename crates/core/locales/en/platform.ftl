### What this computer lacks, and what went wrong on it.

## What is missing
## Each stands within a sentence and without a full stop: Porchlight's icon cannot be shown: no panel on this desktop
## shows tray icons.

lack-display = DISPLAY is not set
lack-display-unreachable = the X display in DISPLAY cannot be reached
lack-screen-saver-extension = the X server has no screen saver extension
lack-x-idle-time = the X server does not tell the idle time
lack-gnome-idle-monitor = GNOME's idle monitor does not answer
lack-wayland-idle = this Wayland compositor does not tell about idleness (it lacks ext-idle-notify-v1)
lack-wayland-silent = the Wayland compositor no longer tells about pauses
lack-idle-answer = what tells the idle time does not answer
lack-idle-time = this computer does not tell the idle time
lack-system-bus = the system bus cannot be reached
lack-login-service = the login service (logind) does not answer
lack-session = the login service (logind) does not know this session, so only sleep is noticed
lack-session-bus = there is no session bus
lack-session-bus-silent = the session bus does not answer
lack-panel = no panel on this desktop shows tray icons
lack-panel-icons = the desktop collects tray icons, but no panel shows them
lack-panel-refused = the panel did not take the icon
lack-notification-service = this desktop has no notification service
lack-notification-service-silent = the desktop's notification service does not answer
# $error (String) - the system's own words
lack-notification = a notification could not be shown ({ $error })
lack-inhibitors = nobody on this desktop tells what keeps the screen on
lack-presentation = Windows does not tell whether the screen shows a presentation
lack-session-messages = Windows does not tell of lock and sleep
lack-not-asked = macOS is not asked what keeps the screen on

## The window

window-not-started = The window could not be started; install Porchlight anew if this goes on.
window-crashed = The window closed unexpectedly; your status is unaffected. Open it again from the tray.

## Starting at login

autostart-on = Porchlight starts when you log in.
autostart-by-systemd = Porchlight starts when you log in, by its systemd unit.
# $program (String) - its path
autostart-another = Another Porchlight than this one starts when you log in: { $program }. Turn it off and on again to start this one.
autostart-off = Porchlight does not start by itself when you log in.
autostart-turned-off = Porchlight does not start by itself when you log in: Windows' list of startup apps has it turned off.
autostart-demo = The sample campus does not start at login, and nothing was changed. Whether Porchlight itself does is set in the real app: in its Settings, or with `porchlight autostart` and without `--demo`.
# $variables (String) - names of environment variables: HOME or XDG_CONFIG_HOME
autostart-no-folder = There is no folder for what starts at login. Set { $variables } and try again.
# As a Flatpak, which asks the desktop to be started.
autostart-refused = Your desktop did not let Porchlight start when you log in. Allow it to run in the background, in the desktop's settings for Porchlight, and try again.
# $error (String) - the system's own words
autostart-no-portal = Your desktop cannot be asked to start Porchlight when you log in ({ $error }). Add it by hand to what your desktop starts: its settings call that Autostart or Startup Applications.
# $program (String) - its path
autostart-path = A program at { $program } cannot be started at login, because of a character in its path. Move it and try again.
# $act (String) - read, write or remove
# $place (String) - a file's path
# $error (String) - the system's own words
autostart-denied = { $act ->
    [read] { $place } could not be read ({ $error }). Make it yours to change and try again.
    [remove] { $place } could not be removed ({ $error }). Make it yours to change and try again.
   *[write] { $place } could not be written ({ $error }). Make it yours to change and try again.
}

## Notifications

# Where a desktop shows no buttons.
# $text (String) - the notification's text
# $action (String) - what can be answered: Go back
notice-without-buttons = { $text } To answer ({ $action }), click Porchlight's icon.
