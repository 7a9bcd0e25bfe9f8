### Lo que falta en este ordenador y lo que falló en él. Los comentarios están en ../en/platform.ftl.

lack-display = DISPLAY no está definido
lack-display-unreachable = no se llega a la pantalla X de DISPLAY
lack-screen-saver-extension = el servidor X no tiene la extensión del salvapantallas
lack-x-idle-time = el servidor X no dice el tiempo de inactividad
lack-gnome-idle-monitor = el monitor de inactividad de GNOME no responde
lack-wayland-idle = este compositor de Wayland no avisa de la inactividad (le falta ext-idle-notify-v1)
lack-wayland-silent = el compositor de Wayland ya no avisa de las pausas
lack-idle-answer = lo que dice el tiempo de inactividad no responde
lack-idle-time = este ordenador no dice el tiempo de inactividad
lack-system-bus = no se llega al bus del sistema
lack-login-service = el servicio de sesiones (logind) no responde
lack-session = el servicio de sesiones (logind) no conoce esta sesión, así que solo se nota la suspensión
lack-session-bus = no hay bus de sesión
lack-session-bus-silent = el bus de sesión no responde
lack-panel = ningún panel de este escritorio muestra iconos de bandeja
lack-panel-icons = el escritorio reúne iconos de bandeja, pero ningún panel los muestra
lack-panel-refused = el panel no aceptó el icono
lack-notification-service = este escritorio no tiene servicio de notificaciones
lack-notification-service-silent = el servicio de notificaciones del escritorio no responde
lack-notification = no se pudo mostrar una notificación ({ $error })
lack-inhibitors = nadie en este escritorio dice qué mantiene la pantalla encendida
lack-presentation = Windows no dice si la pantalla muestra una presentación
lack-session-messages = Windows no avisa del bloqueo ni de la suspensión
lack-not-asked = a macOS no se le pregunta qué mantiene la pantalla encendida
window-not-started = No se ha podido abrir la ventana; instala Porchlight de nuevo si sigue así.
window-crashed = La ventana se cerró de improviso; tu estado no cambia. Ábrela de nuevo desde la bandeja.
autostart-on = Porchlight se inicia cuando entras en tu sesión.
autostart-by-systemd = Porchlight se inicia cuando entras en tu sesión, por su unidad de systemd.
autostart-another = Al entrar en tu sesión se inicia otro Porchlight, no este: { $program }. Desactívalo y actívalo de nuevo para iniciar este.
autostart-off = Porchlight no se inicia solo cuando entras en tu sesión.
autostart-turned-off = Porchlight no se inicia solo cuando entras en tu sesión: está desactivado en la lista de aplicaciones de inicio de Windows.
autostart-demo = El campus de muestra no se inicia con la sesión, y no se ha cambiado nada. Si Porchlight lo hace se decide en la aplicación real: en sus Ajustes, o con `porchlight autostart` y sin `--demo`.
autostart-no-folder = No hay carpeta para lo que se inicia con la sesión. Define { $variables } e inténtalo de nuevo.
autostart-refused = Tu escritorio no ha permitido que Porchlight se inicie con la sesión. Permite que se ejecute en segundo plano en los ajustes del escritorio para Porchlight e inténtalo de nuevo.
autostart-no-portal = No se ha podido pedir a tu escritorio que inicie Porchlight con la sesión ({ $error }). Añádelo a mano en los ajustes de inicio de tu escritorio.
autostart-path = Un programa en { $program } no se puede iniciar con la sesión por un carácter de su ruta. Muévelo e inténtalo de nuevo.
autostart-denied = { $act ->
    [read] No se ha podido leer { $place } ({ $error }). Haz que puedas cambiarlo e inténtalo de nuevo.
    [remove] No se ha podido eliminar { $place } ({ $error }). Haz que puedas cambiarlo e inténtalo de nuevo.
   *[write] No se ha podido escribir { $place } ({ $error }). Haz que puedas cambiarlo e inténtalo de nuevo.
}
notice-without-buttons = { $text } Para responder ({ $action }), haz clic en el icono de Porchlight.
