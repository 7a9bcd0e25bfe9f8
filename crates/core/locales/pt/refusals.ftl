### Por que algo não foi feito, ou não se chegou ao servidor, e o que fazer. As notas estão em ../en/refusals.ftl.

unreachable-network = Não há caminho deste computador até { $server }. Verifique sua rede.
unreachable-broken = A conexão com { $server } caiu. Verifique sua rede.
unreachable-unknown-name = Não há servidor chamado { $server }. Verifique sua rede e se o endereço do servidor está escrito certo.
unreachable-refused = Nada responde em { $server }: o servidor do Porchlight não está em execução lá. Espere um momento ou pergunte a quem cuida dele.
unreachable-timed-out = Não veio resposta de { $server } a tempo. Verifique sua rede.
unreachable-certificate = O certificado mostrado para { $server } não é confiável, então nada foi enviado: pode haver alguém no meio do caminho. Tente outra rede ou pergunte a quem cuida do servidor.
unreachable-clock = O certificado de { $server } não vale na data deste computador. Acerte a data e a hora dele; se estiverem certas, peça um certificado novo a quem cuida do servidor.
unreachable-no-tls = O que responde em { $server } não fala TLS, então https:// não funciona lá. Verifique o endereço e a porta do servidor, ou pergunte a quem cuida dele. Se ele está neste computador ou em uma rede em que você confia, tente http://.
unreachable-moved-to = O que responde em { $server } diz que o servidor se mudou para { $to }. Pergunte a quem cuida dele se é verdade; depois saia e entre lá.
unreachable-moved = O que responde em { $server } diz que o servidor se mudou. Peça o novo endereço a quem cuida dele; depois saia e entre lá.
unreachable-portal = Algo na sua rede responde no lugar de { $server }, como fazem hotéis e redes de visitantes. Abra uma página da web e entre na rede.
unreachable-not-understood = O que responde em { $server } não é um servidor do Porchlight que esta versão entenda. Verifique o endereço do servidor e se há um Porchlight mais novo.
unreachable-closed = A conexão foi encerrada por { $server }. Espere um momento.
unreachable-signed-out = Ninguém entrou neste computador.
unanswered = { $why } Veja se foi feito antes de tentar mais uma vez.
problem-not-signed-in = O servidor não conhece mais esta sessão. Entre de novo.
problem-wrong-password = O e-mail e a senha não combinam. Verifique os dois e tente de novo.
problem-deactivated = Um proprietário desativou esta conta. Fale com um proprietário da sua organização.
problem-not-allowed = Você não tem permissão para isso. Fale com um administrador do escritório ou com um proprietário.
problem-not-found = O servidor não conhece nada assim, ou não é seu.
problem-code-not-valid = Este código não vale: foi usado, expirou ou foi substituído. Peça um novo.
problem-exists = Já existe.
problem-last-owner = A organização precisa de um proprietário que possa entrar, e este é o último.
problem-stale = Alguém mudou isto enquanto isso, então não foi salvo. Veja como está agora e mude de novo.
problem-too-large = É mais do que o servidor aceita de uma vez. Envie menos.
problem-slow-down = Foi demais em pouco tempo. Espere um momento e tente de novo.
problem-slow-down-for = Foi demais em pouco tempo. Espere { $wait } e tente de novo.
problem-unavailable = O servidor não pode fazer isso no momento. Tente mais tarde.
problem-internal = Algo deu errado no servidor. Tente mais tarde e, se continuar, avise quem cuida dele.
problem-invalid-field = O servidor não aceita o que foi dado para { $field }: { $detail }
refused-signed-out = Você não entrou. Entre primeiro no servidor da sua equipe.
refused-unknown-office = Você não tem nenhum escritório chamado `{ $office }`. Escolha um dos seus.
refused-too-long = Uma escolha vale por 400 dias no máximo. Escolha um tempo menor, ou até você mudar.
refused-already-past = Essa hora já passou. Escolha uma mais tarde.
refused-idle-time = Escolha um tempo de { $least } a { $most }.
refused-already-signed-in = Você já entrou como { $email }. Saia primeiro.
refused-signing-in = A entrada está em andamento. Espere um momento.
refused-not-connected = Não se chega ao servidor, e isto precisa dele. Tente de novo quando o Porchlight estiver conectado.
refused-signing-out = Você está saindo, então isto não foi feito. Entre de novo primeiro.
refused-quitting = O Porchlight está prestes a encerrar, então isto não foi feito. Inicie-o de novo primeiro.
refused-choice-dropped = Você saiu antes de o servidor receber sua escolha, então ela foi descartada.
refused-colleague-not-available = { $status ->
    [available] { $name } não está Disponível em { $office }, e sim Disponível, então nada foi mudado.
    [away] { $name } não está Disponível em { $office }, e sim Ausente, então nada foi mudado.
   *[offline] { $name } não está Disponível em { $office }, e sim Offline, então nada foi mudado.
}
refused-nobody-available = Ninguém está Disponível em { $office }, então nada foi mudado.
refused-not-taken = O servidor ainda não aceitou sua escolha ({ $choice }), então ninguém mais a vê. Novas tentativas são feitas, e o que mais você escolher segue valendo. Se isso não acabar, avise quem cuida do servidor.
refused-lost-at-the-end = { $number ->
    [one] Sua escolha ({ $choices }) não chegou ao servidor e o disco não respondeu, então ela se perde com o fim do Porchlight, a não ser que o disco ainda responda em segundos. Escolha de novo quando o tiver iniciado.
   *[other] Suas escolhas ({ $choices }) não chegaram ao servidor e o disco não respondeu, então elas se perdem com o fim do Porchlight, a não ser que o disco ainda responda em segundos. Escolha de novo quando o tiver iniciado.
}
signed-out-by-server = Sua sessão terminou, porque o servidor não conhece mais este dispositivo. Entre de novo.
signed-out-without-token = Sua sessão terminou, porque falta o token deste dispositivo. Entre de novo.
signed-out-untold = Você saiu e este dispositivo foi esquecido aqui, mas não foi possível avisar { $server }, que ainda o conhece. Peça a quem cuida do servidor que o remova.
signed-out-untold-dropped = { $choices ->
    [one] Você saiu e este dispositivo foi esquecido aqui, mas não foi possível avisar { $server }, que ainda o conhece. Peça a quem cuida do servidor que o remova. { $choices } escolha não enviada foi descartada.
   *[other] Você saiu e este dispositivo foi esquecido aqui, mas não foi possível avisar { $server }, que ainda o conhece. Peça a quem cuida do servidor que o remova. { $choices } escolhas não enviadas foram descartadas.
}
signed-out-dropped = { $choices ->
    [one] Você saiu. { $choices } escolha não enviada foi descartada.
   *[other] Você saiu. { $choices } escolhas não enviadas foram descartadas.
}
refused-no-address = `{ $address }` não é um endereço de servidor. Escreva-o como https://chat.example.edu.
refused-plain-http = O que se envia a { $address } não é criptografado, então qualquer um no caminho poderia ler sua senha e tomar seu lugar. Entre com https://, ou permita isso para este servidor (na linha de comando, com --allow-plain-http).
refused-no-campus = Não foi possível iniciar o campus de exemplo: { $error }.
schedule-unknown-zone = `{ $zone }` não é um fuso horário; use um nome da IANA como `Europe/Berlin`.
schedule-start-at-day-end = Um turno não pode começar às 24:00 (`{ $field }`); faça-o começar às 00:00 do dia seguinte.
schedule-empty-time-off = As férias de número { $number } terminam antes de começar; o fim delas deve vir depois do começo.
schedule-year-out-of-range = O ano em `{ $field }` está fora do intervalo; use um de 0 a 9999.
schedule-too-many = Há { $found } itens em `{ $field }`, mas são permitidos no máximo { $most }; remova alguns.
