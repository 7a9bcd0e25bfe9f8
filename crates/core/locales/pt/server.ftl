### As notas estão em ../en/server.ftl

server-problem = { $code ->
    [wrong_password] O e-mail e a senha não combinam. Verifique os dois e tente de novo.
    [deactivated] Esta conta foi desativada. Fale com um proprietário da sua organização.
    [slow_down] Houve tentativas erradas demais. Espere alguns minutos e tente de novo.
    [insecure] Sem TLS, o navegador não mantém ninguém na sessão. Abra esta página pelo endereço que começa com https.
   *[other] Não deu certo. Tente de novo.
}
server-sign-in = Entrar
server-sign-out = Sair
server-email = E-mail
server-password = Senha
server-remember = Continuar na sessão neste dispositivo
server-online = Quem está online
server-as-of = Como estava às { $clock }. Sem scripts, carregue a página de novo para ver o que mudou.
server-no-office = Você ainda não está em nenhum escritório. Peça a um administrador da sua equipe que adicione você a um.
server-count = { $count ->
    [0] Nenhum agente online
    [one] { $count } agente online
   *[other] { $count } agentes online
}
server-status = { $status ->
    [available] disponível
    [away] ausente
   *[offline] offline
}
server-needs-script = Esta página precisa de scripts. Permita-os para este site e carregue-a de novo.
