### O que a linha de comando diz. As notas estão em ../en/command-line.ftl.

cli-not-running = O Porchlight não está em execução. Inicie-o com `porchlight`, ou adicione `--start`.
cli-no-campus = O campus de exemplo não está em execução. Inicie-o com `porchlight --demo`, ou adicione `--start`.
cli-silent = O Porchlight em execução não responde. Encerre-o pelo menu dele, ou termine seu processo, e inicie-o de novo.
cli-other-version = O Porchlight { $running } está em execução, e este é o { $version }. Execute `porchlight` para seguir com o mais novo, ou `porchlight quit` para encerrar o que está em execução.
cli-signed-in = Você entrou como { $email }.
cli-signed-out = Você saiu.
cli-sign-in-first = Você não entrou. Entre com `porchlight sign-in`, ou na janela.
cli-ended = O Porchlight foi encerrado.
cli-campus-ended = O campus de exemplo foi encerrado.
cli-is-not-running = O Porchlight não está em execução.
cli-campus-is-not-running = O campus de exemplo não está em execução.
cli-kept = Sua escolha ainda não chegou ao servidor. Ela fica guardada e é enviada assim que possível.
cli-demo = Demo: um campus de exemplo neste computador
cli-unknown-office = Você não está em nenhum escritório chamado { $office }; os seus são: { $offices }.
cli-no-office = Você ainda não está em nenhum escritório; um administrador pode adicionar você a um.
cli-schedule-stdin = entrada padrão
cli-schedule-read = Turnos semanais: { $shifts }. Datas à parte no próximo ano: { $dates }.
cli-schedule-on = { $when }: { $times }
cli-schedule-nothing-on = { $when }: sem turnos
cli-schedule-saved = Salvo: esta é a sua escala agora.
cli-schedule-same = A sua escala já é assim.
cli-schedule-look = Nada foi salvo ainda: veja na janela, na página Escala, e salve ou descarte lá.
cli-schedule-unsaved = Há mudanças na sua escala que não foram salvas. Salve ou descarte na janela e depois importe.
cli-schedule-none = Você ainda não tem escala, então não há nada para exportar.
cli-heading-id = ID
cli-heading-office = ESCRITÓRIO
cli-heading-online = ONLINE
cli-heading-you = VOCÊ
cli-password = Senha:
cli-no-terminal = Não há terminal onde perguntar; adicione `--password-stdin`.
cli-password-empty = A senha na entrada padrão está vazia.
cli-time-passed = `{ $time }` já passou.
cli-time-too-long = { $days ->
    [one] Até `{ $time }` é mais do que uma escolha pode valer, que é { $days } dia; use `--hold` para mantê-la até você mudar.
   *[other] Até `{ $time }` é mais do que uma escolha pode valer, que são { $days } dias; use `--hold` para mantê-la até você mudar.
}
cli-no-zone = Não há fuso horário chamado `{ $zone }`; escreva-o como Europe/Berlin ou America/New_York.
cli-no-time = `{ $time }` não é uma hora; escreva algo como 18:00, 18:00 America/New_York ou 2026-11-23T18:00:00Z.
cli-time-skipped = `{ $time }` não ocorre dentro de um dia no fuso horário { $zone }; escreva-o como instante, por exemplo 2026-11-23T18:00:00Z.
cli-no-calendar = Nenhuma agenda é seguida.
cli-calendar-empty = O endereço da agenda na entrada padrão está vazio.
