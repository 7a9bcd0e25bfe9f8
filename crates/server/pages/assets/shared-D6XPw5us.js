var e=`hours = { $from }–{ $until }
sentence = { $text }.
error-unknown = Algo deu errado no próprio Porchlight. Tente de novo; se continuar, encerre o Porchlight e inicie-o outra vez.
held-when = { $seconds ->
    [one] Em { $seconds } segundo, se esta janela ficar aberta.
   *[other] Em { $seconds } segundos, se esta janela ficar aberta.
  }
held-soon = Em alguns segundos, se esta janela ficar aberta.
held-now = Agora
held-undo = Desfazer
dismiss = Fechar
agent-status = { $status ->
    [available] disponível:
    [away] ausente:
   *[offline] offline:
  }
agent-you = (você)
set-away = Pôr { $agent } como Ausente
set-away-in = Pôr { $agent } como Ausente em { $office }
set-away-held = { $agent } ficará Ausente em { $office }.
length = { $hours ->
    [0] { $minutes } min
   *[other] { $minutes ->
        [0] { $hours } h
       *[other] { $hours } h { NUMBER($minutes, minimumIntegerDigits: 2) }
      }
  }
shift = { $day }, das { $from } às { $until }
shift-overnight = { $day }, das { $from } às { $until } de { $next }
to = até
on-day = de { $day }
begins = Começa
ends = Termina
time-wrong = Escreva horas como { $first } ou { $second }.
no-shifts = sem turnos
week-day = { $today ->
    [yes] { $day }, hoje, { $length }
   *[no] { $day }, { $length }
  }
dates = { $first } a { $last }
time-zone = Fuso horário
your-week = Sua semana
on-which-days = Em que dias
day-length = { $length } · copiar para
day-empty = Sem turnos
add-shift = Adicionar um turno
clear-day = Esvaziar { $day }
copy-day = Copiar { $day } para
days-range = { $first }–{ $last }
days-all = Todos
remove-shift = Remover { $shift }
remove-hint = Remover (Delete)
day-off = Dia livre
time-off = Férias
merge-time-off = Férias, { $dates }
merge-nothing = { $what ->
    [no-shifts] sem turnos
    [as-every-week] como toda semana
    [day-off] dia livre
   *[no-time-off] nenhuma
  }
step-workdays = { $first } a { $last }, das { $from } às { $until }
step-shift = { $what ->
    [draw] desenhar { $shift }
    [move] mover { $shift }
    [stretch] esticar { $shift }
    [times] definir as horas de { $shift }
    [remove] remover { $shift }
   *[add] adicionar { $shift }
  }
step-copy = copiar { $day } para { $days }
step-clear = esvaziar { $day }
all-weekdays = todos os dias úteis
every-day = todos os dias
shift-joined = { $shift }: unido ao turno que já havia.
shift-added = { $shift }: adicionado.
shift-removed = { $shift }: removido.
day-copied = { $day }: copiado para { $days }.
day-cleared = { $day }: sem turnos agora.`;export{e as default};