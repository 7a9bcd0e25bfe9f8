var e=`email = E-mail
password = Senha
password-new = Senha nova
password-show = Mostrar
password-rules = Pelo menos 8 caracteres. Algumas palavras que ninguém adivinharia servem bem.
name = Nome
sign-in = Entrar
sign-out = Sair
somebody = alguém
since-time = desde as { $time }
since-yesterday = desde ontem
since-day = desde { $day }
cause-idle = sem atividade
cause-locked = tela bloqueada
cause-busy = ocupado
cause-by = definido por { $name }
sign-in-remember = Continuar na sessão neste dispositivo
sign-in-help = Você recebeu um convite, ou um código para uma senha nova? Abra o link que enviaram a você. Se perdeu a senha, peça um link assim a um proprietário da sua organização.
join = Usar um código
join-code = Código
join-code-hint = Um proprietário da sua organização o entrega. Começa com plc_.
join-go-on = Continuar
join-welcome = Que bom ter você aqui
join-invited = Você recebeu um convite como { $email }.
join-invited-to = Você recebeu um convite como { $email }, para { $offices }.
join-expires = Pode ser usado até { $when }.
join-name-hint = Seus colegas o veem.
join-do = Participar
join-reset = { $name }, escolha uma senha nova
join-reset-for = Para a conta { $email }. Todos os seus dispositivos sairão da sessão.
join-reset-do = Definir a senha
join-done = Deu certo
join-done-sign-in = Sua senha está definida. Entre com ela.
nav-places = Páginas
online = Quem está online
me = Eu
admin = Administração
dismiss = Fechar
out-of-date = Desatualizada: nenhuma notícia do servidor desde as { $time }. Esta página segue sozinha assim que ele responder.
online-unknown = Não se sabe quantos estão online
welcome = Olá, { $name }
welcome-next = Você entrou aqui. No trabalho, peça o aplicativo Porchlight a quem cuida do seu computador e entre com o mesmo e-mail e senha: ele percebe quando você se ausenta. Em um celular ou computador emprestado, esta página basta.
my-offices = Meus escritórios
my-schedule = Minha escala
my-devices = Meus dispositivos
my-password = Minha senha
me-some = Disponível em { $count } de { $total } escritórios
me-none = { $total ->
    [one] Disponível em nenhum de { $total } escritório
   *[other] Disponível em nenhum de { $total } escritórios
  }
me-no-office = Você ainda não está em nenhum escritório. Peça a um administrador da sua equipe que adicione você a um; ele aparece aqui sozinho.
reason-schedule = conforme sua escala
reason-choice = por escolha sua
reason-choice-until = por escolha sua, até as { $time }
reason-by = definido por { $name } { $since }
reason-idle = sem atividade { $since }; você volta assim que usar um dos seus dispositivos
reason-locked = seu dispositivo está bloqueado { $since }
reason-busy = ocupado segundo a sua agenda, até as { $time }
reason-no-device = nenhum dos seus dispositivos está conectado
reason-default = nada foi escolhido e não há escala
hold-until-changed = até eu mudar
device-here = Enquanto esta página estiver aberta, este navegador conta como um dos seus dispositivos. Ele só percebe o que você faz nesta página; feche-a, e o dispositivo some.
device-failed = Não foi possível dizer ao servidor que você está aqui. Esta página tenta de novo sozinha.
device-this = este
device-live = conectado
device-quiet = sem conexão
device-signed-in = entrou em { $when }
device-end-one = Sair da sessão em { $device }
schedule-none = Ainda sem escala. Com uma, você fica disponível e offline sem fazer nada.
schedule-zone = Os horários são os de { $zone }.
schedule-off = livre
schedule-edit = Mudar
schedule-read = Voltar à leitura
password-old = Senha atual
password-change = Mudar a senha
password-done = Mudada, e todos os seus outros dispositivos saíram da sessão.
tokens = Tokens para scripts
tokens-hint = Um script entra com um token e pode fazer em seu nome o que você escolher aqui. Ele não deixa você disponível por si só. Uma senha nova encerra todos.
token-made = Copie o token agora: só é mostrado esta vez.
token-name = Para que serve
token-may = O que pode fazer
token-scope = { $scope ->
    [read] Ler o que você vê
    [presence] Mudar seu status, horário e horas ocupadas
    [away] Deixar outros ausentes onde você é administrador
    [admin_read] Ler o que está configurado e o registro de auditoria
   *[admin] Ler e mudar o que está configurado
  }
token-days = Dias até expirar
token-make = Criar um token
token-until = até { $when }
token-revoke-one = Revogar o token { $name }
token-revoked = Ninguém mais pode usar esse token.
wall = Para uma tela na parede
bolt-everybody = Pôr todos em { $office } como Ausentes
agents-in = Agentes de { $office }
office-without-members = Ninguém pertence a este escritório ainda. Um administrador pode adicionar agentes.
coverage-empty-since = Ninguém aqui no horário do escritório, { $since }
coverage-empty = Ninguém aqui no horário do escritório
coverage-closed = Fora do horário do escritório
coverage-open-until = Atendido; o horário termina às { $time }
day-of = Hoje em { $office }
day-gaps = Ninguém esteve aqui: { $times }
day-unknown = Não se sabe, pois o servidor não estava em execução: { $times }
day-nobody = Ninguém esteve aqui hoje.
loading = Carregando…
close = Fechar
save = Salvar
saved = Salvo.
remove = Remover
copy = Copiar
copied = Copiado
yes = sim
no = não
all = Todos
more = Mostrar mais
search = Buscar
state = Estado
admin-none = Só proprietários da organização e administradores de escritórios configuram algo aqui.
admin-parts = Partes desta página
owner = Proprietário
owner-of = É proprietário da organização: pode configurar tudo aqui e administra todos os escritórios
role-in = Função em { $office }
name-optional = Nome, se você souber
agent-inactive = Desativado
agents-none = Ninguém se chama assim.
invite = Convidar alguém
invite-do = Criar um link
add-do = Adicionar e criar um link
invite-name-hint = Com um nome, a conta é criada na hora e o link só define a senha. Sem ele, quem abrir o link o escreve.
invite-link = Envie este link a quem vai participar. Ele é mostrado só desta vez e funciona uma vez.
reset-link = Envie este link a quem perdeu a senha. Ele é mostrado só desta vez e funciona uma vez, dentro de 24 horas.
invitations = Convites abertos
invitations-none = Não há nenhum convite aberto.
invitation-revoke = Revogar
invitation-revoke-one = Revogar o convite de { $email }
invitation-revoked = Ninguém mais pode usar esse convite.
reset = Criar um link para uma senha nova
deactivate = Desativar
deactivate-sure = Sim, encerrar todas as sessões de { $name } e impedir a entrada
deactivated = Sessões encerradas em toda parte, e a entrada está impedida.
activate = Reativar
devices = Dispositivos
devices-none = Nenhum dispositivo está em sessão.
devices-end = Encerrar a sessão em todos
devices-ended = Sessões encerradas.
offices = Escritórios
offices-none = Ainda não há nenhum escritório. Adicione o primeiro abaixo.
office = Escritório
office-id = Id
office-id-hint = As páginas da web chamam o escritório por ele, e ele não muda: letras minúsculas, algarismos e hifens.
office-public = Público
office-public-hint = As páginas dos clientes podem ver se ele está online
office-add = Adicionar um escritório
office-added = { $office } está pronto.
office-remove = Remover
office-remove-sure = Sim, remover { $office } de todas as páginas
office-hours = Horário
office-hours-hint = Deve ser atendido em certo horário
hours-from = De
hours-until = Até
hours-more = Mais horários
zone = Fuso horário
offline-text = O que os clientes leem enquanto não há ninguém
offline-link = Aonde eles vão nesse caso
office-origins = Sites que podem mostrá-lo, como https://www.example.edu; todos, se vazio
members = Membros
members-agent = Tornar agentes
members-admin = Tornar administradores
members-out = Retirar
idle-minutes = Live Assistant Timeout, em minutos
idle-hint = Depois deste tempo sem atividade, um agente fica Ausente. Cada um pode escolher um tempo menor para si.
webhooks-none = Nenhum outro sistema é informado ainda. Adicione o primeiro abaixo.
webhook-add = Adicionar um webhook
webhook-added = Está pronto. Copie agora o segredo.
webhook-removed = Não é mais informado de nada.
webhook-url = Endereço
webhook-hint = Cada mudança é enviada para lá como uma solicitação assinada. /docs explica como verificar a assinatura.
webhook-events = Do que é informado
webhook-event = { $event ->
    [office_changed] Se um escritório está online
    [office_coverage] Se um escritório está atendido no horário
    [office_removed] Um escritório é removido
    [agent_changed] O status de um agente
    [agent_left] Um agente deixa um escritório
   *[ping] Um teste
  }
webhook-offices = Destes escritórios; de todos, se nenhum for escolhido
webhook-all-offices = todos os escritórios
webhook-told = Informado de: { $events } ({ $offices })
webhook-paused = Pausado.
webhook-secrets = O segredo anterior também assina até { $when }.
webhook-secret = O segredo. Só é mostrado esta vez.
webhook-try = Testar
webhook-tried = Enviado. Abaixo está o resultado.
webhook-rotate = Criar um novo segredo
webhook-pause = Pausar
webhook-resume = Retomar
webhook-remove-sure = Sim, remover com tudo o que está pendente
deliveries = Entregas
deliveries-reload = Ler de novo
deliveries-dead = Só as abandonadas
deliveries-none = Não há nenhuma.
delivery-at = Quando
delivery-what = O quê
delivery-again = Enviar de novo
delivery-resent = Será enviado de novo.
delivery-state = { $state ->
    [pending] Em tentativa
    [delivered] Entregue
   *[dead] Abandonada
  }
widget-hint = Para mostrar aos clientes se há alguém, cole uma linha em uma página da web:
widget-page = a linha, e como ela fica
import-hint = Uma tabela (CSV) com uma linha de cabeçalho: email, name, owner, office, role. Só email é necessário, e name para quem é novo; uma linha por escritório. O que já existe fica, e nada é retirado.
import-file = Um arquivo
import-table = Ou as linhas dele
import-try = Testar
import-do = Importar
import-refused = A tabela não foi aceita. { $detail }
import-done = Importado.
import-line = Linha { $line }: { $detail }
import-report = Agentes adicionados: { $added }. Agentes mudados: { $changed }. Participações definidas: { $memberships }.
agent = Agente
from = De
until = Até
export = Exportar como CSV
when = Quando
who = Quem
what = O quê
why = Por quê
command-line = A linha de comando do servidor
audit-none = Ainda não foi feito nada que corresponda.
password-more = { $count ->
    [one] Mais { $count } caractere
   *[other] Mais { $count } caracteres
  }
problem = { $code ->
    [wrong_password] O e-mail e a senha não combinam. Verifique os dois e tente de novo.
    [deactivated] Esta conta foi desativada. Fale com um proprietário da sua organização.
    [slow_down] Houve tentativas erradas demais. Espere alguns minutos e tente de novo.
    [not_allowed] Você não pode fazer isto. Fale com um proprietário da sua organização.
    [cross_site] A página de outro site pediu isto. Abra a página deste servidor e faça lá.
    [insecure] Sem TLS, o navegador não mantém ninguém na sessão. Abra esta página pelo endereço que começa com https.
    [code_not_valid] Este código não pode ser usado: já foi usado, expirou ou há um mais novo no lugar. Peça outro.
    [exists] Já existe um assim. Escolha outro nome ou endereço.
    [last_owner] A organização precisa de um proprietário. Torne outro agente proprietário primeiro.
    [not_found] Não está mais lá. Talvez outra pessoa o tenha removido.
    [stale] Alguém mudou isto ao mesmo tempo. Carregue a página de novo e veja outra vez.
    [too_large] É demais de uma vez. Envie em partes.
    [unavailable] O servidor não pode atender isto agora. Tente de novo em um momento.
    [unreachable] O servidor não responde. Verifique sua conexão e tente de novo.
    [not_signed_in] Sua sessão terminou. Entre de novo.
   *[other] Não deu certo. Carregue a página de novo e tente mais uma vez.
  }
problem-field = { $field ->
    [password] Escolha uma senha de pelo menos 8 caracteres.
    [new] Escolha outra senha, de pelo menos 8 caracteres.
    [old] Esta não é a sua senha.
    [name] Dê um nome de 1 a 100 caracteres.
    [email] Dê um e-mail, como ana@example.org.
    [id] Use até 64 letras minúsculas, algarismos e hifens, como it-desk.
    [offline] Escreva no máximo 300 caracteres, e dê um link que comece com https.
    [idle_after_seconds] Escolha de 1 minuto a 24 horas.
    [reason] Escreva o motivo com menos de 200 caracteres.
    [url] Informe um endereço que comece com https, como https://desk.example.edu/porchlight.
   *[other] Algo aqui não está certo. Verifique e tente de novo.
  }
online-count = { $count ->
    [0] Nenhum agente online
    [one] { $count } agente online
   *[other] { $count } agentes online
  }
me-everywhere = { $status ->
    [available] Disponível em toda parte
    [away] Ausente em toda parte
   *[offline] Offline em toda parte
  }
me-in-office = { $status ->
    [available] Disponível
    [away] Ausente
   *[offline] Offline
  } · { $reason }
hold-minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
  }
hold-hours = { $count ->
    [one] { $count } hora
   *[other] { $count } horas
  }
admin-part = { $part ->
    [people] Pessoas
    [offices] Escritórios
    [settings] Ajustes
    [webhooks] Webhooks
    [import] Importar
   *[audit] Registro de auditoria
  }
role = { $role ->
    [agent] Agente
    [admin] Administrador
   *[none] Não é membro
  }
members-set = { $count ->
    [one] { $count } participação mudada.
   *[other] { $count } participações mudadas.
  }
import-errors = { $count ->
    [one] Nada seria importado: { $count } linha não está certa.
   *[other] Nada seria importado: { $count } linhas não estão certas.
  }
act = { $act ->
    [set_away] Posto como Ausente
    [agent_added] Agente adicionado
    [agent_changed] Agente mudado
    [password_changed] Senha mudada
    [password_reset_started] Link criado para uma senha nova
    [sessions_ended] Sessões encerradas
    [office_added] Escritório adicionado
    [office_changed] Escritório mudado
    [office_removed] Escritório removido
    [member_set] Participação definida
    [member_removed] Participação retirada
    [settings_changed] Ajustes mudados
    [invitation_made] Convite feito
    [invitation_accepted] Convite aceito
    [invitation_revoked] Convite revogado
    [webhook_added] Webhook adicionado
    [webhook_changed] Webhook alterado
    [webhook_removed] Webhook removido
    [webhook_tested] Webhook testado
    [delivery_resent] Entrega de um webhook reenviada
    [token_made] Token para scripts criado
    [token_revoked] Token para scripts revogado
   *[other] Outra coisa
  }`;export{e as default};