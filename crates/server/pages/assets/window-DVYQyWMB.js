var e=`no-answer = O Porchlight não responde. Feche esta janela e abra-a de novo pela bandeja ou com “porchlight window”.
nav = Páginas
nav-status = Status
nav-schedule = Escala
nav-settings = Ajustes
demo = Demo
demo-hint = Um campus de exemplo neste computador: aqui ninguém mais vê você
put-aside = Deixar de lado
ask-at-login = O Porchlight pode iniciar sozinho quando você entra na sessão, para que ninguém espere em vão.
ask-at-login-yes = Iniciar com a sessão
ask-at-login-no = Agora não
my-status = Meu status
my-status-everywhere = Meu status em todos os escritórios
status-name = { $status ->
    [available] Disponível
    [away] Ausente
   *[offline] Offline
  }
hold = Por quanto tempo
hold-available = Disponível por
hold-away = Ausente por
add-schedule = Adicionar uma escala
following-schedule = Seguindo a escala
follow-schedule = Seguir minha escala
offices = Escritórios
offices-none = Você ainda não está em nenhum escritório. Peça a um administrador da sua equipe que adicione você a um; ele aparece aqui sozinho.
office-online = { $count ->
    [0] Nenhum agente online
    [one] { $count } agente online
   *[other] { $count } agentes online
  }
office-online-unknown = Agentes online: não se sabe
office-available = Disponível em { $office }
office-agents = Agentes de { $office }
office-unknown = Não se sabe quem está aqui até o Porchlight se conectar de novo.
office-without-agents = Ninguém pertence a este escritório ainda. Um administrador pode adicionar agentes.
office-empty = Ninguém está disponível aqui, então os clientes veem este escritório como offline.
set-everybody-away = Pôr todos como Ausentes
set-everybody-away-nobody = Ninguém mais está disponível aqui
set-everybody-away-in = Pôr todos em { $office } como Ausentes
set-everybody-away-title = Pôr todos em { $office } como Ausentes?
set-everybody-away-text = Disponíveis lá agora: { $people }. Os clientes verão { $office } como offline até alguém voltar.
set-everybody-away-reason = Motivo, que será dito a eles (opcional)
set-everybody-away-held = Todos em { $office } ficarão Ausentes.
people-you = você
people-more = mais { $count }
cancel = Cancelar
welcome-title = Mostre que você está em casa
welcome-text = O Porchlight mostra a colegas e clientes se há alguém.
connect-title = Conectar ao servidor da sua equipe
connect-server = Servidor
connect-email = E-mail
connect-password = Senha
connect-plain = Confio em todos no caminho até este servidor
connect = Conectar
connecting = Conectando…
connect-server-missing = Escreva o endereço do servidor da sua equipe, como { $example }.
connect-email-missing = Escreva seu e-mail, como { $example }.
connect-password-missing = Escreva sua senha.
try-here = Experimentar neste computador
try-here-starting = Iniciando…
try-here-text = Com um campus de exemplo. Nada sai deste computador.
account = Conta
account-no-server = Nenhum servidor
sign-out = Sair
sign-out-title = Sair do Porchlight?
sign-out-text = Colegas e clientes verão você como offline até você entrar de novo.
sign-out-cancel = Ficar
leaving-desk = Quando saio da mesa
idle-after = Ausente depois deste tempo sem atividade
idle-organization = { $duration }, como na minha organização
idle-limit = No máximo { $duration }, o que a sua organização define.
away-on-lock = Ausente quando a tela é bloqueada
away-on-lock-hint = Na hora, sem esperar o tempo acima.
present-in-calls = Continuar Disponível em chamadas e apresentações
present-in-calls-hint = { $hours ->
    [one] Enquanto um programa mantém a tela ligada, até { $hours } hora sem atividade. Ninguém fica sabendo.
   *[other] Enquanto um programa mantém a tela ligada, até { $hours } horas sem atividade. Ninguém fica sabendo.
  }
ask-on-return = Perguntar antes de eu estar de volta
ask-on-return-on = Depois da inatividade, você fica Ausente até dizer o contrário.
ask-on-return-off = Depois da inatividade, a primeira tecla ou movimento traz você de volta.
calendar = Agenda
calendar-hint = Ausente enquanto ela disser que você está ocupado. Só os horários saem deste computador.
calendar-address = Endereço da sua agenda (.ics)
calendar-follow = Seguir
calendar-stop = Deixar de seguir
this-computer = Este computador
start-at-login = Iniciar quando entro na sessão
notifications = Notificações
notifications-hint = Quando o Porchlight, sua escala ou um administrador muda seu status.
language = Idioma
language-system = Como este computador
clock = Relógio
clock-system = Como este computador
clock-twelve = 12 horas: { $example }
clock-twenty-four = 24 horas: { $example }
diagnostics = Diagnóstico
diagnostics-idle = Inatividade
diagnostics-tray = Bandeja
diagnostics-session = Bloqueio e suspensão
diagnostics-calls = Chamadas e apresentações
diagnostics-notifications = Notificações
diagnostics-link = Conexão
diagnostics-sync = Última sincronização
diagnostics-sync-now = Agora
diagnostics-sync-never = Ainda não
diagnostics-failure = Última falha
diagnostics-failure-none = Nenhuma
diagnostics-sent = Último envio
diagnostics-sent-nothing = Nada ainda
diagnostics-token = Token
diagnostics-version = Versão
diagnostics-system = Sistema
diagnostics-log = Registro
diagnostics-events = O que aconteceu por último
diagnostics-copy = Copiar o diagnóstico
diagnostics-copied = Copiado. Não contém senha nem token.
diagnostics-not-copied = Não foi possível copiar; execute “porchlight diagnostics” em um terminal.
next-day = dia seguinte
whole-day = { $hours ->
    [one] { $hours } hora
   *[other] { $hours } horas
  }
date-kind = { $kind ->
    [time-off] férias
    [day-off] dia livre
    [other-hours] outro horário
    [shifts] turnos
   *[free] sem turnos
  }
month-date = { $today ->
    [yes] { $date }, hoje, { $kind }
   *[no] { $date }, { $kind }
  }
schedule = Escala
schedule-summary = { $summary } · { $length } por semana
schedule-not-connected = A escala pode ser mudada quando o Porchlight se conectar de novo. Até lá, continua como está.
schedule-changed-elsewhere = A escala foi mudada enquanto isso em outro dispositivo, então a sua não foi salva. As duas versões aparecem assim que a outra chegar.
schedule-removed-elsewhere = A escala foi removida enquanto isso em outro dispositivo, então a sua não foi salva. Salve a sua de novo ou descarte-a.
drop-mine = Descartar minhas mudanças
keep-mine = Manter a minha
schedule-found = A janela foi fechada antes de estas mudanças serem salvas, então ainda não valem. Salve-as ou descarte-as.
week-and-ahead = Toda semana, e como vai ser
every-week = Toda semana
week-empty = Desenhe seu primeiro turno, ou comece com
week-start = { $first }–{ $last }, { $from }–{ $until }
week-help = { $minutes ->
    [one] Desenhe um turno, arraste-o ou suas pontas; com <kbd>Shift</kbd>, de { $minutes } em { $minutes } minuto.
   *[other] Desenhe um turno, arraste-o ou suas pontas; com <kbd>Shift</kbd>, de { $minutes } em { $minutes } minutos.
  }
week-help-more = Pelo teclado
week-help-keys = { $minutes ->
    [one] Em um dia, <kbd>+</kbd> cria um turno e <kbd>↓</kbd> vai até ele. Em um turno, <kbd>↑ ↓ ← →</kbd> o movem, com <kbd>Shift</kbd> seu fim (<kbd>↑ ↓</kbd>) ou início (<kbd>← →</kbd>), com <kbd>Ctrl</kbd> por { $minutes } minuto; <kbd>Enter</kbd> escreve horas exatas, <kbd>Delete</kbd> remove, <kbd>Page ↑ ↓</kbd> vai ao próximo.
   *[other] Em um dia, <kbd>+</kbd> cria um turno e <kbd>↓</kbd> vai até ele. Em um turno, <kbd>↑ ↓ ← →</kbd> o movem, com <kbd>Shift</kbd> seu fim (<kbd>↑ ↓</kbd>) ou início (<kbd>← →</kbd>), com <kbd>Ctrl</kbd> por { $minutes } minutos; <kbd>Enter</kbd> escreve horas exatas, <kbd>Delete</kbd> remove, <kbd>Page ↑ ↓</kbd> vai ao próximo.
  }
dates-and-time-off = Datas e férias
dates-different = Datas diferentes
time-zone-here = Este computador está em { $zone }.
remove-schedule = Remover toda a escala
import-shifts = Importar turnos…
export-shifts = Exportar como .ics
import-hint = Uma escala ou outra agenda (.ics). Os turnos e as datas dela substituem os daqui; nada vale até você salvar.
shifts-taken = Turnos semanais: { $shifts }. Datas à parte no próximo ano: { $dates }.
schedule-written = Gravado em { $file }.
saved-not = Ainda não salvo.
saved = Salvo.
saved-everywhere = Salvo. Vale para todos os seus escritórios.
look-again = Algo acima precisa de mais atenção.
discard = Descartar
save = Salvar
saving = Salvando…
leave-title = Salvar as mudanças na escala?
leave-text = Elas se perdem se você sair desta página sem salvar.
leave-cancel = Continuar editando
month-before = Mês anterior
month-after = Mês seguinte
chosen-dates = As datas escolhidas
choose-dates = Escolha uma data ou arraste sobre várias: dia livre, outro horário ou férias.
make-dates = { $kind ->
    [day-off] { $count ->
        [one] Dia livre
       *[other] Dias livres
      }
    [other-hours] Outro horário
    [time-off] Férias
   *[as-every-week] Como toda semana
  }
made-dates = { $kind ->
    [day-off] { $count ->
        [one] { $dates }: dia livre.
       *[other] { $dates }: dias livres.
      }
    [other-hours] { $dates }: outro horário.
    [time-off] { $dates }: férias.
   *[as-every-week] { $dates }: como toda semana.
  }
date = Data
on-this-date = Nesta data
other-hours = Outro horário
remove-date = Remover esta data
add-hours = Adicionar horário nesta data
remove-hours = Remover este horário
date-wrong = Escolha uma data.
date-twice = Esta data já está na lista. Mude-a lá.
off-from = De
off-until = Até
first-date = Primeira data
last-date = Última data
first-time = De, hora
last-time = Até, hora
remove-time-off = Remover estas férias
time-off-wrong = Escolha a primeira e a última data.
ahead = As próximas duas semanas
ahead-draft = quando salvo
today = Hoje
offline-all-day = Offline
merge-title = A escala foi mudada enquanto isso em outro dispositivo.
merge-decide = Escolha o que vale onde os dois mudaram a mesma coisa. Nada é salvo antes disso.
merge-decided = Nada se perde: isto é o que cada um mudou. Escolha diferente onde quiser.
merge-side = { $side ->
    [mine] A sua
    [theirs] O outro dispositivo
   *[both] Ambas
  }
merge = Juntar
undo = Desfazer
redo = Refazer
undo-hint = Desfazer (Ctrl+Z)
redo-hint = Refazer (Ctrl+Shift+Z)
undo-step = Desfazer: { $step }
redo-step = Refazer: { $step }
undone = Desfeito: { $step }.
redone = Refeito: { $step }.
step-merge = juntar as duas versões
step-discard = descartar suas mudanças
step-remove-all = remover toda a escala
step-import = pegar turnos de uma agenda
step-change-date = mudar { $date }
step-remove-date = remover { $date }
step-change-time-off = mudar as férias
step-remove-time-off = remover as férias
step-zone = mudar o fuso horário para { $zone }
step-dates = { $kind ->
    [day-off] { $count ->
        [one] dia livre: { $dates }
       *[other] dias livres: { $dates }
      }
    [other-hours] outro horário: { $dates }
    [time-off] férias: { $dates }
   *[as-every-week] como toda semana: { $dates }
  }
merged = As duas versões estão juntas agora. Salve-as, ou continue.
discarded = Suas mudanças foram descartadas.
look-again-said = Algo precisa de mais atenção.
removed-all = Todos os turnos, datas e férias foram removidos.
workdays-added = Adicionado: { $step }.`;export{e as default};