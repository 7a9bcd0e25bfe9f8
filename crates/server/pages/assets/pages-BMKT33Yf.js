var e=`email = E-mail address
password = Password
password-new = New password
password-show = Show
password-rules = At least 8 characters. A few words that nobody would guess make a good one.
password-more = { $count ->
    [one] One character more
   *[other] { $count } characters more
  }
name = Name
sign-in = Sign in
sign-out = Sign out
somebody = somebody
problem = { $code ->
    [wrong_password] The e-mail address and the password do not match. Check both and try again.
    [deactivated] This account was taken out of use. Ask an owner of your organization.
    [slow_down] There were too many wrong tries. Wait a few minutes, and try again.
    [not_allowed] You may not do this. Ask an owner of your organization.
    [cross_site] Another site's page asked for this. Open this server's own page, and do it there.
    [insecure] A browser keeps nobody signed in without TLS. Open this page by its address that begins with https.
    [code_not_valid] This code cannot be used: it was used already, has expired, or a newer one took its place. Ask for a new one.
    [exists] There is one like this already. Choose another name or address.
    [last_owner] Somebody has to own the organization. Make another agent an owner first.
    [not_found] It is not there any more. Somebody else may have removed it.
    [stale] Somebody changed this at the same time. Load the page again, and look at it anew.
    [too_large] This is too much at once. Send it in parts.
    [unavailable] The server cannot take this up at the moment. Try again in a moment.
    [unreachable] The server does not answer. Check your connection, and try again.
    [not_signed_in] You are not signed in any more. Sign in again.
   *[other] That did not work. Load the page again, and try once more.
  }
problem-field = { $field ->
    [password] Choose a password of at least 8 characters.
    [new] Choose another password, of at least 8 characters.
    [old] This is not the password that you have.
    [name] Give a name of 1 to 100 characters.
    [email] Give an e-mail address, such as ana@example.org.
    [id] Use up to 64 lower-case letters, digits and hyphens, such as it-desk.
    [offline] Write at most 300 characters, and give a link that begins with https.
    [idle_after_seconds] Choose from 1 minute to 24 hours.
    [reason] Keep the reason below 200 characters.
    [url] Give an address that begins with https, such as https://desk.example.edu/porchlight.
   *[other] Something here does not fit. Check it, and try again.
  }
since-time = since { $time }
since-yesterday = since yesterday
since-day = since { $day }
cause-idle = idle
cause-locked = locked
cause-busy = busy
cause-by = set by { $name }
sign-in-remember = Stay signed in on this device
sign-in-help = Were you invited, or did you get a code for a new password? Open the link that you were sent. If you have lost your password, ask an owner of your organization for such a link.
join = Use a code
join-code = Code
join-code-hint = An owner of your organization gives it out. It begins with plc_.
join-go-on = Go on
join-welcome = Welcome
join-invited = You are invited as { $email }.
join-invited-to = You are invited as { $email }, to { $offices }.
join-expires = This can be used until { $when }.
join-name-hint = Your colleagues see it.
join-do = Join
join-reset = { $name }, choose a new password
join-reset-for = For the account { $email }. All your devices will be signed out.
join-reset-do = Set the password
join-done = That worked
join-done-sign-in = Your password is set. Sign in with it.
nav-places = Pages
online = Who’s online
me = Me
admin = Admin
dismiss = Dismiss
out-of-date = Out of date: nothing was heard from the server since { $time }. This page goes on by itself once it answers.
online-unknown = How many are online is not known
online-count = { $count ->
    [0] No agents online
    [one] 1 agent online
   *[other] { $count } agents online
  }
welcome = Welcome, { $name }
welcome-next = You are signed in here. At work, get the Porchlight app for your computer from whoever looks after yours, and sign in with the same address and password: it notices when you are away. On a phone or a borrowed computer, this page does.
my-offices = My offices
my-schedule = My schedule
my-devices = My devices
my-password = My password
me-everywhere = { $status ->
    [available] Available everywhere
    [away] Away everywhere
   *[offline] Offline everywhere
  }
me-some = Available in { $count } of { $total } offices
me-none = { $total ->
   *[other] Available in none of { $total } offices
  }
me-no-office = You are not in any office yet. Ask an administrator of your team to add you to one; it appears here by itself.
me-in-office = { $status ->
    [available] Available
    [away] Away
   *[offline] Offline
  } · { $reason }
reason-schedule = by your schedule
reason-choice = by your choice
reason-choice-until = by your choice, until { $time }
reason-by = set by { $name } { $since }
reason-idle = no input { $since }; you are back once you use one of your devices
reason-locked = your device is locked { $since }
reason-busy = busy in your calendar, until { $time }
reason-no-device = none of your devices is connected
reason-default = nothing is chosen, and there is no schedule
hold-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
  }
hold-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
  }
hold-until-changed = until I change it
device-here = While this page is open, this browser counts as one of your devices. It notices only what you do on this page; close it, and the device is gone.
device-failed = The server was not told that you are here. This page tries again by itself.
device-this = this one
device-live = connected
device-quiet = not connected
device-signed-in = signed in on { $when }
device-end-one = Sign out { $device }
schedule-none = No schedule yet. With one, you become available and offline by yourself.
schedule-zone = Times are those of { $zone }.
schedule-off = off
schedule-edit = Change
schedule-read = Back to reading
password-old = Present password
password-change = Change the password
password-done = It is changed, and all your other devices are signed out.
tokens = Tokens for scripts
tokens-hint = A script signs in with a token, and may do in your name what you choose here. It makes you Available nowhere by itself. A new password ends all of them.
token-made = Copy the token now: it is shown this once.
token-name = What it is for
token-may = What it may do
token-scope = { $scope ->
    [read] Read what you see
    [presence] Set your status, schedule and busy times
    [away] Set others Away where you are administrator
    [admin_read] Read what is set up, and the audit log
   *[admin] Read and change what is set up
  }
token-days = Days until it expires
token-make = Make a token
token-until = until { $when }
token-revoke-one = Revoke the token { $name }
token-revoked = Nobody can use that token any more.
wall = For a screen on the wall
bolt-everybody = Set everybody in { $office } Away
agents-in = Agents in { $office }
office-without-members = Nobody belongs to this office yet. An administrator can add agents to it.
coverage-empty-since = Nobody is here in its hours, { $since }
coverage-empty = Nobody is here in its hours
coverage-closed = Outside its hours
coverage-open-until = Covered; its hours end at { $time }
day-of = Today in { $office }
day-gaps = Nobody was here: { $times }
day-unknown = Not known, as the server did not run: { $times }
day-nobody = Nobody has been here today.
loading = Loading…
close = Close
save = Save
saved = Saved.
remove = Remove
copy = Copy
copied = Copied
yes = yes
no = no
all = All
more = Show more
search = Search
state = State
admin-none = Only owners of the organization and administrators of offices set things up here.
admin-parts = Parts of this page
admin-part = { $part ->
    [people] People
    [offices] Offices
    [settings] Settings
    [webhooks] Webhooks
    [import] Import
   *[audit] Audit log
  }
owner = Owner
owner-of = Owns the organization: may set up everything here, and administers all offices
role = { $role ->
    [agent] Agent
    [admin] Administrator
   *[none] Not a member
  }
role-in = Role in { $office }
name-optional = Name, if you know it
agent-inactive = Deactivated
agents-none = Nobody is called like that.
invite = Invite somebody
invite-do = Make a link
add-do = Add, and make a link
invite-name-hint = With a name, the account is made at once, and the link only sets the password. Without one, whoever opens the link writes it.
invite-link = Send this link to whoever is to join. It is shown this once, and works once.
reset-link = Send this link to whoever lost the password. It is shown this once, works once, and within 24 hours.
invitations = Open invitations
invitations-none = There is no open invitation.
invitation-revoke = Revoke
invitation-revoke-one = Revoke the invitation for { $email }
invitation-revoked = Nobody can use that invitation any more.
reset = Make a link for a new password
deactivate = Deactivate
deactivate-sure = Yes, sign { $name } out everywhere and keep out
deactivated = Signed out everywhere, and kept out.
activate = Activate again
devices = Devices
devices-none = No device is signed in.
devices-end = Sign all devices out
devices-ended = Signed out.
offices = Offices
offices-none = There is no office yet. Add the first one below.
office = Office
office-id = Id
office-id-hint = Web pages name the office by it, and it stays: lower-case letters, digits and hyphens.
office-public = Public
office-public-hint = Customers’ pages may see whether it is online
office-add = Add an office
office-added = { $office } is there.
office-remove = Remove
office-remove-sure = Yes, remove { $office } from every page
office-hours = Hours
office-hours-hint = It should be covered at certain hours
hours-from = From
hours-until = Until
hours-more = More hours
zone = Time zone
offline-text = What customers read while nobody is there
offline-link = Where they go instead
office-origins = Web sites that may show it, such as https://www.example.edu; any, if empty
members = Members
members-agent = Make agents
members-admin = Make administrators
members-out = Take out
members-set = { $count ->
    [one] { $count } membership changed.
   *[other] { $count } memberships changed.
  }
idle-minutes = Live Assistant Timeout, in minutes
idle-hint = After this long without input, an agent is Away. Each may choose a shorter time for herself.
webhooks-none = No other system is told anything yet. Add the first one below.
webhook-add = Add a webhook
webhook-added = It is there. Copy its secret now.
webhook-removed = It is told nothing any more.
webhook-url = Address
webhook-hint = Each change is sent there as a signed request. /docs says how to check the signature.
webhook-events = What it is told of
webhook-event = { $event ->
    [office_changed] Whether an office is online
    [office_coverage] Whether an office is covered in its hours
    [office_removed] An office is removed
    [agent_changed] An agent’s status
    [agent_left] An agent leaves an office
   *[ping] A try
  }
webhook-offices = Of these offices; of all, if none is chosen
webhook-all-offices = all offices
webhook-told = Told of: { $events } ({ $offices })
webhook-paused = Paused.
webhook-secrets = The secret before this one signs, too, until { $when }.
webhook-secret = Its secret. It is shown this once.
webhook-try = Try it
webhook-tried = It is sent. Below stands what came of it.
webhook-rotate = Make a new secret
webhook-pause = Pause
webhook-resume = Go on
webhook-remove-sure = Yes, remove it with all that it is owed
deliveries = Deliveries
deliveries-reload = Read again
deliveries-dead = Only those that were given up
deliveries-none = There is none.
delivery-at = When
delivery-what = What
delivery-again = Send again
delivery-resent = It is sent again.
delivery-state = { $state ->
    [pending] Being tried
    [delivered] Arrived
   *[dead] Given up
  }
widget-hint = To show customers whether somebody is there, paste one line into a web page:
widget-page = the line, and how it looks
import-hint = A table (CSV) with a line of headings: email, name, owner, office, role. Only email is needed, and a name for whoever is new; a line for each office. What is there already stays, and nothing is taken away.
import-file = A file
import-table = Or its lines
import-try = Try it
import-do = Import
import-refused = The table was not taken in. { $detail }
import-done = It is imported.
import-errors = { $count ->
    [one] Nothing would be imported: one line does not fit.
   *[other] Nothing would be imported: { $count } lines do not fit.
  }
import-line = Line { $line }: { $detail }
import-report = Agents added: { $added }. Agents changed: { $changed }. Memberships set: { $memberships }.
agent = Agent
from = From
until = Until
export = Export as CSV
when = When
who = Who
what = What
why = Why
command-line = The server’s command line
audit-none = Nothing was done yet that fits.
act = { $act ->
    [set_away] Set Away
    [agent_added] Agent added
    [agent_changed] Agent changed
    [password_changed] Password changed
    [password_reset_started] Link for a new password made
    [sessions_ended] Devices signed out
    [office_added] Office added
    [office_changed] Office changed
    [office_removed] Office removed
    [member_set] Membership set
    [member_removed] Membership taken away
    [settings_changed] Settings changed
    [invitation_made] Invited
    [invitation_accepted] Invitation accepted
    [invitation_revoked] Invitation revoked
    [webhook_added] Webhook added
    [webhook_changed] Webhook changed
    [webhook_removed] Webhook removed
    [webhook_tested] Webhook tried
    [delivery_resent] Delivery of a webhook sent again
    [token_made] Token for scripts made
    [token_revoked] Token for scripts revoked
   *[other] Something else
  }`;export{e as default};