var e=`email = Adresse e-mail
password = Mot de passe
password-new = Nouveau mot de passe
password-show = Afficher
password-rules = Au moins 8 caractères. Quelques mots que personne ne devinerait font l’affaire.
name = Nom
sign-in = Se connecter
sign-out = Se déconnecter
somebody = quelqu’un
since-time = depuis { $time }
since-yesterday = depuis hier
since-day = depuis le { $day }
cause-idle = inactif
cause-locked = verrouillé
cause-busy = occupé
cause-by = décidé par { $name }
sign-in-remember = Rester connecté sur cet appareil
sign-in-help = Vous avez été invité, ou avez reçu un code pour un nouveau mot de passe ? Ouvrez le lien qu’on vous a envoyé. Si vous avez perdu votre mot de passe, demandez un tel lien à un propriétaire de votre organisation.
join = Utiliser un code
join-code = Code
join-code-hint = Un propriétaire de votre organisation vous le donne. Il commence par plc_.
join-go-on = Continuer
join-welcome = Bienvenue
join-invited = Vous êtes invité en tant que { $email }.
join-invited-to = Vous êtes invité en tant que { $email } à { $offices }.
join-expires = Utilisable jusqu’au { $when }.
join-name-hint = Vos collègues le voient.
join-do = Rejoindre
join-reset = { $name }, choisissez un nouveau mot de passe
join-reset-for = Pour le compte { $email }. Tous vos appareils seront déconnectés.
join-reset-do = Enregistrer le mot de passe
join-done = C’est fait
join-done-sign-in = Votre mot de passe est enregistré. Connectez-vous avec lui.
nav-places = Pages
online = Qui est en ligne
me = Moi
admin = Administration
dismiss = Fermer
out-of-date = Pas à jour : aucune nouvelle du serveur depuis { $time }. Cette page reprend toute seule dès qu’il répond.
online-unknown = On ne sait pas combien sont en ligne
welcome = Bienvenue, { $name }
welcome-next = Vous êtes connecté ici. Au travail, demandez l’application Porchlight à la personne qui s’occupe de votre ordinateur et connectez-vous avec la même adresse et le même mot de passe : elle remarque quand vous êtes absent. Sur un téléphone ou un ordinateur prêté, cette page suffit.
my-offices = Mes bureaux
my-schedule = Mon planning
my-devices = Mes appareils
my-password = Mon mot de passe
me-some = { $count ->
    [one] Disponible dans { $count } bureau sur { $total }
   *[other] Disponible dans { $count } bureaux sur { $total }
  }
me-none = { $total ->
    [one] Disponible dans aucun bureau sur { $total }
   *[other] Disponible dans aucun des { $total } bureaux
  }
me-no-office = Vous n’êtes encore dans aucun bureau. Demandez à un administrateur de votre équipe de vous ajouter à l’un d’eux ; il apparaîtra ici tout seul.
reason-schedule = selon votre planning
reason-choice = par votre choix
reason-choice-until = par votre choix, jusqu’à { $time }
reason-by = décidé par { $name } { $since }
reason-idle = sans activité { $since } ; vous êtes de retour dès que vous utilisez l’un de vos appareils
reason-locked = votre appareil est verrouillé { $since }
reason-busy = occupé d’après votre agenda, jusqu’à { $time }
reason-no-device = aucun de vos appareils n’est connecté
reason-default = rien n’est choisi, et il n’y a pas de planning
hold-until-changed = jusqu’à ce que je change
device-here = Tant que cette page est ouverte, ce navigateur compte parmi vos appareils. Il ne remarque que ce que vous faites sur cette page ; fermez-la, et l’appareil disparaît.
device-failed = Le serveur n’a pas pu savoir que vous êtes là. Cette page réessaie toute seule.
device-this = celui-ci
device-live = connecté
device-quiet = pas connecté
device-signed-in = compte connecté le { $when }
device-end-one = Déconnecter { $device }
schedule-none = Pas encore de planning. Avec un planning, vous passez tout seul disponible et hors ligne.
schedule-zone = Les heures sont celles de { $zone }.
schedule-off = libre
schedule-edit = Modifier
schedule-read = Revenir à la lecture
password-old = Mot de passe actuel
password-change = Changer le mot de passe
password-done = Il est changé, et tous vos autres appareils sont déconnectés.
tokens = Jetons pour scripts
tokens-hint = Un script se connecte avec un jeton et peut faire en votre nom ce que vous choisissez ici. Il ne vous rend disponible nulle part de lui-même. Un nouveau mot de passe les termine tous.
token-made = Copiez le jeton maintenant : il n’est montré que cette fois.
token-name = À quoi il sert
token-may = Ce qu’il peut faire
token-scope = { $scope ->
    [read] Lire ce que vous voyez
    [presence] Changer votre statut, votre horaire et vos heures occupées
    [away] Mettre d’autres absents là où vous êtes administrateur
    [admin_read] Lire ce qui est configuré et le journal d’audit
   *[admin] Lire et changer ce qui est configuré
  }
token-days = Jours avant son expiration
token-make = Créer un jeton
token-until = jusqu’au { $when }
token-revoke-one = Révoquer le jeton { $name }
token-revoked = Plus personne ne peut utiliser ce jeton.
wall = Pour un écran au mur
bolt-everybody = Mettre tout le monde Absent à { $office }
agents-in = Agents de { $office }
office-without-members = Personne n’appartient encore à ce bureau. Un administrateur peut y ajouter des agents.
coverage-empty-since = Personne pendant ses heures, { $since }
coverage-empty = Personne pendant ses heures
coverage-closed = En dehors de ses heures
coverage-open-until = Assuré ; ses heures finissent à { $time }
day-of = Aujourd’hui, { $office }
day-gaps = Personne : { $times }
day-unknown = Inconnu, car le serveur ne fonctionnait pas : { $times }
day-nobody = Personne n’a été là aujourd’hui.
loading = Chargement…
close = Fermer
save = Enregistrer
saved = Enregistré.
remove = Retirer
copy = Copier
copied = Copié
yes = oui
no = non
all = Tout
more = Afficher plus
search = Rechercher
state = État
admin-none = Seuls les propriétaires de l’organisation et les administrateurs des bureaux font des réglages ici.
admin-parts = Parties de cette page
owner = Propriétaire
owner-of = Propriétaire de l’organisation : peut tout régler ici, et administre tous les bureaux
role-in = Rôle à { $office }
name-optional = Nom, si vous le connaissez
agent-inactive = Désactivé
agents-none = Personne ne s’appelle ainsi.
invite = Inviter quelqu’un
invite-do = Créer un lien
add-do = Ajouter et créer un lien
invite-name-hint = Avec un nom, le compte est créé tout de suite, et le lien ne sert qu’à définir le mot de passe. Sans nom, la personne qui ouvre le lien l’écrit.
invite-link = Envoyez ce lien à la personne à inviter. Il ne s’affiche qu’une fois et ne sert qu’une fois.
reset-link = Envoyez ce lien à la personne qui a perdu son mot de passe. Il ne s’affiche qu’une fois, ne sert qu’une fois, et dans les 24 heures.
invitations = Invitations ouvertes
invitations-none = Il n’y a aucune invitation ouverte.
invitation-revoke = Révoquer
invitation-revoke-one = Révoquer l’invitation de { $email }
invitation-revoked = Plus personne ne peut utiliser cette invitation.
reset = Créer un lien pour un nouveau mot de passe
deactivate = Désactiver
deactivate-sure = Oui, déconnecter { $name } partout et bloquer l’accès
deactivated = Déconnecté partout ; l’accès est bloqué.
activate = Réactiver
devices = Appareils
devices-none = Aucun appareil n’est connecté.
devices-end = Déconnecter tous les appareils
devices-ended = Déconnectés.
offices = Bureaux
offices-none = Il n’y a encore aucun bureau. Ajoutez le premier ci-dessous.
office = Bureau
office-id = Id
office-id-hint = Les pages web désignent le bureau ainsi, et cela ne change plus : minuscules, chiffres et traits d’union.
office-public = Public
office-public-hint = Les pages des clients peuvent voir s’il est en ligne
office-add = Ajouter un bureau
office-added = { $office } est là.
office-remove = Retirer
office-remove-sure = Oui, retirer { $office } de toutes les pages
office-hours = Heures
office-hours-hint = Il doit être assuré à certaines heures
hours-from = De
hours-until = À
hours-more = Plus d’heures
zone = Fuseau horaire
offline-text = Ce que lisent les clients quand personne n’est là
offline-link = Où ils vont à la place
office-origins = Sites web autorisés à l’afficher, par exemple https://www.example.edu ; tous si le champ est vide
members = Membres
members-agent = Nommer agents
members-admin = Nommer administrateurs
members-out = Exclure
idle-minutes = Live Assistant Timeout, en minutes
idle-hint = Après ce temps sans activité, un agent passe Absent. Chacun peut choisir une durée plus courte pour soi.
webhooks-none = Aucun autre système n’est encore informé. Ajoutez le premier ci-dessous.
webhook-add = Ajouter un webhook
webhook-added = Il est là. Copiez maintenant son secret.
webhook-removed = Il n’est plus informé de rien.
webhook-url = Adresse
webhook-hint = Chaque changement y est envoyé dans une requête signée. /docs explique comment vérifier la signature.
webhook-events = Ce dont il est informé
webhook-event = { $event ->
    [office_changed] Si un bureau est en ligne
    [office_coverage] Si un bureau est assuré pendant ses heures
    [office_removed] Un bureau est supprimé
    [agent_changed] Le statut d’un agent
    [agent_left] Un agent quitte un bureau
   *[ping] Un essai
  }
webhook-offices = De ces bureaux ; de tous, si aucun n’est choisi
webhook-all-offices = tous les bureaux
webhook-told = Informé de : { $events } ({ $offices })
webhook-paused = En pause.
webhook-secrets = Le secret précédent signe aussi jusqu’au { $when }.
webhook-secret = Son secret. Il n’est montré que cette fois.
webhook-try = Essayer
webhook-tried = Envoyé. Le résultat est ci-dessous.
webhook-rotate = Créer un nouveau secret
webhook-pause = Mettre en pause
webhook-resume = Reprendre
webhook-remove-sure = Oui, le supprimer avec tout ce qui reste à envoyer
deliveries = Envois
deliveries-reload = Relire
deliveries-dead = Seulement les abandonnés
deliveries-none = Il n’y en a pas.
delivery-at = Quand
delivery-what = Quoi
delivery-again = Renvoyer
delivery-resent = Il est renvoyé.
delivery-state = { $state ->
    [pending] En cours
    [delivered] Arrivé
   *[dead] Abandonné
  }
widget-hint = Pour montrer aux clients s’il y a quelqu’un, collez une ligne dans une page web :
widget-page = la ligne, et son apparence
import-hint = Un tableau (CSV) avec une ligne d’en-têtes : email, name, owner, office, role. Seul email est nécessaire, et name pour les nouveaux ; une ligne par bureau. Ce qui existe déjà reste, et rien n’est retiré.
import-file = Un fichier
import-table = Ou ses lignes
import-try = Essayer
import-do = Importer
import-refused = Le tableau n’a pas été accepté. { $detail }
import-done = C’est importé.
import-line = Ligne { $line } : { $detail }
import-report = Agents ajoutés : { $added }. Agents modifiés : { $changed }. Appartenances définies : { $memberships }.
agent = Agent
from = Du
until = Au
export = Exporter en CSV
when = Quand
who = Qui
what = Quoi
why = Pourquoi
command-line = La ligne de commande du serveur
audit-none = Rien n’a encore été fait qui corresponde.
password-more = { $count ->
    [one] Encore { $count } caractère
   *[other] Encore { $count } caractères
  }
problem = { $code ->
    [wrong_password] L’adresse e-mail et le mot de passe ne vont pas ensemble. Vérifiez les deux et réessayez.
    [deactivated] Ce compte a été désactivé. Adressez-vous à un propriétaire de votre organisation.
    [slow_down] Il y a eu trop d’essais manqués. Attendez quelques minutes et réessayez.
    [not_allowed] Vous n’avez pas le droit de faire cela. Adressez-vous à un propriétaire de votre organisation.
    [cross_site] La page d’un autre site l’a demandé. Ouvrez la page de ce serveur et faites-le là.
    [insecure] Sans TLS, un navigateur ne garde personne connecté. Ouvrez cette page à son adresse qui commence par https.
    [code_not_valid] Ce code est inutilisable : il a déjà servi, a expiré, ou un plus récent l’a remplacé. Demandez-en un nouveau.
    [exists] Il en existe déjà un semblable. Choisissez un autre nom ou une autre adresse.
    [last_owner] L’organisation doit avoir un propriétaire. Nommez d’abord un autre agent propriétaire.
    [not_found] Ce n’est plus là. Quelqu’un d’autre l’a peut-être retiré.
    [stale] Quelqu’un l’a modifié en même temps. Rechargez la page et regardez de nouveau.
    [too_large] C’est trop en une fois. Envoyez-le en plusieurs parties.
    [unavailable] Le serveur ne peut pas s’en charger en ce moment. Réessayez dans un instant.
    [unreachable] Le serveur ne répond pas. Vérifiez votre connexion et réessayez.
    [not_signed_in] Vous n’êtes plus connecté. Connectez-vous de nouveau.
   *[other] Cela n’a pas marché. Rechargez la page et réessayez.
  }
problem-field = { $field ->
    [password] Choisissez un mot de passe d’au moins 8 caractères.
    [new] Choisissez un autre mot de passe, d’au moins 8 caractères.
    [old] Ce n’est pas votre mot de passe actuel.
    [name] Indiquez un nom de 1 à 100 caractères.
    [email] Indiquez une adresse e-mail, par exemple ana@example.org.
    [id] Utilisez au plus 64 minuscules, chiffres et traits d’union, par exemple it-desk.
    [offline] Écrivez 300 caractères au plus, et donnez un lien qui commence par https.
    [idle_after_seconds] Choisissez entre 1 minute et 24 heures.
    [reason] Écrivez un motif de moins de 200 caractères.
    [url] Indiquez une adresse qui commence par https, comme https://desk.example.edu/porchlight.
   *[other] Quelque chose ne convient pas ici. Vérifiez et réessayez.
  }
online-count = { $count ->
    [0] Aucun agent en ligne
    [one] { $count } agent en ligne
   *[other] { $count } agents en ligne
  }
me-everywhere = { $status ->
    [available] Disponible partout
    [away] Absent partout
   *[offline] Hors ligne partout
  }
me-in-office = { $status ->
    [available] Disponible
    [away] Absent
   *[offline] Hors ligne
  } · { $reason }
hold-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
  }
hold-hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
  }
admin-part = { $part ->
    [people] Personnes
    [offices] Bureaux
    [settings] Réglages
    [webhooks] Webhooks
    [import] Importer
   *[audit] Journal d’audit
  }
role = { $role ->
    [agent] Agent
    [admin] Administrateur
   *[none] Pas membre
  }
members-set = { $count ->
    [one] { $count } appartenance modifiée.
   *[other] { $count } appartenances modifiées.
  }
import-errors = { $count ->
    [one] Rien ne serait importé : { $count } ligne ne convient pas.
   *[other] Rien ne serait importé : { $count } lignes ne conviennent pas.
  }
act = { $act ->
    [set_away] Mis Absent
    [agent_added] Agent ajouté
    [agent_changed] Agent modifié
    [password_changed] Mot de passe changé
    [password_reset_started] Lien créé pour un nouveau mot de passe
    [sessions_ended] Appareils déconnectés
    [office_added] Bureau ajouté
    [office_changed] Bureau modifié
    [office_removed] Bureau retiré
    [member_set] Appartenance définie
    [member_removed] Appartenance retirée
    [settings_changed] Réglages modifiés
    [invitation_made] Invité
    [invitation_accepted] Invitation acceptée
    [invitation_revoked] Invitation révoquée
    [webhook_added] Webhook ajouté
    [webhook_changed] Webhook modifié
    [webhook_removed] Webhook supprimé
    [webhook_tested] Webhook essayé
    [delivery_resent] Envoi d’un webhook répété
    [token_made] Jeton pour scripts créé
    [token_revoked] Jeton pour scripts révoqué
   *[other] Autre chose
  }`;export{e as default};