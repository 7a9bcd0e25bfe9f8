### Lo que dice la línea de órdenes. Los comentarios están en ../en/command-line.ftl.

cli-not-running = Porchlight no está en marcha. Inícialo con `porchlight`, o añade `--start`.
cli-no-campus = El campus de muestra no está en marcha. Inícialo con `porchlight --demo`, o añade `--start`.
cli-silent = El Porchlight en marcha no responde. Ciérralo desde su menú o termina su proceso, y vuelve a iniciarlo.
cli-other-version = Está en marcha Porchlight { $running }, y este es el { $version }. Ejecuta `porchlight` para seguir con el más nuevo, o `porchlight quit` para terminar el que está en marcha.
cli-signed-in = Sesión iniciada como { $email }.
cli-signed-out = Sesión cerrada.
cli-sign-in-first = No has iniciado sesión. Hazlo con `porchlight sign-in` o en la ventana.
cli-ended = Porchlight ha terminado.
cli-campus-ended = El campus de muestra ha terminado.
cli-is-not-running = Porchlight no está en marcha.
cli-campus-is-not-running = El campus de muestra no está en marcha.
cli-kept = Tu elección aún no ha llegado al servidor. Se guarda y se envía en cuanto sea posible.
cli-demo = Demo: un campus de muestra en este ordenador
cli-unknown-office = No estás en ninguna oficina llamada { $office }; las tuyas son: { $offices }.
cli-no-office = Aún no estás en ninguna oficina; un administrador puede añadirte a una.
cli-schedule-unread = { $why ->
    [unreachable] { $place } no responde, así que no se ha leído nada. Inténtalo más tarde, o descarga el calendario e indica el archivo.
    [not-allowed] { $place } no deja que Porchlight lea el calendario. Usa la dirección secreta o privada del calendario, o un archivo que puedas leer.
    [missing] No hay ningún calendario en { $place }. Mira cómo están escritos el archivo o la dirección.
    [no-calendar] En { $place } no hay un calendario completo. Usa algo que termine en .ics, como lo que exportan los calendarios y los cuadrantes.
    [too-large] El calendario de { $place } ocupa más de 10 MB, y es demasiado. Exporta menos entradas.
   *[other] Esto no es la dirección de un calendario. Usa una que empiece por https://, o un archivo de este ordenador.
}
cli-schedule-stdin = la entrada estándar
cli-schedule-not-understood = { $why ->
    [whole-day] Línea { $line }: ocupa días enteros; un turno dice desde cuándo hasta cuándo.
    [no-times] Línea { $line }: no dice desde cuándo hasta cuándo.
    [too-long] Línea { $line }: dura más de 24 horas.
    [no-zone] Línea { $line }: va por los relojes de una zona horaria desconocida.
   *[no-rule] Línea { $line }: se repite de una manera que no se entiende.
}
cli-schedule-no-shifts = No hay turnos en el próximo año, así que no se ha cambiado nada.
cli-schedule-read = Turnos semanales: { $shifts }. Fechas aparte en el próximo año: { $dates }.
cli-schedule-on = { $when }: { $times }
cli-schedule-nothing-on = { $when }: sin turnos
cli-schedule-saved = Guardado: este es ahora tu horario.
cli-schedule-same = Tu horario ya es así.
cli-schedule-look = Todavía no se ha guardado nada: míralo en la ventana, en la página Horario, y guárdalo o descártalo allí.
cli-schedule-unsaved = Hay cambios en tu horario sin guardar. Guárdalos o descártalos en la ventana e importa después.
cli-schedule-none = Todavía no tienes horario, así que no hay nada que exportar.
cli-schedule-shift = Turno
cli-heading-id = ID
cli-heading-office = OFICINA
cli-heading-online = EN LÍNEA
cli-heading-you = TÚ
cli-password = Contraseña:
cli-no-terminal = No hay terminal donde preguntar; añade `--password-stdin`.
cli-password-empty = La contraseña de la entrada estándar está vacía.
cli-time-passed = `{ $time }` ya ha pasado.
cli-time-too-long = Hasta `{ $time }` es más de lo que puede valer una elección, que son { $days } días; usa `--hold` para mantenerla hasta que la cambies.
cli-no-zone = No hay ninguna zona horaria llamada `{ $zone }`; escríbela como Europe/Berlin o America/New_York.
cli-no-time = `{ $time }` no es una hora; escribe algo como 18:00, 18:00 America/New_York o 2026-11-23T18:00:00Z.
cli-time-skipped = `{ $time }` no llega en un día en la zona horaria { $zone }; escríbelo como instante, por ejemplo 2026-11-23T18:00:00Z.
cli-no-calendar = No se sigue ningún calendario.
cli-calendar-empty = La dirección del calendario en la entrada estándar está vacía.
