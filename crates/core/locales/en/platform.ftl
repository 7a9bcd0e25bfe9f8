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
