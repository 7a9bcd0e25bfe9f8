### Los comentarios están en ../en/server.ftl

server-problem = { $code ->
    [wrong_password] El correo y la contraseña no coinciden. Comprueba ambos e inténtalo de nuevo.
    [deactivated] Esta cuenta se ha dado de baja. Pregunta a un propietario de tu organización.
    [slow_down] Ha habido demasiados intentos fallidos. Espera unos minutos e inténtalo de nuevo.
    [insecure] Sin TLS el navegador no mantiene la sesión. Abre esta página por su dirección que empieza por https.
   *[other] No ha funcionado. Inténtalo de nuevo.
}
server-sign-in = Iniciar sesión
server-sign-out = Cerrar sesión
server-email = Correo electrónico
server-password = Contraseña
server-remember = Mantener la sesión en este dispositivo
server-online = Quién está en línea
server-as-of = Como estaba a las { $clock }. Sin scripts, carga la página de nuevo para ver qué ha cambiado.
server-no-office = Aún no estás en ninguna oficina. Pide a un administrador de tu equipo que te añada a una.
server-count = { $count ->
    [0] Ningún agente en línea
    [one] 1 agente en línea
   *[other] { $count } agentes en línea
}
server-status = { $status ->
    [available] disponible
    [away] ausente
   *[offline] desconectado
}
server-needs-script = Esta página necesita scripts. Permítelos para este sitio y cárgala de nuevo.
