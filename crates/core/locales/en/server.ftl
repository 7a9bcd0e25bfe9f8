### What the server's pages say where no script runs.

# $code (String) - the server's name of what went wrong
server-problem = { $code ->
    [wrong_password] The e-mail address and the password do not match. Check both and try again.
    [deactivated] This account was taken out of use. Ask an owner of your organization.
    [slow_down] There were too many wrong tries. Wait a few minutes, and try again.
    [insecure] A browser keeps nobody signed in without TLS. Open this page by its address that begins with https.
   *[other] That did not work. Try again.
}
server-sign-in = Sign in
server-sign-out = Sign out
server-email = E-mail address
server-password = Password
server-remember = Stay signed in on this device
server-online = Who’s online
# $clock (String) - `14:02`
server-as-of = As it was at { $clock }. Without scripts, load the page again to see what changed.
server-no-office = You are not in any office yet. Ask an administrator of your team to add you to one.
# $count (Number) - how many agents are available
server-count = { $count ->
    [0] No agents online
    [one] 1 agent online
   *[other] { $count } agents online
}
# $status (String) - what somebody is
server-status = { $status ->
    [available] available
    [away] away
   *[offline] offline
}
server-needs-script = This page needs scripts. Allow them for this site, and load it again.
