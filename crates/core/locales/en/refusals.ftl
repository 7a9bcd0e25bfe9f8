### Why something was not done, or the server was not reached, and what to do about it: whole sentences.
###
### For translators: `$server` is an address as people say it, chat.example.edu, or the message the-server.

## The server is out of reach

# $server (String)
unreachable-network = There is no way to { $server } from this computer. Check your network.
# $server (String)
unreachable-broken = The connection to { $server } broke. Check your network.
# $server (String)
unreachable-unknown-name = There is no server of the name { $server }. Check your network, and the server's address for typing errors.
# $server (String)
unreachable-refused = Nothing answers at { $server }: Porchlight's server is not running there. Wait a moment, or ask whoever runs it.
# $server (String)
unreachable-timed-out = No answer came from { $server } in time. Check your network.
# $server (String)
unreachable-certificate = The certificate shown for { $server } cannot be trusted, so nothing was sent: somebody may be in between. Try another network, or ask whoever runs the server.
# $server (String)
unreachable-clock = The certificate of { $server } is not valid at this computer's date. Set this computer's date and time right; if they are, ask whoever runs the server for a new certificate.
# $server (String)
unreachable-no-tls = What answers at { $server } does not speak TLS, so https:// does not work there. Check the server's address and port, or ask whoever runs it. If it is on this computer, or in a network that you trust, try http:// instead.
# $server (String)
# $to (String) - the new address
unreachable-moved-to = What answers at { $server } says that the server has moved to { $to }. Ask whoever runs it whether that is so; then sign out, and sign in there.
# $server (String)
unreachable-moved = What answers at { $server } says that the server has moved. Ask whoever runs it for the new address; then sign out, and sign in there.
# $server (String)
unreachable-portal = Something in your network answers instead of { $server }, as hotels and guest networks do. Open a web page and sign in to the network.
# $server (String)
unreachable-not-understood = What answers at { $server } is not a Porchlight server that this version understands. Check the server's address, and whether there is a newer Porchlight.
# $server (String)
unreachable-closed = The connection was ended by { $server }. Wait a moment.
unreachable-signed-out = Nobody is signed in on this computer.
# $why (String) - a sentence of this file
unanswered = { $why } Look whether it was done before you try it once more.

## The server said no
## In English the server says it itself; these say it in other languages, by the problem's code.

problem-not-signed-in = The server does not know this sign-in any more. Sign in again.
problem-wrong-password = The e-mail address and the password do not match. Check both and try again.
problem-deactivated = An owner has taken this account out of use. Ask an owner of your organization.
problem-not-allowed = You are not allowed to do that. Ask an administrator of the office, or an owner.
problem-not-found = The server knows of no such thing, or it is not yours.
problem-code-not-valid = This code is not valid: it was used, has expired or was replaced. Ask for a new one.
problem-exists = There is one already.
problem-last-owner = The organization needs an owner who can sign in, and this is the last one.
problem-stale = Somebody changed it in the meantime, so it was not saved. Look at what it is now, and change it again.
problem-too-large = That is more than the server takes at once. Send less.
problem-slow-down = That was too much in a short time. Wait a moment and try again.
# $wait (String) - a duration: 30 seconds
problem-slow-down-for = That was too much in a short time. Wait { $wait } and try again.
problem-unavailable = The server cannot do that at the moment. Try again later.
problem-internal = Something went wrong on the server. Try again later, and if this does not end, tell whoever runs it.
# $field (String) - a path such as hold.until
# $detail (String) - the server's own sentence, in English
problem-invalid-field = The server does not take what was given for { $field }: { $detail }

## Not done

refused-signed-out = You are not signed in. Sign in to your team's server first.
# $office (String) - as it was asked for
refused-unknown-office = You have no office called `{ $office }`. Choose one of yours.
refused-too-long = A choice holds for 400 days at most. Choose a shorter time, or until you change it.
refused-already-past = That time has already passed. Choose a later one.
# $least (String) - a duration: 1 minute
# $most (String) - a duration: 1 hour
refused-idle-time = Choose a time from { $least } to { $most }.
# $email (String)
refused-already-signed-in = You are signed in as { $email } already. Sign out first.
refused-signing-in = Signing in is under way. Wait a moment.
refused-not-connected = The server is out of reach, and this needs it. Try again once Porchlight is connected.
refused-signing-out = You are signing out, so this was not done. Sign in again first.
refused-quitting = Porchlight is about to quit, so this was not done. Start it again first.
refused-choice-dropped = You signed out before the server had your choice, so it is dropped.
# $name (String) - a colleague
# $office (String)
# $status (String) - available, away or offline
refused-colleague-not-available = { $status ->
    [available] { $name } is not Available in { $office } but Available, so nothing was changed.
    [away] { $name } is not Available in { $office } but Away, so nothing was changed.
   *[offline] { $name } is not Available in { $office } but Offline, so nothing was changed.
}
# $office (String)
refused-nobody-available = Nobody is Available in { $office }, so nothing was changed.
# $choice (String) - choice-everywhere or choice-in
refused-not-taken = The server has not taken your choice ({ $choice }) yet, so nobody else sees it. It is tried again, and what else you choose goes on. If this does not end, tell whoever runs the server.
# $number (Number) - how many choices
# $choices (String) - their choice-everywhere or choice-in, joined by commas
refused-lost-at-the-end = { $number ->
    [one] Your choice ({ $choices }) did not reach the server, and the disk did not answer, so it is lost with the end of Porchlight unless the disk still answers within seconds. Choose again once you have started it.
   *[other] Your choices ({ $choices }) did not reach the server, and the disk did not answer, so they are lost with the end of Porchlight unless the disk still answers within seconds. Choose again once you have started it.
}
signed-out-by-server = You are signed out, because the server no longer knows this device. Please sign in again.
signed-out-without-token = You are signed out, because the token of this device is missing. Please sign in again.
# $server (String)
signed-out-untold = You are signed out and this device is forgotten here, but { $server } could not be told, so it still knows this device. Ask whoever runs the server to end that.
# $server (String)
# $choices (Number) - how many were waiting
signed-out-untold-dropped = { $choices ->
    [one] You are signed out and this device is forgotten here, but { $server } could not be told, so it still knows this device. Ask whoever runs the server to end that. 1 choice that had not been sent is dropped.
   *[other] You are signed out and this device is forgotten here, but { $server } could not be told, so it still knows this device. Ask whoever runs the server to end that. { $choices } choices that had not been sent are dropped.
}
# $choices (Number) - how many were waiting
signed-out-dropped = { $choices ->
    [one] You are signed out. 1 choice that had not been sent is dropped.
   *[other] You are signed out. { $choices } choices that had not been sent are dropped.
}

## The server's address

# $address (String) - as it was written
refused-no-address = `{ $address }` is not a server's address. Write it like https://chat.example.edu.
# $address (String) - such as `http://chat.example.edu`
refused-plain-http = What is sent to { $address } is not encrypted, so anybody on the way there could read your password and take your place. Sign in with https:// instead, or allow it for this server (on the command line with --allow-plain-http).
# $error (String) - in English, for whoever helps
refused-no-campus = The sample campus could not be started: { $error }.

## A schedule that makes no sense

# $zone (String) - as it was written
schedule-unknown-zone = `{ $zone }` is not a time zone; use an IANA name such as `Europe/Berlin`.
# $field (String) - a path such as `shifts[0].start`
schedule-start-at-day-end = A shift cannot start at 24:00 (`{ $field }`); let it start at 00:00 of the next day.
# $number (Number) - which of them, from 1
schedule-empty-time-off = The time off number { $number } ends before it begins; its end must be later than its begin.
# $field (String) - a path such as `time_off[0].until`
schedule-year-out-of-range = The year in `{ $field }` is out of range; use one from 0 to 9999.
# $field (String) - a path such as shifts
# $found (Number)
# $most (Number)
schedule-too-many = There are { $found } entries in `{ $field }`, but at most { $most } are allowed; remove some.
