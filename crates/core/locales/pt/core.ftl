### O que o Porchlight diz do status de um agente. As notas de tradução estão em ../en/core.ftl; o glossário, em window.ftl.

moment-at = { $day ->
    [yesterday] ontem { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
    [tomorrow] amanhã { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
    [midnight] amanhã { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
    [weekday] { $weekday ->
        [sat] no
        [sun] no
       *[mon] na
    } { $date } { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
    [date] em { $date } { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
   *[today] { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
}
moment-until = { $day ->
    [yesterday] até ontem { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
    [tomorrow] até amanhã { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
    [midnight] até a meia-noite
    [weekday] até { $date } { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
    [date] até { $date } { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
   *[today] { $hour ->
        [1] até a { $time }
       *[other] até as { $time }
    }
}
moment-since = { $day ->
    [yesterday] desde ontem { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
    [tomorrow] desde amanhã { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
    [midnight] desde amanhã { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
    [weekday] desde { $date } { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
    [date] desde { $date } { $hour ->
        [1] à { $time }
       *[other] às { $time }
    }
   *[today] { $hour ->
        [1] desde a { $time }
       *[other] desde as { $time }
    }
}
moment-since-day = { $day ->
    [yesterday] desde ontem
    [tomorrow] desde amanhã
    [midnight] desde amanhã
    [weekday] desde { $date }
    [date] desde { $date }
   *[today] { $hour ->
        [1] desde a { $time }
       *[other] desde as { $time }
    }
}
lasting-then = { $by ->
    [choice] { $status ->
        [available] { $until }, depois Disponível como antes
        [away] { $until }, depois Ausente como antes
       *[offline] { $until }, depois Offline como antes
    }
    [schedule] { $status ->
        [available] { $until }, depois Disponível conforme sua escala
        [away] { $until }, depois Ausente conforme sua escala
       *[offline] { $until }, depois Offline conforme sua escala
    }
   *[default] { $status ->
        [available] { $until }, depois Disponível
        [away] { $until }, depois Ausente
       *[offline] { $until }, depois Offline
    }
}
lasting-until-changed = até você mudar
# [one] vale também para 0: por isso o número é sempre mostrado.
duration-seconds = { $seconds ->
    [one] { $seconds } segundo
   *[other] { $seconds } segundos
}
duration-minutes = { $minutes ->
    [one] { $minutes } minuto
   *[other] { $minutes } minutos
}
duration-hours = { $hours ->
    [one] { $hours } hora
   *[other] { $hours } horas
}
length-seconds = { $seconds } s
length-minutes = { $minutes } min
length-hours = { $hours } h
length-hours-minutes = { $hours } h { $minutes } min
status = { $status ->
    [available] Disponível
    [away] Ausente
   *[offline] Offline
}
status-in = { $status ->
    [available] Disponível em { $places }
    [away] Ausente em { $places }
   *[offline] Offline em { $places }
}
    .within = { $status ->
        [available] disponível em { $places }
        [away] ausente em { $places }
       *[offline] offline em { $places }
    }
    .you = { $status ->
        [available] Você está Disponível em { $places }
        [away] Você está Ausente em { $places }
       *[offline] Você está Offline em { $places }
    }
status-everywhere = { $status ->
    [available] Disponível em toda parte
    [away] Ausente em toda parte
   *[offline] Offline em toda parte
}
    .within = { $status ->
        [available] disponível em toda parte
        [away] ausente em toda parte
       *[offline] offline em toda parte
    }
    .you = { $status ->
        [available] Você está Disponível em toda parte
        [away] Você está Ausente em toda parte
       *[offline] Você está Offline em toda parte
    }
status-offline = Offline
    .within = offline
    .you = Você está Offline
places-some = { $there } de { $of } escritórios
state-because = { $cause ->
    [schedule] { $state } { $reason }
   *[other] { $state }, { $reason }
}
reason-manual = { $who ->
    [you] definido por você { $at }, { $lasting }
    [administrator] definido por um administrador { $at }, { $lasting }
   *[named] definido por { $name } { $at }, { $lasting }
}
reason-manual-timeless = { $who ->
    [you] definido por você, { $lasting }
    [administrator] definido por um administrador, { $lasting }
   *[named] definido por { $name }, { $lasting }
}
reason-schedule = conforme sua escala
reason-schedule-lasting = conforme sua escala, { $lasting }
reason-default = nada foi escolhido e você não tem escala
reason-idle = sem atividade
reason-idle-since = sem atividade { $since }
reason-locked = tela bloqueada
reason-locked-since = tela bloqueada { $since }
reason-busy = ocupado segundo a sua agenda, { $until }
reason-no-device = nenhum dos seus dispositivos está conectado
reasons-two = { $first }; em { $places } { $other }
reasons-elsewhere = { $first }; { $elsewhere }
reasons-elsewhere-different = { $first }; nos outros escritórios por motivos diferentes
reasons-different = por motivos diferentes em cada escritório
tooltip = { $state }: { $reason }
tooltip-online = { $tooltip } · { $online }
tooltip-attention = { $tooltip } · { $attention }
tooltip-once-connected = { $link } · Ao conectar, { $tooltip }
tooltip-once-known = { $link } · Quando o servidor souber, { $tooltip }
tooltip-signed-out = Porchlight: você não entrou
headline-once-connected = Ao conectar: { $state }
headline-once-known = Quando o servidor souber: { $state }
menu-head-until = { $you } { $until }
demo-mark = Demo · { $text }
no-office = Você ainda não está em nenhum escritório. Peça a um administrador que adicione você a um.
    .within = você ainda não está em nenhum escritório
agents-online = { $agents ->
    [one] { $agents } agente online
   *[other] { $agents } agentes online
}
nobody-in = { $office } está sem ninguém
nobody-in-since = { $office } está sem ninguém { $since }
nobody-in-several = { $places } estão sem ninguém
nobody-here = Ninguém aqui
nobody-here-since = Ninguém aqui { $since }
colleague-idle = sem atividade
colleague-locked = tela bloqueada
colleague-busy = ocupado
colleague-set-by = { $who ->
    [you] definido por você
    [administrator] definido por um administrador
   *[named] definido por { $name }
}
link-signed-out = Você não entrou
link-connecting = Conectando…
link-connected = Conectado
link-disconnected = Sem conexão
link-disconnected-since = Sem conexão { $since }
link-unseen-choice = Sua escolha ainda não chegou ao servidor
sign-in-or-try = Entre no servidor da sua equipe ou experimente o Porchlight neste computador.
waiting-for-server = Esperando a resposta de { $server }.
the-server = o servidor
menu-sign-in = Entrar…
menu-quit = Encerrar
menu-available-everywhere = Disponível em toda parte
menu-available-for = Disponível por
menu-away-everywhere = Ausente em toda parte
menu-away-for = Ausente por
menu-follow-schedule = Seguir minha escala
menu-offline = Offline
menu-offices = Escritórios
menu-office = { $office } ({ $available })
menu-open = Abrir o Porchlight
menu-settings = Ajustes
hold-end-of-shift = { $until } (fim do turno)
hold-until-changed = até eu mudar
schedule-none = Ainda sem escala
schedule-on-shift = Em turno { $until }
schedule-always = Em turno dia e noite
schedule-off-shift = Fora de turno; o próximo, { $at }
schedule-never = Fora de turno; nenhum turno previsto
ahead-stretch = das { $from } às { $until }: { $state }
ahead-several = { $first }; { $other }
ahead-by-choice = por escolha sua
ahead-set-by = { $who ->
    [administrator] definido por um administrador
   *[named] definido por { $name }
}
ahead-busy = ocupado segundo a sua agenda
ahead-unknown = até onde se sabe
ahead-clocks-forward = Os relógios são adiantados em { $by } às { $time }
ahead-clocks-back = Os relógios são atrasados em { $by } às { $time }
banner-unseen-choice = Sua escolha ainda não chegou ao servidor, então ninguém mais a vê. Ela fica guardada e é enviada assim que o servidor responder.
banner-not-connected = { $link }, então os clientes talvez vejam você como offline. { $why } O Porchlight continua tentando. O que você escolher aqui é enviado assim que houver conexão.
banner-not-connected-schedule = { $link }, então os clientes talvez vejam você como offline. { $why } O Porchlight continua tentando. Sua escala segue valendo, e o que você escolher aqui é enviado assim que houver conexão.
banner-campus-not-connected = { $link }. { $why } O Porchlight continua tentando. O que você escolher aqui é enviado assim que houver conexão.
banner-campus-not-connected-schedule = { $link }. { $why } O Porchlight continua tentando. Sua escala segue valendo, e o que você escolher aqui é enviado assim que houver conexão.
check-network = Verifique sua rede.
banner-no-idle-source = O Porchlight não tem como saber quando você se afasta deste computador: { $why }. Você continuará como escolheu; fique Ausente manualmente.
banner-no-tray = O ícone do Porchlight não pode ser mostrado: { $why }. Tudo funciona nesta janela; para abri-la, inicie o Porchlight de novo. No GNOME, instale a extensão “AppIndicator and KStatusNotifierItem Support” para ter o ícone.
banner-no-notifications = O Porchlight não pode mostrar notificações: { $why }. Inicie um serviço de notificações, ou veja aqui e no ícone o que muda.
banner-set-away = { $who ->
    [administrator] Um administrador pôs você como Ausente em { $office } { $at }.
   *[named] { $name } pôs você como Ausente em { $office } { $at }.
}
banner-set-away-reason = { $who ->
    [administrator] Um administrador pôs você como Ausente em { $office } { $at }. Motivo: { $reason }
   *[named] { $name } pôs você como Ausente em { $office } { $at }. Motivo: { $reason }
}
banner-are-you-back = Você se ausentou { $since }. Continua Ausente até dizer que voltou.
action-go-back = Voltar
action-im-back = Voltei
notice-almost-idle = Você ficará Ausente em um minuto
notice-almost-idle-body = Não houve atividade por { $passed }. Mova o mouse e você continua.
action-im-here = Estou aqui
notice-idle = Você se ausentou por { $passed }
notice-idle-body = Não houve atividade { $since }, então você está Ausente.
notice-idle-body-last-one = Não houve atividade { $since }, então você está Ausente. Não resta mais ninguém Disponível em { $places }.
notice-return-asks = Você continua Ausente até dizer que voltou.
notice-returned = Você está de volta, como escolheu e como diz sua escala.
notice-shift-begins = Seu turno começou: você está Disponível
notice-shift-ends = Seu turno terminou: você está Offline
notice-by-schedule = Conforme sua escala.
notice-by-schedule-until = Conforme sua escala, { $until }.
notice-by-schedule-last-one = { $body } Não resta mais ninguém Disponível em { $places }.
action-stay = { $status ->
    [available] Continuar Disponível
    [away] Continuar Ausente
   *[offline] Continuar Offline
}
notice-last-one = Não resta mais ninguém Disponível em { $places }
notice-last-one-body = Agora os clientes não veem ninguém lá.
notice-set-away = { $who ->
    [administrator] Um administrador pôs você como Ausente em { $office }
   *[named] { $name } pôs você como Ausente em { $office }
}
notice-set-away-body = Os clientes de { $office } não veem mais você.
notice-set-away-body-reason = Os clientes de { $office } não veem mais você. Motivo: { $reason }
notice-timer = { $status ->
    [available] Disponível até as { $time }
    [away] Ausente até as { $time }
   *[offline] Offline até as { $time }
}
notice-timer-in = { $status ->
    [available] Disponível em { $places } até as { $time }
    [away] Ausente em { $places } até as { $time }
   *[offline] Offline em { $places } até as { $time }
}
notice-timer-body = Faltam { $length }.
notice-timer-body-then = { $by ->
    [choice] { $status ->
        [available] Faltam { $length }; depois, Disponível como antes.
        [away] Faltam { $length }; depois, Ausente como antes.
       *[offline] Faltam { $length }; depois, Offline como antes.
    }
    [schedule] { $status ->
        [available] Faltam { $length }; depois, Disponível conforme sua escala.
        [away] Faltam { $length }; depois, Ausente conforme sua escala.
       *[offline] Faltam { $length }; depois, Offline conforme sua escala.
    }
   *[default] { $status ->
        [available] Faltam { $length }; depois, Disponível.
        [away] Faltam { $length }; depois, Ausente.
       *[offline] Faltam { $length }; depois, Offline.
    }
}
action-one-more-hour = Mais 1 hora
notice-refused = Não deu certo
action-open = Abrir o Porchlight
vouched-by-program = Sem atividade { $since }, mas { $by } mantém a tela ligada, então você continua Disponível.
vouched-by-two-programs = Sem atividade { $since }, mas { $by } mantêm a tela ligada, então você continua Disponível.
vouched-by-programs = Sem atividade { $since }, mas { $by } e outros programas mantêm a tela ligada, então você continua Disponível.
vouched-by-some-program = Sem atividade { $since }, mas um programa mantém a tela ligada, então você continua Disponível.
vouched-by-presentation = Sem atividade { $since }, mas este computador mostra uma apresentação, então você continua Disponível.
vouched-by-full-screen = Sem atividade { $since }, mas um programa ocupa a tela inteira, então você continua Disponível.
diagnostics-untried = Ainda não testado
diagnostics-none = Nada: { $why }
diagnostics-failed-at = { $at }: { $why }
diagnostics-nothing-sent = Nada ainda
diagnostics-not-known = Não se sabe
diagnostics-line = { $label }: { $value }
diagnostics-label-version = Versão
diagnostics-label-system = Sistema
diagnostics-label-idle = Inatividade
diagnostics-label-lock = Bloqueio e suspensão
diagnostics-label-calls = Chamadas e apresentações
diagnostics-label-tray = Bandeja
diagnostics-label-notifications = Notificações
diagnostics-label-server = Servidor
diagnostics-label-link = Conexão
diagnostics-label-last-sync = Última sincronização
diagnostics-label-last-failure = Última falha
diagnostics-label-last-sent = Último envio
diagnostics-label-token = Token
diagnostics-label-log = Registro
diagnostics-label-events = O que aconteceu por último
diagnostics-now = Agora
diagnostics-not-yet = Ainda não
diagnostics-no-value = Nada
sent-active = atividade: sim
sent-unknown = atividade: desconhecida
sent-idle = atividade: nenhuma, e desde quando
sent-locked = atividade: tela bloqueada, e desde quando
sent-choice = escolha: { $choice }
sent-busy = horários ocupados
sent-idle-time = tempo de inatividade
sent-schedule = escala
sent-away-everybody = Ausente em { $office } para todos
sent-away-colleague = Ausente em { $office } para um colega
choice-everywhere = { $status ->
    [available] Disponível em toda parte
    [away] Ausente em toda parte
    [follow_schedule] seguir a escala em toda parte
   *[offline] Offline em toda parte
}
choice-in = { $status ->
    [available] Disponível em { $office }
    [away] Ausente em { $office }
    [follow_schedule] seguir a escala em { $office }
   *[offline] Offline em { $office }
}
event-at = { $date } { $time } { $what }
event-started = Iniciado
event-connected = Conectado
event-signed-out = Ninguém entrou
event-connecting = Conectando
event-not-connected = Sem conexão.
event-not-connected-why = Sem conexão. { $why }
event-input = Atividade
event-no-input = Sem atividade { $since }
event-locked = Tela bloqueada { $since }
event-input-unknown = Não se sabe se há atividade
event-screen-kept-on = Sem atividade { $since }, mas a tela é mantida ligada
event-slept = Entrou em suspensão
event-woke = Saiu da suspensão
event-choice = Escolha: { $choice }
event-told-idle = Avisado: sem atividade
event-told-set-away = Avisado: mudança para Ausente em { $office }
event-told-schedule = Avisado: a escala
event-told-timer = Avisado: o fim de uma escolha
event-told-last-one = Avisado: mais ninguém em { $office }
event-told-refused = Avisado: algo que não deu certo
event-token = Token: { $place }
event-lost = { $part }: nada, { $why }
event-found = { $part }: { $what }
calendar-unread = Ainda não foi lida.
calendar-read = { $times ->
    [0] Lida { $at }: nada ocupado nos próximos 60 dias.
    [one] Lida { $at }: ocupado uma vez nos próximos 60 dias.
   *[other] Lida { $at }: ocupado { $times } vezes nos próximos 60 dias.
}
calendar-failed = { $why ->
    [unreachable] { $place } não responde, por isso a agenda não pôde ser lida. O que foi lido antes continua valendo; nova tentativa em 15 minutos.
    [not-allowed] { $place } não deixa o Porchlight ler a agenda. Use o endereço secreto ou privado da agenda, ou um com nome e senha.
    [missing] Não há agenda nesse endereço de { $place }. Copie de novo o endereço de onde você vê a sua agenda.
    [no-calendar] O que { $place } envia não é uma agenda. Use o endereço que termina em .ics, ou um de assinatura.
    [too-large] A agenda de { $place } passa de 10 MB, o que é demais. Use uma com menos entradas.
   *[other] Este não é o endereço de uma agenda. Use um que comece com https://, ou um arquivo deste computador.
}
why-device = Você está em um dos seus dispositivos
why-fact = { $effect ->
    [decides] { $fact }: isto decide.
    [hands-over] { $fact }: isto deixa a sua escala decidir.
    [over] { $fact }: isto terminou e não conta mais.
    [passed-over] { $fact }: o que está acima vem antes.
    [lowers] { $status ->
        [away] { $fact }: mesmo assim, isto deixa você Ausente.
       *[offline] { $fact }: mesmo assim, isto deixa você Offline.
    }
   *[nothing] { $fact }: isto não muda nada.
}
roster-unread = { $why ->
    [unreachable] { $place } não responde, então nada foi lido. Tente de novo mais tarde, ou baixe a agenda e indique o arquivo.
    [not-allowed] { $place } não deixa o Porchlight ler a agenda. Use o endereço secreto ou privado da agenda, ou um arquivo que você possa ler.
    [missing] Não há agenda em { $place }. Veja como o arquivo ou o endereço está escrito.
    [no-calendar] Não há uma agenda completa em { $place }. Use algo que termine em .ics, como o que agendas e escalas exportam.
    [too-large] A agenda de { $place } tem mais de 10 MB, o que é demais. Exporte menos entradas.
   *[other] Isto não é o endereço de uma agenda. Use um que comece com https://, ou um arquivo deste computador.
}
roster-not-understood = { $why ->
    [whole-day] Linha { $line }: ocupa dias inteiros; um turno diz de quando até quando.
    [no-times] Linha { $line }: não diz de quando até quando.
    [too-long] Linha { $line }: dura mais de 24 horas.
    [no-zone] Linha { $line }: segue os relógios de um fuso horário desconhecido.
   *[no-rule] Linha { $line }: repete-se de um modo que não se entende.
}
roster-empty = Não há turnos no próximo ano, então nada foi mudado.
roster-shift = Turno
roster-unwritten = Não foi possível gravar em { $file }. Veja se há espaço e se você pode gravar lá.
