### Los comentarios están en ../en/pages.ftl

email = Correo electrónico
password = Contraseña
password-new = Contraseña nueva
password-show = Mostrar
password-rules = Al menos 8 caracteres. Unas palabras que nadie adivinaría sirven bien.
name = Nombre
sign-in = Iniciar sesión
sign-out = Cerrar sesión
somebody = alguien
since-time = desde las { $time }
since-yesterday = desde ayer
since-day = desde el { $day }
cause-idle = inactivo
cause-locked = bloqueado
cause-busy = ocupado
cause-by = puesto por { $name }
sign-in-remember = Mantener la sesión en este dispositivo
sign-in-help = ¿Te han invitado o te han dado un código para una contraseña nueva? Abre el enlace que te enviaron. Si has perdido la contraseña, pide ese enlace a un propietario de tu organización.
join = Usar un código
join-code = Código
join-code-hint = Te lo da un propietario de tu organización. Empieza por plc_.
join-go-on = Continuar
join-welcome = Te damos la bienvenida
join-invited = Te han invitado como { $email }.
join-invited-to = Te han invitado como { $email } a { $offices }.
join-expires = Se puede usar hasta { $when }.
join-name-hint = Lo ven tus colegas.
join-do = Unirse
join-reset = { $name }, elige una contraseña nueva
join-reset-for = Para la cuenta { $email }. Se cerrará la sesión en todos tus dispositivos.
join-reset-do = Guardar la contraseña
join-done = Listo
join-done-sign-in = Tu contraseña está guardada. Inicia sesión con ella.
nav-places = Páginas
online = Quién está en línea
me = Yo
admin = Administración
dismiss = Descartar
out-of-date = Sin actualizar: no se sabe nada del servidor desde las { $time }. Esta página sigue sola en cuanto responda.
online-unknown = No se sabe cuántos están en línea
welcome = Hola, { $name }
welcome-next = Has iniciado sesión aquí. En el trabajo, pide la aplicación Porchlight para tu ordenador a quien lo cuida e inicia sesión con el mismo correo y contraseña: nota cuándo te ausentas. En un teléfono o un ordenador prestado basta esta página.
my-offices = Mis oficinas
my-schedule = Mi horario
my-devices = Mis dispositivos
my-password = Mi contraseña
me-some = Disponible en { $count } de { $total } oficinas
me-none = Disponible en ninguna de { $total } oficinas
me-no-office = Aún no estás en ninguna oficina. Pide a un administrador de tu equipo que te añada a una; aparecerá aquí por sí sola.
reason-schedule = según tu horario
reason-choice = por elección tuya
reason-choice-until = por elección tuya, hasta las { $time }
reason-by = puesto por { $name } { $since }
reason-idle = sin actividad { $since }; vuelves en cuanto uses uno de tus dispositivos
reason-locked = tu dispositivo está bloqueado { $since }
reason-busy = ocupado según tu calendario, hasta las { $time }
reason-no-device = ninguno de tus dispositivos está conectado
reason-default = no has elegido nada y no hay horario
hold-until-changed = hasta que lo cambie
device-here = Mientras esta página esté abierta, este navegador cuenta como uno de tus dispositivos. Solo nota lo que haces en esta página; ciérrala y el dispositivo desaparece.
device-failed = No se ha podido decir al servidor que estás aquí. Esta página lo intenta de nuevo sola.
device-this = este
device-live = conectado
device-quiet = sin conexión
device-signed-in = sesión iniciada el { $when }
device-end-one = Cerrar la sesión en { $device }
schedule-none = Aún sin horario. Con uno, pasas a disponible y desconectado sin hacer nada.
schedule-zone = Las horas son las de { $zone }.
schedule-off = libre
schedule-edit = Cambiar
schedule-read = Volver a leer
password-old = Contraseña actual
password-change = Cambiar la contraseña
password-done = Cambiada, y cerrada la sesión en tus otros dispositivos.
tokens = Tokens para scripts
tokens-hint = Un script inicia sesión con un token y puede hacer en su nombre lo que elija aquí. No le hace estar disponible por sí mismo. Una contraseña nueva los termina todos.
token-made = Copie el token ahora: solo se muestra esta vez.
token-name = Para qué es
token-may = Qué puede hacer
token-scope = { $scope ->
    [read] Leer lo que usted ve
    [presence] Cambiar su estado, horario y horas ocupadas
    [away] Poner ausentes a otros donde es administrador
    [admin_read] Leer lo configurado y el registro de auditoría
   *[admin] Leer y cambiar lo configurado
  }
token-days = Días hasta que caduque
token-make = Crear un token
token-until = hasta { $when }
token-revoke-one = Revocar el token { $name }
token-revoked = Nadie puede usar ya ese token.
wall = Para una pantalla en la pared
bolt-everybody = Poner a todos en Ausente en { $office }
agents-in = Agentes de { $office }
office-without-members = Esta oficina aún no tiene a nadie. Un administrador puede añadirle agentes.
coverage-empty-since = No hay nadie en sus horas, { $since }
coverage-empty = No hay nadie en sus horas
coverage-closed = Fuera de sus horas
coverage-open-until = Atendida; sus horas terminan a las { $time }
day-of = Hoy en { $office }
day-gaps = No hubo nadie: { $times }
day-unknown = No se sabe, porque el servidor no funcionaba: { $times }
day-nobody = Hoy no ha habido nadie.
loading = Cargando…
close = Cerrar
save = Guardar
saved = Guardado.
remove = Quitar
copy = Copiar
copied = Copiado
yes = sí
no = no
all = Todo
more = Mostrar más
search = Buscar
state = Estado
admin-none = Aquí solo configuran los propietarios de la organización y los administradores de las oficinas.
admin-parts = Partes de esta página
owner = Propietario
owner-of = Es propietario de la organización: puede configurarlo todo aquí y administra todas las oficinas
role-in = Función en { $office }
name-optional = Nombre, si lo sabes
agent-inactive = De baja
agents-none = Nadie se llama así.
invite = Invitar a alguien
invite-do = Crear un enlace
add-do = Añadir y crear un enlace
invite-name-hint = Con un nombre, la cuenta se crea al momento y el enlace solo fija la contraseña. Sin él, lo escribe quien abra el enlace.
invite-link = Envía este enlace a quien vaya a unirse. Se muestra solo esta vez y sirve una vez.
reset-link = Envía este enlace a quien perdió la contraseña. Se muestra solo esta vez, sirve una vez y durante 24 horas.
invitations = Invitaciones abiertas
invitations-none = No hay ninguna invitación abierta.
invitation-revoke = Retirar
invitation-revoke-one = Retirar la invitación de { $email }
invitation-revoked = Ya nadie puede usar esa invitación.
reset = Crear un enlace para una contraseña nueva
deactivate = Dar de baja
deactivate-sure = Sí, cerrar todas las sesiones de { $name } y no dejar entrar
deactivated = Sesiones cerradas en todas partes; no puede entrar.
activate = Reactivar
devices = Dispositivos
devices-none = Ningún dispositivo tiene sesión.
devices-end = Cerrar la sesión en todos
devices-ended = Sesiones cerradas.
offices = Oficinas
offices-none = Aún no hay ninguna oficina. Añade la primera abajo.
office = Oficina
office-id = Id
office-id-hint = Las páginas web la nombran así, y no cambia: minúsculas, cifras y guiones.
office-public = Pública
office-public-hint = Las páginas de los clientes pueden ver si está en línea
office-add = Añadir una oficina
office-added = { $office } ya está.
office-remove = Quitar
office-remove-sure = Sí, quitar { $office } de todas las páginas
office-hours = Horas
office-hours-hint = Debe estar atendida a ciertas horas
hours-from = Desde
hours-until = Hasta
hours-more = Más horas
zone = Zona horaria
offline-text = Qué leen los clientes cuando no hay nadie
offline-link = Adónde van entonces
office-origins = Sitios web que pueden mostrarla, como https://www.example.edu; cualquiera si está vacío
members = Miembros
members-agent = Hacer agentes
members-admin = Hacer administradores
members-out = Sacar
idle-minutes = Live Assistant Timeout, en minutos
idle-hint = Tras este tiempo sin actividad, un agente queda Ausente. Cada uno puede elegir un tiempo menor.
webhooks-none = Todavía no se informa a ningún otro sistema. Añada el primero abajo.
webhook-add = Añadir un webhook
webhook-added = Ya está. Copie ahora su secreto.
webhook-removed = Ya no se le informa de nada.
webhook-url = Dirección
webhook-hint = Cada cambio se envía allí como una solicitud firmada. /docs explica cómo comprobar la firma.
webhook-events = De qué se le informa
webhook-event = { $event ->
    [office_changed] Si una oficina está en línea
    [office_coverage] Si una oficina está atendida en sus horas
    [office_removed] Se elimina una oficina
    [agent_changed] El estado de un agente
    [agent_left] Un agente deja una oficina
   *[ping] Una prueba
  }
webhook-offices = De estas oficinas; de todas, si no se elige ninguna
webhook-all-offices = todas las oficinas
webhook-told = Se le informa de: { $events } ({ $offices })
webhook-paused = En pausa.
webhook-secrets = El secreto anterior también firma hasta { $when }.
webhook-secret = Su secreto. Solo se muestra esta vez.
webhook-try = Probar
webhook-tried = Enviado. Abajo se ve el resultado.
webhook-rotate = Crear un secreto nuevo
webhook-pause = Pausar
webhook-resume = Reanudar
webhook-remove-sure = Sí, eliminarlo con todo lo pendiente
deliveries = Entregas
deliveries-reload = Leer de nuevo
deliveries-dead = Solo las abandonadas
deliveries-none = No hay ninguna.
delivery-at = Cuándo
delivery-what = Qué
delivery-again = Enviar de nuevo
delivery-resent = Se envía de nuevo.
delivery-state = { $state ->
    [pending] Intentándose
    [delivered] Entregada
   *[dead] Abandonada
  }
widget-hint = Para mostrar a los clientes si hay alguien, pega una línea en una página web:
widget-page = la línea, y cómo se ve
import-hint = Una tabla (CSV) con una línea de encabezados: email, name, owner, office, role. Solo hace falta email, y name para quien sea nuevo; una línea por oficina. Lo que ya existe se queda y nada se quita.
import-file = Un archivo
import-table = O sus líneas
import-try = Probar
import-do = Importar
import-refused = La tabla no se ha aceptado. { $detail }
import-done = Importado.
import-line = Línea { $line }: { $detail }
import-report = Agentes añadidos: { $added }. Agentes cambiados: { $changed }. Pertenencias fijadas: { $memberships }.
agent = Agente
from = Desde
until = Hasta
export = Exportar como CSV
when = Cuándo
who = Quién
what = Qué
why = Por qué
command-line = La línea de órdenes del servidor
audit-none = Aún no se ha hecho nada que encaje.
password-more = { $count ->
    [one] Un carácter más
   *[other] { $count } caracteres más
  }
problem = { $code ->
    [wrong_password] El correo y la contraseña no coinciden. Comprueba ambos e inténtalo de nuevo.
    [deactivated] Esta cuenta se ha dado de baja. Pregunta a un propietario de tu organización.
    [slow_down] Ha habido demasiados intentos fallidos. Espera unos minutos e inténtalo de nuevo.
    [not_allowed] No puedes hacer esto. Pregunta a un propietario de tu organización.
    [cross_site] Lo ha pedido la página de otro sitio. Abre la página de este servidor y hazlo allí.
    [insecure] Sin TLS el navegador no mantiene la sesión. Abre esta página por su dirección que empieza por https.
    [code_not_valid] Este código no vale: ya se usó, ha caducado o hay uno más nuevo. Pide otro.
    [exists] Ya existe uno así. Elige otro nombre o dirección.
    [last_owner] La organización necesita un propietario. Haz propietario a otro agente primero.
    [not_found] Ya no está. Quizá lo haya quitado otra persona.
    [stale] Alguien lo ha cambiado a la vez. Carga la página de nuevo y míralo otra vez.
    [too_large] Es demasiado de una vez. Envíalo por partes.
    [unavailable] El servidor no puede atenderlo ahora. Inténtalo dentro de un momento.
    [unreachable] El servidor no responde. Comprueba tu conexión e inténtalo de nuevo.
    [not_signed_in] Ya no tienes la sesión iniciada. Iníciala de nuevo.
   *[other] No ha funcionado. Carga la página de nuevo e inténtalo otra vez.
  }
problem-field = { $field ->
    [password] Elige una contraseña de al menos 8 caracteres.
    [new] Elige otra contraseña, de al menos 8 caracteres.
    [old] Esta no es tu contraseña.
    [name] Indica un nombre de 1 a 100 caracteres.
    [email] Indica un correo, por ejemplo ana@example.org.
    [id] Usa hasta 64 minúsculas, cifras y guiones, por ejemplo it-desk.
    [offline] Escribe 300 caracteres como máximo y un enlace que empiece por https.
    [idle_after_seconds] Elige entre 1 minuto y 24 horas.
    [reason] El motivo, de menos de 200 caracteres.
    [url] Indique una dirección que empiece por https, como https://desk.example.edu/porchlight.
   *[other] Hay algo que no encaja. Revísalo e inténtalo de nuevo.
  }
online-count = { $count ->
    [0] Ningún agente en línea
    [one] 1 agente en línea
   *[other] { $count } agentes en línea
  }
me-everywhere = { $status ->
    [available] Disponible en todas partes
    [away] Ausente en todas partes
   *[offline] Desconectado en todas partes
  }
me-in-office = { $status ->
    [available] Disponible
    [away] Ausente
   *[offline] Desconectado
  } · { $reason }
hold-minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
  }
hold-hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
  }
admin-part = { $part ->
    [people] Personas
    [offices] Oficinas
    [settings] Ajustes
    [webhooks] Webhooks
    [import] Importar
   *[audit] Registro de auditoría
  }
role = { $role ->
    [agent] Agente
    [admin] Administrador
   *[none] No es miembro
  }
members-set = { $count ->
    [one] { $count } pertenencia cambiada.
   *[other] { $count } pertenencias cambiadas.
  }
import-errors = { $count ->
    [one] No se importaría nada: una línea no encaja.
   *[other] No se importaría nada: { $count } líneas no encajan.
  }
act = { $act ->
    [set_away] Puesto en Ausente
    [agent_added] Agente añadido
    [agent_changed] Agente cambiado
    [password_changed] Contraseña cambiada
    [password_reset_started] Enlace creado para una contraseña nueva
    [sessions_ended] Sesiones cerradas
    [office_added] Oficina añadida
    [office_changed] Oficina cambiada
    [office_removed] Oficina quitada
    [member_set] Pertenencia fijada
    [member_removed] Pertenencia quitada
    [settings_changed] Ajustes cambiados
    [invitation_made] Invitación
    [invitation_accepted] Invitación aceptada
    [invitation_revoked] Invitación retirada
    [webhook_added] Webhook añadido
    [webhook_changed] Webhook modificado
    [webhook_removed] Webhook eliminado
    [webhook_tested] Webhook probado
    [delivery_resent] Entrega de un webhook reenviada
    [token_made] Token para scripts creado
    [token_revoked] Token para scripts revocado
   *[other] Otra cosa
  }
