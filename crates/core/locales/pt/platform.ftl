### O que falta neste computador, e o que deu errado nele. As notas estão em ../en/platform.ftl.

lack-display = DISPLAY não está definida
lack-display-unreachable = não se chega ao display X de DISPLAY
lack-screen-saver-extension = o servidor X não tem a extensão de protetor de tela
lack-x-idle-time = o servidor X não informa o tempo de inatividade
lack-gnome-idle-monitor = o monitor de inatividade do GNOME não responde
lack-wayland-idle = este compositor Wayland não informa a inatividade (falta ext-idle-notify-v1)
lack-wayland-silent = o compositor Wayland não informa mais as pausas
lack-idle-answer = o que informa o tempo de inatividade não responde
lack-idle-time = este computador não informa o tempo de inatividade
lack-system-bus = não se chega ao barramento do sistema
lack-login-service = o serviço de sessões (logind) não responde
lack-session = o serviço de sessões (logind) não conhece esta sessão, então só a suspensão é percebida
lack-session-bus = não há barramento de sessão
lack-session-bus-silent = o barramento de sessão não responde
lack-panel = nenhum painel desta área de trabalho mostra ícones de bandeja
lack-panel-icons = a área de trabalho reúne ícones de bandeja, mas nenhum painel os mostra
lack-panel-refused = o painel não aceitou o ícone
lack-notification-service = esta área de trabalho não tem serviço de notificações
lack-notification-service-silent = o serviço de notificações da área de trabalho não responde
lack-notification = não foi possível mostrar uma notificação ({ $error })
lack-inhibitors = nada nesta área de trabalho informa o que mantém a tela ligada
lack-presentation = o Windows não informa se a tela mostra uma apresentação
lack-session-messages = o Windows não informa o bloqueio nem a suspensão
lack-not-asked = não se pergunta ao macOS o que mantém a tela ligada
window-not-started = Não foi possível abrir a janela; se continuar assim, instale o Porchlight de novo.
window-crashed = A janela fechou inesperadamente; seu status não muda. Abra-a de novo pela bandeja.
autostart-on = O Porchlight inicia quando você entra na sessão.
autostart-by-systemd = O Porchlight inicia quando você entra na sessão, pela unidade do systemd.
autostart-another = Quando você entra na sessão, inicia outro Porchlight, não este: { $program }. Desative e ative de novo para iniciar este.
autostart-off = O Porchlight não inicia sozinho quando você entra na sessão.
autostart-turned-off = O Porchlight não inicia sozinho quando você entra na sessão: está desativado na lista de aplicativos de inicialização do Windows.
autostart-demo = O campus de exemplo não inicia com a sessão, e nada foi mudado. Se o próprio Porchlight inicia, define-se no aplicativo real: nos Ajustes, ou com `porchlight autostart` e sem `--demo`.
autostart-no-folder = Não há pasta para o que inicia com a sessão. Defina { $variables } e tente de novo.
autostart-refused = A sua área de trabalho não permitiu que o Porchlight iniciasse com a sessão. Permita que ele rode em segundo plano nas configurações da área de trabalho para o Porchlight e tente de novo.
autostart-no-portal = Não foi possível pedir à sua área de trabalho que inicie o Porchlight com a sessão ({ $error }). Adicione-o manualmente aos aplicativos de inicialização da sua área de trabalho.
autostart-path = Um programa em { $program } não pode iniciar com a sessão, por causa de um caractere no caminho. Mova-o e tente de novo.
autostart-denied = { $act ->
    [read] Não foi possível ler { $place } ({ $error }). Dê a si permissão para mudá-lo e tente de novo.
    [remove] Não foi possível remover { $place } ({ $error }). Dê a si permissão para mudá-lo e tente de novo.
   *[write] Não foi possível escrever { $place } ({ $error }). Dê a si permissão para mudá-lo e tente de novo.
}
notice-without-buttons = { $text } Para responder ({ $action }), clique no ícone do Porchlight.
