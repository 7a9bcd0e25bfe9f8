var e=`no-answer = Porchlight no responde. Cierra esta ventana y ábrela de nuevo desde la bandeja o con «porchlight window».
nav = Páginas
nav-status = Estado
nav-schedule = Horario
nav-settings = Ajustes
demo = Demo
demo-hint = Un campus de muestra en este ordenador: aquí no te ve nadie más
put-aside = Apartar
ask-at-login = Porchlight puede iniciarse solo cuando entras en tu sesión, para que nadie te espere en vano.
ask-at-login-yes = Iniciar con la sesión
ask-at-login-no = Ahora no
my-status = Mi estado
my-status-everywhere = Mi estado en todas las oficinas
status-name = { $status ->
    [available] Disponible
    [away] Ausente
   *[offline] Desconectado
  }
hold = Por cuánto tiempo
hold-available = Disponible durante
hold-away = Ausente durante
add-schedule = Añadir un horario
following-schedule = Según el horario
follow-schedule = Seguir mi horario
offices = Oficinas
offices-none = Aún no estás en ninguna oficina. Pide a un administrador de tu equipo que te añada a una; aparecerá aquí por sí sola.
office-online = { $count ->
    [0] Ningún agente en línea
    [one] { $count } agente en línea
   *[other] { $count } agentes en línea
  }
office-online-unknown = Agentes en línea: no se sabe
office-available = Disponible en { $office }
office-agents = Agentes de { $office }
office-unknown = No se sabe quién está aquí hasta que Porchlight vuelva a conectarse.
office-without-agents = Esta oficina aún no tiene a nadie. Un administrador puede añadirle agentes.
office-empty = Aquí no hay nadie disponible, así que los clientes ven esta oficina como desconectada.
set-everybody-away = Poner a todos en Ausente
set-everybody-away-nobody = No hay nadie más disponible aquí
set-everybody-away-in = Poner a todos en Ausente en { $office }
set-everybody-away-title = ¿Poner a todos en Ausente en { $office }?
set-everybody-away-text = Disponibles allí ahora: { $people }. Los clientes verán { $office } como desconectada hasta que vuelva alguien.
set-everybody-away-reason = Motivo, que se les dirá (opcional)
set-everybody-away-held = Todos en { $office } pasarán a Ausente.
people-you = tú
people-more = { $count } más
cancel = Cancelar
welcome-title = Que sepan que estás en casa
welcome-text = Porchlight muestra a colegas y clientes si hay alguien.
connect-title = Conéctate al servidor de tu equipo
connect-server = Servidor
connect-email = Correo electrónico
connect-password = Contraseña
connect-plain = Me fío de todos los que están de camino a este servidor
connect = Conectar
connecting = Conectando…
connect-server-missing = Escribe la dirección del servidor de tu equipo, por ejemplo { $example }.
connect-email-missing = Escribe tu correo electrónico, por ejemplo { $example }.
connect-password-missing = Escribe tu contraseña.
try-here = Probarlo en este ordenador
try-here-starting = Iniciando…
try-here-text = Con un campus de muestra. Nada sale de este ordenador.
account = Cuenta
account-no-server = Sin servidor
sign-out = Cerrar sesión
sign-out-title = ¿Cerrar la sesión de Porchlight?
sign-out-text = Colegas y clientes te verán sin conexión hasta que inicies sesión otra vez.
sign-out-cancel = Seguir con la sesión
leaving-desk = Cuando dejo el escritorio
idle-after = Ausente tras este tiempo sin actividad
idle-organization = { $duration }, como en mi organización
idle-limit = { $duration } como máximo, según tu organización.
away-on-lock = Ausente al bloquearse la pantalla
away-on-lock-hint = Al momento, sin esperar el tiempo de arriba.
present-in-calls = Seguir Disponible en llamadas y presentaciones
present-in-calls-hint = { $hours ->
    [one] Mientras un programa mantenga encendida la pantalla, hasta { $hours } hora sin actividad. No se le dice a nadie.
   *[other] Mientras un programa mantenga encendida la pantalla, hasta { $hours } horas sin actividad. No se le dice a nadie.
  }
ask-on-return = Preguntar antes de darme por vuelto
ask-on-return-on = Tras la inactividad, sigues Ausente hasta que digas lo contrario.
ask-on-return-off = Tras la inactividad, vuelves con la primera tecla o el primer movimiento.
calendar = Calendario
calendar-hint = Ausente mientras diga que estás ocupado. Solo las horas salen de este ordenador.
calendar-address = Dirección de tu calendario (.ics)
calendar-follow = Seguirlo
calendar-stop = Dejar de seguirlo
this-computer = Este ordenador
start-at-login = Iniciar cuando entro en mi sesión
notifications = Notificaciones
notifications-hint = Cuando Porchlight, tu horario o un administrador cambian tu estado.
language = Idioma
language-system = Como este ordenador
clock = Reloj
clock-system = Como este ordenador
clock-twelve = 12 horas: { $example }
clock-twenty-four = 24 horas: { $example }
diagnostics = Diagnóstico
diagnostics-idle = Inactividad
diagnostics-tray = Bandeja
diagnostics-session = Bloqueo y suspensión
diagnostics-calls = Llamadas y presentaciones
diagnostics-notifications = Notificaciones
diagnostics-link = Conexión
diagnostics-sync = Última sincronización
diagnostics-sync-now = Ahora
diagnostics-sync-never = Todavía no
diagnostics-failure = Último fallo
diagnostics-failure-none = Ninguno
diagnostics-sent = Último envío
diagnostics-sent-nothing = Nada todavía
diagnostics-token = Token
diagnostics-version = Versión
diagnostics-system = Sistema
diagnostics-log = Registro
diagnostics-events = Lo último que ha pasado
diagnostics-copy = Copiar el diagnóstico
diagnostics-copied = Copiado. No contiene contraseñas ni tokens.
diagnostics-not-copied = No se ha podido copiar; ejecuta «porchlight diagnostics» en un terminal.
next-day = día siguiente
whole-day = { $hours ->
    [one] { $hours } hora
   *[other] { $hours } horas
  }
date-kind = { $kind ->
    [time-off] vacaciones
    [day-off] día libre
    [other-hours] otras horas
    [shifts] turnos
   *[free] sin turnos
  }
month-date = { $today ->
    [yes] { $date }, hoy, { $kind }
   *[no] { $date }, { $kind }
  }
schedule = Horario
schedule-summary = { $summary } · { $length } a la semana
schedule-not-connected = El horario se podrá cambiar cuando Porchlight vuelva a conectarse. Hasta entonces sigue como está.
schedule-changed-elsewhere = El horario se ha cambiado mientras tanto en otro dispositivo, así que el tuyo no se ha guardado. Se mostrarán las dos versiones en cuanto llegue la otra.
schedule-removed-elsewhere = El horario se ha eliminado mientras tanto en otro dispositivo, así que el tuyo no se ha guardado. Guarda el tuyo otra vez o descártalo.
drop-mine = Descartar mis cambios
keep-mine = Conservar el mío
schedule-found = La ventana se cerró antes de guardar estos cambios, así que aún no valen. Guárdalos o descártalos.
week-and-ahead = Cada semana, y cómo será
every-week = Cada semana
week-empty = Dibuja tu primer turno o empieza con
week-start = { $first }–{ $last }, { $from }–{ $until }
week-help = { $minutes ->
    [one] Dibuja un turno, arrástralo o arrastra sus extremos; con <kbd>Mayús</kbd>, de { $minutes } en { $minutes } minuto.
   *[other] Dibuja un turno, arrástralo o arrastra sus extremos; con <kbd>Mayús</kbd>, de { $minutes } en { $minutes } minutos.
  }
week-help-more = Con el teclado
week-help-keys = { $minutes ->
    [one] En un día, <kbd>+</kbd> crea un turno y <kbd>↓</kbd> va a él. En un turno, <kbd>↑ ↓ ← →</kbd> lo mueven; con <kbd>Mayús</kbd>, su final (<kbd>↑ ↓</kbd>) o su principio (<kbd>← →</kbd>); con <kbd>Ctrl</kbd>, de { $minutes } en { $minutes } minuto; <kbd>Intro</kbd> escribe las horas exactas, <kbd>Supr</kbd> lo quita y <kbd>Re Pág / Av Pág</kbd> van al siguiente.
   *[other] En un día, <kbd>+</kbd> crea un turno y <kbd>↓</kbd> va a él. En un turno, <kbd>↑ ↓ ← →</kbd> lo mueven; con <kbd>Mayús</kbd>, su final (<kbd>↑ ↓</kbd>) o su principio (<kbd>← →</kbd>); con <kbd>Ctrl</kbd>, de { $minutes } en { $minutes } minutos; <kbd>Intro</kbd> escribe las horas exactas, <kbd>Supr</kbd> lo quita y <kbd>Re Pág / Av Pág</kbd> van al siguiente.
  }
dates-and-time-off = Fechas y vacaciones
dates-different = Fechas distintas
time-zone-here = Este ordenador está en { $zone }.
remove-schedule = Eliminar todo el horario
import-shifts = Importar turnos…
export-shifts = Exportar como .ics
import-hint = Un cuadrante u otro calendario (.ics). Sus turnos y fechas sustituyen a los que hay aquí; nada vale hasta que guardes.
shifts-taken = Turnos semanales: { $shifts }. Fechas aparte en el próximo año: { $dates }.
schedule-written = Escrito en { $file }.
saved-not = Aún sin guardar.
saved = Guardado.
saved-everywhere = Guardado. Vale para todas tus oficinas.
look-again = Hay algo arriba que conviene revisar.
discard = Descartar
save = Guardar
saving = Guardando…
leave-title = ¿Guardar los cambios del horario?
leave-text = Se pierden si dejas esta página sin guardar.
leave-cancel = Seguir editando
month-before = Mes anterior
month-after = Mes siguiente
chosen-dates = Las fechas elegidas
choose-dates = Elige una fecha o arrastra sobre varias: un día libre, otras horas o vacaciones.
make-dates = { $kind ->
    [day-off] { $count ->
        [one] Día libre
       *[other] Días libres
      }
    [other-hours] Otras horas
    [time-off] Vacaciones
   *[as-every-week] Como cada semana
  }
made-dates = { $kind ->
    [day-off] { $count ->
        [one] { $dates }: día libre.
       *[other] { $dates }: días libres.
      }
    [other-hours] { $dates }: otras horas.
    [time-off] { $dates }: vacaciones.
   *[as-every-week] { $dates }: como cada semana.
  }
date = Fecha
on-this-date = En esta fecha
other-hours = Otras horas
remove-date = Quitar esta fecha
add-hours = Añadir horas en esta fecha
remove-hours = Quitar estas horas
date-wrong = Elige una fecha.
date-twice = Esta fecha ya está en la lista. Cámbiala allí.
off-from = Desde
off-until = Hasta
first-date = Primera fecha
last-date = Última fecha
first-time = Desde, hora
last-time = Hasta, hora
remove-time-off = Quitar estas vacaciones
time-off-wrong = Elige la primera y la última fecha.
ahead = Las próximas dos semanas
ahead-draft = cuando se guarde
today = Hoy
offline-all-day = Desconectado
merge-title = El horario se ha cambiado mientras tanto en otro dispositivo.
merge-decide = Elige qué debe valer donde los dos cambiasteis lo mismo. Nada se guarda antes.
merge-decided = No se pierde nada: esto es lo que cambió cada uno. Elige otra cosa donde quieras.
merge-side = { $side ->
    [mine] La tuya
    [theirs] El otro dispositivo
   *[both] Las dos
  }
merge = Juntar
undo = Deshacer
redo = Rehacer
undo-hint = Deshacer (Ctrl+Z)
redo-hint = Rehacer (Ctrl+Mayús+Z)
undo-step = Deshacer: { $step }
redo-step = Rehacer: { $step }
undone = Deshecho: { $step }.
redone = Hecho de nuevo: { $step }.
step-merge = juntar las dos versiones
step-discard = descartar tus cambios
step-remove-all = eliminar todo el horario
step-import = tomar turnos de un calendario
step-change-date = cambiar el { $date }
step-remove-date = quitar el { $date }
step-change-time-off = cambiar las vacaciones
step-remove-time-off = quitar las vacaciones
step-zone = cambiar la zona horaria a { $zone }
step-dates = { $kind ->
    [day-off] { $count ->
        [one] día libre: { $dates }
       *[other] días libres: { $dates }
      }
    [other-hours] otras horas: { $dates }
    [time-off] vacaciones: { $dates }
   *[as-every-week] como cada semana: { $dates }
  }
merged = Las dos versiones están juntas. Guárdalas o sigue.
discarded = Tus cambios se han descartado.
look-again-said = Hay algo que conviene revisar.
removed-all = Eliminados todos los turnos, fechas y vacaciones.
workdays-added = Añadido: { $step }.`;export{e as default};