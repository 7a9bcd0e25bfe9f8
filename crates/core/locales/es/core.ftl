### Lo que Porchlight dice del estado de un agente. Los comentarios para quien traduce están en ../en/core.ftl; el glosario, en window.ftl.

moment-at = { $day ->
    [yesterday] ayer { $hour ->
        [one] a la { $time }
       *[other] a las { $time }
    }
    [tomorrow] mañana { $hour ->
        [one] a la { $time }
       *[other] a las { $time }
    }
    [midnight] mañana { $hour ->
        [one] a la { $time }
       *[other] a las { $time }
    }
    [weekday] el { $date } { $hour ->
        [one] a la { $time }
       *[other] a las { $time }
    }
    [date] el { $date } { $hour ->
        [one] a la { $time }
       *[other] a las { $time }
    }
   *[today] { $hour ->
        [one] a la { $time }
       *[other] a las { $time }
    }
}
moment-until = { $day ->
    [yesterday] hasta ayer { $hour ->
        [one] a la { $time }
       *[other] a las { $time }
    }
    [tomorrow] hasta mañana { $hour ->
        [one] a la { $time }
       *[other] a las { $time }
    }
    [midnight] hasta medianoche
    [weekday] hasta el { $date } { $hour ->
        [one] a la { $time }
       *[other] a las { $time }
    }
    [date] hasta el { $date } { $hour ->
        [one] a la { $time }
       *[other] a las { $time }
    }
   *[today] { $hour ->
        [one] hasta la { $time }
       *[other] hasta las { $time }
    }
}
moment-since = { $day ->
    [yesterday] desde ayer { $hour ->
        [one] a la { $time }
       *[other] a las { $time }
    }
    [tomorrow] desde mañana { $hour ->
        [one] a la { $time }
       *[other] a las { $time }
    }
    [midnight] desde mañana { $hour ->
        [one] a la { $time }
       *[other] a las { $time }
    }
    [weekday] desde el { $date } { $hour ->
        [one] a la { $time }
       *[other] a las { $time }
    }
    [date] desde el { $date } { $hour ->
        [one] a la { $time }
       *[other] a las { $time }
    }
   *[today] { $hour ->
        [one] desde la { $time }
       *[other] desde las { $time }
    }
}
moment-since-day = { $day ->
    [yesterday] desde ayer
    [tomorrow] desde mañana
    [midnight] desde mañana
    [weekday] desde el { $date }
    [date] desde el { $date }
   *[today] { $hour ->
        [one] desde la { $time }
       *[other] desde las { $time }
    }
}
lasting-then = { $by ->
    [choice] { $status ->
        [available] { $until }, después Disponible como antes
        [away] { $until }, después Ausente como antes
       *[offline] { $until }, después Desconectado como antes
    }
    [schedule] { $status ->
        [available] { $until }, después Disponible según tu horario
        [away] { $until }, después Ausente según tu horario
       *[offline] { $until }, después Desconectado según tu horario
    }
   *[default] { $status ->
        [available] { $until }, después Disponible
        [away] { $until }, después Ausente
       *[offline] { $until }, después Desconectado
    }
}
lasting-until-changed = hasta que lo cambies
duration-seconds = { $seconds ->
    [one] 1 segundo
   *[other] { $seconds } segundos
}
duration-minutes = { $minutes ->
    [one] 1 minuto
   *[other] { $minutes } minutos
}
duration-hours = { $hours ->
    [one] 1 hora
   *[other] { $hours } horas
}
length-seconds = { $seconds } s
length-minutes = { $minutes } min
length-hours = { $hours } h
length-hours-minutes = { $hours } h { $minutes } min
status = { $status ->
    [available] Disponible
    [away] Ausente
   *[offline] Desconectado
}
status-in = { $status ->
    [available] Disponible en { $places }
    [away] Ausente en { $places }
   *[offline] Desconectado en { $places }
}
    .within = { $status ->
        [available] disponible en { $places }
        [away] ausente en { $places }
       *[offline] desconectado en { $places }
    }
    .you = { $status ->
        [available] Estás Disponible en { $places }
        [away] Estás Ausente en { $places }
       *[offline] Estás Desconectado en { $places }
    }
status-everywhere = { $status ->
    [available] Disponible en todas partes
    [away] Ausente en todas partes
   *[offline] Desconectado en todas partes
}
    .within = { $status ->
        [available] disponible en todas partes
        [away] ausente en todas partes
       *[offline] desconectado en todas partes
    }
    .you = { $status ->
        [available] Estás Disponible en todas partes
        [away] Estás Ausente en todas partes
       *[offline] Estás Desconectado en todas partes
    }
status-offline = Desconectado
    .within = desconectado
    .you = Estás Desconectado
places-some = { $there } de { $of } oficinas
state-because = { $cause ->
    [schedule] { $state } { $reason }
   *[other] { $state }, { $reason }
}
reason-manual = { $who ->
    [you] elegido por ti { $at }, { $lasting }
    [administrator] puesto por un administrador { $at }, { $lasting }
   *[named] puesto por { $name } { $at }, { $lasting }
}
reason-manual-timeless = { $who ->
    [you] elegido por ti, { $lasting }
    [administrator] puesto por un administrador, { $lasting }
   *[named] puesto por { $name }, { $lasting }
}
reason-schedule = según tu horario
reason-schedule-lasting = según tu horario, { $lasting }
reason-default = no has elegido nada y no tienes horario
reason-idle = sin actividad
reason-idle-since = sin actividad { $since }
reason-locked = pantalla bloqueada
reason-locked-since = pantalla bloqueada { $since }
reason-busy = ocupado según tu calendario, { $until }
reason-no-device = ninguno de tus dispositivos está conectado
reasons-two = { $first }; en { $places } { $other }
reasons-elsewhere = { $first }; { $elsewhere }
reasons-elsewhere-different = { $first }; en otras oficinas por motivos distintos
reasons-different = por motivos distintos en cada oficina
tooltip = { $state }: { $reason }
tooltip-online = { $tooltip } · { $online }
tooltip-attention = { $tooltip } · { $attention }
tooltip-once-connected = { $link } · Al conectar, { $tooltip }
tooltip-once-known = { $link } · Cuando el servidor lo sepa, { $tooltip }
tooltip-signed-out = Porchlight: sin sesión iniciada
headline-once-connected = Al conectar: { $state }
headline-once-known = Cuando el servidor lo sepa: { $state }
menu-head-until = { $you } { $until }
demo-mark = Demo · { $text }
no-office = Aún no estás en ninguna oficina. Pide a un administrador que te añada a una.
    .within = aún no estás en ninguna oficina
nobody-in = { $office } no tiene a nadie
nobody-in-since = { $office } no tiene a nadie { $since }
nobody-in-several = { $places } no tienen a nadie
nobody-here = Nadie aquí
nobody-here-since = Nadie aquí { $since }
agents-online = { $agents ->
    [one] 1 agente en línea
   *[other] { $agents } agentes en línea
}
colleague-idle = inactivo
colleague-locked = bloqueado
colleague-busy = ocupado
colleague-set-by = { $who ->
    [you] puesto por ti
    [administrator] puesto por un administrador
   *[named] puesto por { $name }
}
link-signed-out = Sin sesión iniciada
link-connecting = Conectando…
link-connected = Conectado
link-disconnected = Sin conexión
link-disconnected-since = Sin conexión { $since }
link-unseen-choice = Tu elección aún no ha llegado al servidor
sign-in-or-try = Inicia sesión en el servidor de tu equipo o prueba Porchlight en este ordenador.
waiting-for-server = Esperando la respuesta de { $server }.
the-server = el servidor
menu-sign-in = Iniciar sesión…
menu-quit = Salir
menu-available-everywhere = Disponible en todas partes
menu-available-for = Disponible durante
menu-away-everywhere = Ausente en todas partes
menu-away-for = Ausente durante
menu-follow-schedule = Seguir mi horario
menu-offline = Desconectado
menu-offices = Oficinas
menu-office = { $office } ({ $available })
menu-open = Abrir Porchlight
menu-settings = Ajustes
hold-end-of-shift = { $until } (fin del turno)
hold-until-changed = hasta que lo cambie
schedule-none = Aún sin horario
schedule-on-shift = De turno { $until }
schedule-always = De turno a todas horas
schedule-off-shift = Fuera de turno; el próximo, { $at }
schedule-never = Fuera de turno; no hay ninguno previsto
ahead-stretch = de { $from } a { $until }: { $state }
ahead-several = { $first }; { $other }
ahead-by-choice = por elección tuya
ahead-set-by = { $who ->
    [administrator] puesto por un administrador
   *[named] puesto por { $name }
}
ahead-busy = ocupado según tu calendario
ahead-unknown = por lo que se sabe
ahead-clocks-forward = Los relojes se adelantan { $by } a las { $time }
ahead-clocks-back = Los relojes se atrasan { $by } a las { $time }
banner-unseen-choice = Tu elección aún no ha llegado al servidor, así que nadie más la ve. Se guarda y se envía en cuanto el servidor responda.
banner-not-connected = { $link }, así que los clientes pueden verte sin conexión. { $why } Porchlight sigue intentándolo. Lo que elijas aquí se envía en cuanto se conecte.
banner-not-connected-schedule = { $link }, así que los clientes pueden verte sin conexión. { $why } Porchlight sigue intentándolo. Tu horario continúa, y lo que elijas aquí se envía en cuanto se conecte.
check-network = Comprueba tu red.
banner-no-idle-source = Porchlight no puede saber cuándo te alejas de este ordenador: { $why }. Seguirás como elegiste; ponte Ausente a mano.
banner-no-tray = El icono de Porchlight no se puede mostrar: { $why }. Todo funciona en esta ventana; para abrirla, inicia Porchlight otra vez. En GNOME, instala la extensión «AppIndicator and KStatusNotifierItem Support» para ver el icono.
banner-no-notifications = Porchlight no puede mostrar notificaciones: { $why }. Inicia un servicio de notificaciones, o mira aquí y el icono para ver qué cambia.
banner-set-away = { $who ->
    [administrator] Un administrador te puso Ausente en { $office } { $at }.
   *[named] { $name } te puso Ausente en { $office } { $at }.
}
banner-set-away-reason = { $who ->
    [administrator] Un administrador te puso Ausente en { $office } { $at }. Motivo: { $reason }
   *[named] { $name } te puso Ausente en { $office } { $at }. Motivo: { $reason }
}
banner-are-you-back = Te ausentaste { $since }. Sigues Ausente hasta que digas que has vuelto.
action-go-back = Volver
action-im-back = He vuelto
notice-almost-idle = En un minuto estarás Ausente
notice-almost-idle-body = No ha habido actividad en { $passed }. Mueve el ratón y te quedas.
action-im-here = Estoy aquí
notice-idle = Te ausentaste { $passed }
notice-idle-body = No hubo actividad { $since }, así que estás Ausente.
notice-idle-body-last-one = No hubo actividad { $since }, así que estás Ausente. No queda nadie más Disponible en { $places }.
notice-return-asks = Sigues Ausente hasta que digas que has vuelto.
notice-returned = Has vuelto, como elegiste y como dice tu horario.
notice-shift-begins = Tu turno ha empezado: estás Disponible
notice-shift-ends = Tu turno ha terminado: estás Desconectado
notice-by-schedule = Según tu horario.
notice-by-schedule-until = Según tu horario, { $until }.
notice-by-schedule-last-one = { $body } No queda nadie más Disponible en { $places }.
action-stay = { $status ->
    [available] Seguir Disponible
    [away] Seguir Ausente
   *[offline] Seguir Desconectado
}
notice-last-one = No queda nadie Disponible en { $places }
notice-last-one-body = Ahora los clientes no ven a nadie allí.
notice-set-away = { $who ->
    [administrator] Un administrador te puso Ausente en { $office }
   *[named] { $name } te puso Ausente en { $office }
}
notice-set-away-body = Los clientes de { $office } ya no te ven.
notice-set-away-body-reason = Los clientes de { $office } ya no te ven. Motivo: { $reason }
notice-timer = { $status ->
    [available] Disponible hasta las { $time }
    [away] Ausente hasta las { $time }
   *[offline] Desconectado hasta las { $time }
}
notice-timer-in = { $status ->
    [available] Disponible en { $places } hasta las { $time }
    [away] Ausente en { $places } hasta las { $time }
   *[offline] Desconectado en { $places } hasta las { $time }
}
notice-timer-body = Faltan { $length }.
notice-timer-body-then = { $by ->
    [choice] { $status ->
        [available] Faltan { $length }; después, Disponible como antes.
        [away] Faltan { $length }; después, Ausente como antes.
       *[offline] Faltan { $length }; después, Desconectado como antes.
    }
    [schedule] { $status ->
        [available] Faltan { $length }; después, Disponible según tu horario.
        [away] Faltan { $length }; después, Ausente según tu horario.
       *[offline] Faltan { $length }; después, Desconectado según tu horario.
    }
   *[default] { $status ->
        [available] Faltan { $length }; después, Disponible.
        [away] Faltan { $length }; después, Ausente.
       *[offline] Faltan { $length }; después, Desconectado.
    }
}
action-one-more-hour = 1 hora más
notice-refused = No ha funcionado
action-open = Abrir Porchlight
vouched-by-program = Sin actividad { $since }, pero { $by } mantiene la pantalla encendida, así que sigues Disponible.
vouched-by-two-programs = Sin actividad { $since }, pero { $by } mantienen la pantalla encendida, así que sigues Disponible.
vouched-by-programs = Sin actividad { $since }, pero { $by } y otros programas mantienen la pantalla encendida, así que sigues Disponible.
vouched-by-some-program = Sin actividad { $since }, pero un programa mantiene la pantalla encendida, así que sigues Disponible.
vouched-by-presentation = Sin actividad { $since }, pero este ordenador muestra una presentación, así que sigues Disponible.
vouched-by-full-screen = Sin actividad { $since }, pero un programa ocupa toda la pantalla, así que sigues Disponible.
diagnostics-untried = Aún sin probar
diagnostics-none = Nada: { $why }
diagnostics-failed-at = { $at }: { $why }
diagnostics-nothing-sent = Nada todavía
diagnostics-not-known = No se sabe
diagnostics-line = { $label }: { $value }
diagnostics-label-version = Versión
diagnostics-label-system = Sistema
diagnostics-label-idle = Inactividad
diagnostics-label-lock = Bloqueo y suspensión
diagnostics-label-calls = Llamadas y presentaciones
diagnostics-label-tray = Bandeja
diagnostics-label-notifications = Notificaciones
diagnostics-label-server = Servidor
diagnostics-label-link = Conexión
diagnostics-label-last-sync = Última sincronización
diagnostics-label-last-failure = Último fallo
diagnostics-label-last-sent = Último envío
diagnostics-label-token = Token
diagnostics-label-log = Registro
diagnostics-label-events = Últimos sucesos
diagnostics-now = Ahora
diagnostics-not-yet = Todavía no
diagnostics-no-value = Ninguno
sent-active = actividad: activa
sent-unknown = actividad: desconocida
sent-idle = actividad: inactiva, y desde cuándo
sent-locked = actividad: bloqueada, y desde cuándo
sent-choice = elección: { $choice }
sent-busy = horas ocupadas
sent-idle-time = tiempo de inactividad
sent-schedule = horario
sent-away-everybody = Ausente en { $office } para todos
sent-away-colleague = Ausente en { $office } para un colega
choice-everywhere = { $status ->
    [available] Disponible en todas partes
    [away] Ausente en todas partes
    [follow_schedule] seguir el horario en todas partes
   *[offline] Desconectado en todas partes
}
choice-in = { $status ->
    [available] Disponible en { $office }
    [away] Ausente en { $office }
    [follow_schedule] seguir el horario en { $office }
   *[offline] Desconectado en { $office }
}
event-at = { $date } { $time } { $what }
event-started = Iniciado
event-connected = Conectado
event-signed-out = Nadie ha iniciado sesión
event-connecting = Conectando
event-not-connected = Sin conexión.
event-not-connected-why = Sin conexión. { $why }
event-input = Actividad
event-no-input = Sin actividad { $since }
event-locked = Bloqueado { $since }
event-input-unknown = No se sabe si hay actividad
event-screen-kept-on = Sin actividad { $since }, pero la pantalla sigue encendida
event-slept = En suspensión
event-woke = De vuelta de la suspensión
event-choice = Elección: { $choice }
event-token = Token: { $place }
event-lost = { $part }: nada, { $why }
event-found = { $part }: { $what }
banner-campus-not-connected = { $link }. { $why } Porchlight sigue intentándolo. Lo que elijas aquí se envía en cuanto se conecte.
banner-campus-not-connected-schedule = { $link }. { $why } Porchlight sigue intentándolo. Tu horario continúa, y lo que elijas aquí se envía en cuanto se conecte.
event-told-idle = Notificado: sin actividad
event-told-set-away = Notificado: puesto en Ausente en { $office }
event-told-schedule = Notificado: el horario
event-told-timer = Notificado: el fin de una elección
event-told-last-one = Notificado: nadie más en { $office }
event-told-refused = Notificado: algo que no funcionó
calendar-unread = Aún no se ha leído.
calendar-read = { $times ->
    [0] Leído { $at }: nada ocupado en los próximos 60 días.
    [one] Leído { $at }: ocupado una vez en los próximos 60 días.
   *[other] Leído { $at }: ocupado { $times } veces en los próximos 60 días.
}
calendar-failed = { $why ->
    [unreachable] { $place } no responde, así que no se ha podido leer el calendario. Lo leído antes sigue valiendo; se intenta de nuevo en 15 minutos.
    [not-allowed] { $place } no deja que Porchlight lea el calendario. Usa la dirección secreta o privada del calendario, o una con nombre y contraseña.
    [missing] No hay ningún calendario en esa dirección de { $place }. Copia de nuevo la dirección desde donde ves tu calendario.
    [no-calendar] Lo que envía { $place } no es un calendario. Usa la dirección que termina en .ics, o una para suscribirse.
    [too-large] El calendario de { $place } ocupa más de 10 MB, que es demasiado. Usa uno con menos entradas.
   *[other] Esta no es la dirección de un calendario. Usa una que empiece por https://, o un archivo de este ordenador.
}
why-device = Estás ante uno de tus dispositivos
why-fact = { $effect ->
    [decides] { $fact }: esto decide.
    [hands-over] { $fact }: esto deja decidir a tu horario.
    [over] { $fact }: esto ha terminado y ya no cuenta.
    [passed-over] { $fact }: lo de arriba va antes.
    [lowers] { $status ->
        [away] { $fact }: aun así, esto te pone Ausente.
       *[offline] { $fact }: aun así, esto te pone Desconectado.
    }
   *[nothing] { $fact }: esto no cambia nada.
}
roster-unread = { $why ->
    [unreachable] { $place } no responde, así que no se ha leído nada. Inténtalo más tarde, o descarga el calendario e indica el archivo.
    [not-allowed] { $place } no deja que Porchlight lea el calendario. Usa la dirección secreta o privada del calendario, o un archivo que puedas leer.
    [missing] No hay ningún calendario en { $place }. Mira cómo están escritos el archivo o la dirección.
    [no-calendar] En { $place } no hay un calendario completo. Usa algo que termine en .ics, como lo que exportan los calendarios y los cuadrantes.
    [too-large] El calendario de { $place } ocupa más de 10 MB, y es demasiado. Exporta menos entradas.
   *[other] Esto no es la dirección de un calendario. Usa una que empiece por https://, o un archivo de este ordenador.
}
roster-not-understood = { $why ->
    [whole-day] Línea { $line }: ocupa días enteros; un turno dice desde cuándo hasta cuándo.
    [no-times] Línea { $line }: no dice desde cuándo hasta cuándo.
    [too-long] Línea { $line }: dura más de 24 horas.
    [no-zone] Línea { $line }: va por los relojes de una zona horaria desconocida.
   *[no-rule] Línea { $line }: se repite de una manera que no se entiende.
}
roster-empty = No hay turnos en el próximo año, así que no se ha cambiado nada.
roster-shift = Turno
roster-unwritten = No se ha podido escribir en { $file }. Mira si hay sitio y si puedes escribir ahí.
