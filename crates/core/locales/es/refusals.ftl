### Por qué algo no se hizo, o no se llegó al servidor, y qué hacer. Los comentarios están en ../en/refusals.ftl.

unreachable-network = No hay camino hasta { $server } desde este ordenador. Comprueba tu red.
unreachable-broken = La conexión con { $server } se ha cortado. Comprueba tu red.
unreachable-unknown-name = No existe ningún servidor llamado { $server }. Comprueba tu red y que la dirección no tenga erratas.
unreachable-refused = Nadie responde en { $server }: el servidor de Porchlight no está en marcha allí. Espera un momento o pregunta a quien lo lleva.
unreachable-timed-out = { $server } no ha respondido a tiempo. Comprueba tu red.
unreachable-certificate = El certificado que se muestra para { $server } no es de fiar, así que no se ha enviado nada: puede haber alguien en medio. Prueba otra red o pregunta a quien lleva el servidor.
unreachable-clock = El certificado de { $server } no vale en la fecha de este ordenador. Corrige su fecha y su hora; si son correctas, pide un certificado nuevo a quien lleva el servidor.
unreachable-no-tls = Lo que responde en { $server } no habla TLS, así que https:// no sirve allí. Comprueba la dirección y el puerto, o pregunta a quien lo lleva. Si está en este ordenador o en una red de confianza, prueba http://.
unreachable-moved-to = Lo que responde en { $server } dice que el servidor se ha mudado a { $to }. Pregunta a quien lo lleva si es cierto; después cierra la sesión e iníciala allí.
unreachable-moved = Lo que responde en { $server } dice que el servidor se ha mudado. Pide la nueva dirección a quien lo lleva; después cierra la sesión e iníciala allí.
unreachable-portal = Algo en tu red responde en lugar de { $server }, como hacen los hoteles y las redes de invitados. Abre una página web e inicia sesión en la red.
unreachable-not-understood = Lo que responde en { $server } no es un servidor de Porchlight que esta versión entienda. Comprueba la dirección y si hay un Porchlight más nuevo.
unreachable-closed = { $server } ha terminado la conexión. Espera un momento.
unanswered = { $why } Mira si se hizo antes de intentarlo otra vez.
problem-not-signed-in = El servidor ya no conoce esta sesión. Inicia sesión de nuevo.
problem-wrong-password = El correo y la contraseña no coinciden. Comprueba ambos e inténtalo de nuevo.
problem-deactivated = Un propietario ha dado de baja esta cuenta. Pregunta a un propietario de tu organización.
problem-not-allowed = No tienes permiso para eso. Pregunta a un administrador de la oficina o a un propietario.
problem-not-found = El servidor no conoce nada así, o no es tuyo.
problem-code-not-valid = Este código no vale: se ha usado, ha caducado o se ha sustituido. Pide uno nuevo.
problem-exists = Ya existe.
problem-last-owner = La organización necesita un propietario que pueda iniciar sesión, y este es el último.
problem-stale = Alguien lo ha cambiado mientras tanto, así que no se ha guardado. Mira cómo está ahora y cámbialo otra vez.
problem-too-large = Es más de lo que el servidor acepta de una vez. Envía menos.
problem-slow-down = Ha sido demasiado en poco tiempo. Espera un momento e inténtalo de nuevo.
problem-slow-down-for = Ha sido demasiado en poco tiempo. Espera { $wait } e inténtalo de nuevo.
problem-unavailable = El servidor no puede hacerlo en este momento. Inténtalo más tarde.
problem-internal = Algo ha fallado en el servidor. Inténtalo más tarde y, si no se arregla, díselo a quien lo lleva.
problem-invalid-field = El servidor no acepta lo indicado en { $field }: { $detail }
refused-signed-out = No has iniciado sesión. Inicia sesión primero en el servidor de tu equipo.
refused-unknown-office = No tienes ninguna oficina llamada `{ $office }`. Elige una de las tuyas.
refused-too-long = Una elección vale 400 días como máximo. Elige menos tiempo, o hasta que lo cambies.
refused-already-past = Esa hora ya ha pasado. Elige una posterior.
refused-idle-time = Elige un tiempo de { $least } a { $most }.
refused-already-signed-in = Ya has iniciado sesión como { $email }. Ciérrala primero.
refused-signing-in = Se está iniciando la sesión. Espera un momento.
refused-not-connected = No se llega al servidor, y esto lo necesita. Inténtalo cuando Porchlight esté conectado.
refused-signing-out = Estás cerrando la sesión, así que no se ha hecho. Inicia sesión primero.
refused-quitting = Porchlight está a punto de cerrarse, así que no se ha hecho. Inícialo de nuevo primero.
refused-choice-dropped = Cerraste la sesión antes de que el servidor tuviera tu elección, así que se ha descartado.
refused-colleague-not-available = { $status ->
    [available] { $name } no está Disponible en { $office }, sino Disponible, así que no se ha cambiado nada.
    [away] { $name } no está Disponible en { $office }, sino Ausente, así que no se ha cambiado nada.
   *[offline] { $name } no está Disponible en { $office }, sino Desconectado, así que no se ha cambiado nada.
}
refused-nobody-available = No hay nadie Disponible en { $office }, así que no se ha cambiado nada.
refused-not-taken = El servidor aún no ha aceptado tu elección ({ $choice }), así que nadie más la ve. Se reintenta, y lo demás que elijas sigue su curso. Si esto no acaba, díselo a quien lleva el servidor.
refused-lost-at-the-end = { $number ->
    [one] Tu elección ({ $choices }) no llegó al servidor y el disco no respondió, así que se pierde al cerrar Porchlight, salvo que el disco aún responda en unos segundos. Elige de nuevo cuando lo hayas iniciado.
   *[other] Tus elecciones ({ $choices }) no llegaron al servidor y el disco no respondió, así que se pierden al cerrar Porchlight, salvo que el disco aún responda en unos segundos. Elige de nuevo cuando lo hayas iniciado.
}
signed-out-by-server = Se ha cerrado tu sesión porque el servidor ya no conoce este dispositivo. Inicia sesión de nuevo.
signed-out-without-token = Se ha cerrado tu sesión porque falta el token de este dispositivo. Inicia sesión de nuevo.
signed-out-untold = Has cerrado la sesión y este dispositivo está olvidado aquí, pero no se ha podido avisar a { $server }, que aún lo conoce. Pide a quien lleva el servidor que lo termine.
signed-out-untold-dropped = { $choices ->
    [one] Has cerrado la sesión y este dispositivo está olvidado aquí, pero no se ha podido avisar a { $server }, que aún lo conoce. Pide a quien lleva el servidor que lo termine. Se ha descartado 1 elección sin enviar.
   *[other] Has cerrado la sesión y este dispositivo está olvidado aquí, pero no se ha podido avisar a { $server }, que aún lo conoce. Pide a quien lleva el servidor que lo termine. Se han descartado { $choices } elecciones sin enviar.
}
signed-out-dropped = { $choices ->
    [one] Has cerrado la sesión. Se ha descartado 1 elección sin enviar.
   *[other] Has cerrado la sesión. Se han descartado { $choices } elecciones sin enviar.
}
refused-no-address = `{ $address }` no es la dirección de un servidor. Escríbela como https://chat.example.edu.
refused-plain-http = Lo que se envía a { $address } no va cifrado, así que cualquiera en el camino podría leer tu contraseña y ocupar tu lugar. Inicia sesión con https://, o permítelo para este servidor (en la línea de órdenes, con --allow-plain-http).
refused-no-campus = No se ha podido iniciar el campus de muestra: { $error }.
schedule-unknown-zone = `{ $zone }` no es una zona horaria; usa un nombre de IANA como `Europe/Berlin`.
schedule-start-at-day-end = Un turno no puede empezar a las 24:00 (`{ $field }`); que empiece a las 00:00 del día siguiente.
schedule-empty-time-off = Las vacaciones número { $number } terminan antes de empezar; su final debe ser posterior a su principio.
schedule-year-out-of-range = El año en `{ $field }` está fuera de rango; usa uno de 0 a 9999.
schedule-too-many = Hay { $found } entradas en `{ $field }`, pero se permiten { $most } como máximo; quita algunas.
unreachable-signed-out = Nadie ha iniciado sesión en este ordenador.
