var e=`hours = { $from }–{ $until }
sentence = { $text }.
error-unknown = Algo ha fallado en el propio Porchlight. Inténtalo de nuevo; si sigue, cierra Porchlight y vuelve a iniciarlo.
held-when = { $seconds ->
    [one] Dentro de { $seconds } segundo, si esta ventana sigue abierta.
   *[other] Dentro de { $seconds } segundos, si esta ventana sigue abierta.
  }
held-soon = Dentro de unos segundos, si esta ventana sigue abierta.
held-now = Ahora
held-undo = Deshacer
dismiss = Descartar
agent-status = { $status ->
    [available] disponible:
    [away] ausente:
   *[offline] desconectado:
  }
agent-you = (tú)
set-away = Poner a { $agent } en Ausente
set-away-in = Poner a { $agent } en Ausente en { $office }
set-away-held = { $agent } pasará a Ausente en { $office }.
length = { $hours ->
    [0] { $minutes } min
   *[other] { $minutes ->
        [0] { $hours } h
       *[other] { $hours } h { NUMBER($minutes, minimumIntegerDigits: 2) }
      }
  }
shift = { $day }, de { $from } a { $until }
shift-overnight = { $day }, de { $from } a { $until } del { $next }
to = a
on-day = del { $day }
begins = Empieza
ends = Termina
time-wrong = Escribe las horas así: { $first } o { $second }.
no-shifts = sin turnos
week-day = { $today ->
    [yes] { $day }, hoy, { $length }
   *[no] { $day }, { $length }
  }
dates = { $first } a { $last }
time-zone = Zona horaria
your-week = Tu semana
on-which-days = Qué días
day-length = { $length } · copiar a
day-empty = Sin turnos
add-shift = Añadir un turno
clear-day = Vaciar { $day }
copy-day = Copiar { $day } a
days-range = { $first }–{ $last }
days-all = Todos
remove-shift = Quitar { $shift }
remove-hint = Quitar (Supr)
day-off = Día libre
time-off = Vacaciones
merge-time-off = Vacaciones, { $dates }
merge-nothing = { $what ->
    [no-shifts] sin turnos
    [as-every-week] como cada semana
    [day-off] día libre
   *[no-time-off] ninguna
  }
step-workdays = de { $first } a { $last }, de { $from } a { $until }
step-shift = { $what ->
    [draw] dibujar { $shift }
    [move] mover { $shift }
    [stretch] alargar o acortar { $shift }
    [times] fijar las horas de { $shift }
    [remove] quitar { $shift }
   *[add] añadir { $shift }
  }
step-copy = copiar { $day } a { $days }
step-clear = vaciar { $day }
all-weekdays = todos los laborables
every-day = todos los días
shift-joined = { $shift }: unido al turno que ya había.
shift-added = { $shift }: añadido.
shift-removed = { $shift }: quitado.
day-copied = { $day }: copiado a { $days }.
day-cleared = { $day }: ya sin turnos.`;export{e as default};