### Porchlight が状態について伝える文。翻訳のための注記は ../en/core.ftl、用語は window.ftl にあります。

moment-at = { $day ->
    [yesterday] 昨日 { $time }
    [tomorrow] 明日 { $time }
    [midnight] 明日 { $time }
    [weekday] { $date } { $time }
    [date] { $date } { $time }
   *[today] { $time }
}
moment-until = { $day ->
    [yesterday] 昨日 { $time } まで
    [tomorrow] 明日 { $time } まで
    [midnight] 今夜 0 時まで
    [weekday] { $date } { $time } まで
    [date] { $date } { $time } まで
   *[today] { $time } まで
}
moment-since = { $day ->
    [yesterday] 昨日 { $time } から
    [tomorrow] 明日 { $time } から
    [midnight] 明日 { $time } から
    [weekday] { $date } { $time } から
    [date] { $date } { $time } から
   *[today] { $time } から
}
moment-since-day = { $day ->
    [yesterday] 昨日から
    [tomorrow] 明日から
    [midnight] 明日から
    [weekday] { $date }から
    [date] { $date }から
   *[today] { $time } から
}
lasting-then = { $by ->
    [choice] { $status ->
        [available] { $until }、その後は前のとおり対応可
        [away] { $until }、その後は前のとおり離席中
       *[offline] { $until }、その後は前のとおりオフライン
    }
    [schedule] { $status ->
        [available] { $until }、その後は予定表により対応可
        [away] { $until }、その後は予定表により離席中
       *[offline] { $until }、その後は予定表によりオフライン
    }
   *[default] { $status ->
        [available] { $until }、その後は対応可
        [away] { $until }、その後は離席中
       *[offline] { $until }、その後はオフライン
    }
}
lasting-until-changed = 変更するまで
duration-seconds = { $seconds } 秒
duration-minutes = { $minutes } 分
duration-hours = { $hours } 時間
length-seconds = { $seconds } 秒
length-minutes = { $minutes } 分
length-hours = { $hours } 時間
length-hours-minutes = { $hours } 時間 { $minutes } 分
status = { $status ->
    [available] 対応可
    [away] 離席中
   *[offline] オフライン
}
status-in = { $status ->
    [available] { $places }で対応可
    [away] { $places }で離席中
   *[offline] { $places }でオフライン
}
    .within = { $status ->
        [available] { $places }で対応可
        [away] { $places }で離席中
       *[offline] { $places }でオフライン
    }
    .you = { $status ->
        [available] { $places }で対応可です
        [away] { $places }で離席中です
       *[offline] { $places }でオフラインです
    }
status-everywhere = { $status ->
    [available] どこでも対応可
    [away] どこでも離席中
   *[offline] どこでもオフライン
}
    .within = { $status ->
        [available] どこでも対応可
        [away] どこでも離席中
       *[offline] どこでもオフライン
    }
    .you = { $status ->
        [available] どこでも対応可です
        [away] どこでも離席中です
       *[offline] どこでもオフラインです
    }
status-offline = オフライン
    .within = オフライン
    .you = オフラインです
places-some = { $of } か所中 { $there } か所
state-because = { $cause ->
    [schedule] { $state }（{ $reason }）
   *[other] { $state }、{ $reason }
}
reason-manual = { $who ->
    [you] { $at } に自分で設定、{ $lasting }
    [administrator] { $at } に管理者が設定、{ $lasting }
   *[named] { $at } に{ $name }さんが設定、{ $lasting }
}
reason-manual-timeless = { $who ->
    [you] 自分で設定、{ $lasting }
    [administrator] 管理者が設定、{ $lasting }
   *[named] { $name }さんが設定、{ $lasting }
}
reason-schedule = 予定表どおり
reason-schedule-lasting = 予定表どおり、{ $lasting }
reason-default = 何も選ばれておらず、予定表もありません
reason-idle = 入力なし
reason-idle-since = { $since }入力なし
reason-locked = ロック中
reason-locked-since = { $since }ロック中
reason-busy = カレンダーに予定あり、{ $until }
reason-no-device = 接続しているデバイスがありません
reasons-two = { $first }; { $places }では{ $other }
reasons-elsewhere = { $first }; { $elsewhere }
reasons-elsewhere-different = { $first }; ほかではそれぞれの理由
reasons-different = オフィスごとに別の理由
tooltip = { $state }: { $reason }
tooltip-online = { $tooltip } · { $online }
tooltip-attention = { $tooltip } · { $attention }
tooltip-once-connected = { $link } · 接続すると { $tooltip }
tooltip-once-known = { $link } · サーバーに届くと { $tooltip }
tooltip-signed-out = Porchlight: サインインしていません
headline-once-connected = 接続すると: { $state }
headline-once-known = サーバーに届くと: { $state }
menu-head-until = { $you }（{ $until }）
demo-mark = デモ · { $text }
no-office = まだどのオフィスにも入っていません。管理者に追加してもらってください。
    .within = まだどのオフィスにも入っていません
nobody-in = { $office } に誰もいません
nobody-in-since = { $office } に{ $since }誰もいません
nobody-in-several = { $places } に誰もいません
nobody-here = ここに誰もいません
nobody-here-since = { $since }ここに誰もいません
agents-online = 担当者 { $agents } 人がオンライン
colleague-idle = 無操作
colleague-locked = ロック中
colleague-busy = 予定あり
colleague-set-by = { $who ->
    [you] あなたが設定
    [administrator] 管理者が設定
   *[named] { $name }さんが設定
}
link-signed-out = サインインしていません
link-connecting = 接続しています…
link-connected = 接続済み
link-disconnected = 未接続
link-disconnected-since = { $since }未接続
link-unseen-choice = 選択がまだサーバーに届いていません
sign-in-or-try = チームのサーバーにサインインするか、このコンピューターで Porchlight を試してください。
waiting-for-server = { $server } の応答を待っています。
the-server = サーバー
menu-sign-in = サインイン…
menu-quit = 終了
menu-available-everywhere = どこでも対応可
menu-available-for = 対応可にする時間
menu-away-everywhere = どこでも離席中
menu-away-for = 離席中にする時間
menu-follow-schedule = 予定表に従う
menu-offline = オフライン
menu-offices = オフィス
menu-office = { $office } ({ $available })
menu-open = Porchlight を開く
menu-settings = 設定
hold-end-of-shift = { $until }（シフト終了）
hold-until-changed = 変更するまで
schedule-none = まだ予定表がありません
schedule-on-shift = シフト中、{ $until }
schedule-always = 一日中シフト
schedule-off-shift = シフト外、次は { $at }
schedule-never = シフト外、予定なし
ahead-stretch = { $from }～{ $until }: { $state }
ahead-several = { $first }; { $other }
ahead-by-choice = 自分の選択
ahead-set-by = { $who ->
    [administrator] 管理者が設定
   *[named] { $name }さんが設定
}
ahead-busy = カレンダーに予定あり
ahead-unknown = わかっている範囲で
ahead-clocks-forward = { $time } に時計が { $by } 進みます
ahead-clocks-back = { $time } に時計が { $by } 戻ります
banner-unseen-choice = 選択がまだサーバーに届いていないため、ほかの人には見えません。保存してあり、サーバーが応答しだい送ります。
banner-not-connected = { $link }のため、お客さまにはオフラインに見えることがあります。{ $why } Porchlight は接続を試み続けます。ここでの選択は接続しだい送ります。
banner-not-connected-schedule = { $link }のため、お客さまにはオフラインに見えることがあります。{ $why } Porchlight は接続を試み続けます。予定表はそのまま進み、ここでの選択は接続しだい送ります。
check-network = ネットワークを確認してください。
banner-no-idle-source = Porchlight は、このコンピューターから離れたことを知ることができません: { $why }。選んだ状態のままになるので、離席するときは自分で離席中にしてください。
banner-no-tray = Porchlight のアイコンを表示できません: { $why }。このウィンドウですべて使えます。開くには Porchlight をもう一度起動してください。GNOME では拡張機能「AppIndicator and KStatusNotifierItem Support」を入れるとアイコンが出ます。
banner-no-notifications = Porchlight は通知を表示できません: { $why }。通知サービスを起動するか、ここやアイコンで変化を確かめてください。
banner-set-away = { $who ->
    [administrator] { $at } に管理者が{ $office }であなたを離席中にしました。
   *[named] { $at } に{ $name }さんが{ $office }であなたを離席中にしました。
}
banner-set-away-reason = { $who ->
    [administrator] { $at } に管理者が{ $office }であなたを離席中にしました。理由: { $reason }
   *[named] { $at } に{ $name }さんが{ $office }であなたを離席中にしました。理由: { $reason }
}
banner-are-you-back = { $since }離れていました。戻ったと知らせるまで離席中のままです。
action-go-back = 元に戻る
action-im-back = 戻りました
notice-almost-idle = あと 1 分で離席中になります
notice-almost-idle-body = { $passed }入力がありません。マウスを動かせばそのままです。
action-im-here = います
notice-idle = { $passed }離れていました
notice-idle-body = { $since }入力がないため、離席中です。
notice-idle-body-last-one = { $since }入力がないため、離席中です。{ $places }で対応可だったのはあなたが最後でした。
notice-return-asks = 戻ったと知らせるまで離席中のままです。
notice-returned = 選択と予定表のとおりに戻りました。
notice-shift-begins = シフトが始まりました: 対応可です
notice-shift-ends = シフトが終わりました: オフラインです
notice-by-schedule = 予定表によるものです。
notice-by-schedule-until = 予定表によるものです。{ $until }。
notice-by-schedule-last-one = { $body } { $places }で対応可だったのはあなたが最後でした。
action-stay = { $status ->
    [available] 対応可のまま
    [away] 離席中のまま
   *[offline] オフラインのまま
}
notice-last-one = { $places }で対応可だったのはあなたが最後でした
notice-last-one-body = お客さまには、いまそこにだれも見えません。
notice-set-away = { $who ->
    [administrator] 管理者が{ $office }であなたを離席中にしました
   *[named] { $name }さんが{ $office }であなたを離席中にしました
}
notice-set-away-body = { $office }のお客さまには、もうあなたが見えません。
notice-set-away-body-reason = { $office }のお客さまには、もうあなたが見えません。理由: { $reason }
notice-timer = { $status ->
    [available] { $time } まで対応可
    [away] { $time } まで離席中
   *[offline] { $time } までオフライン
}
notice-timer-in = { $status ->
    [available] { $places }で { $time } まで対応可
    [away] { $places }で { $time } まで離席中
   *[offline] { $places }で { $time } までオフライン
}
notice-timer-body = あと { $length }です。
notice-timer-body-then = { $by ->
    [choice] { $status ->
        [available] あと { $length }、その後は前のとおり対応可です。
        [away] あと { $length }、その後は前のとおり離席中です。
       *[offline] あと { $length }、その後は前のとおりオフラインです。
    }
    [schedule] { $status ->
        [available] あと { $length }、その後は予定表により対応可です。
        [away] あと { $length }、その後は予定表により離席中です。
       *[offline] あと { $length }、その後は予定表によりオフラインです。
    }
   *[default] { $status ->
        [available] あと { $length }、その後は対応可です。
        [away] あと { $length }、その後は離席中です。
       *[offline] あと { $length }、その後はオフラインです。
    }
}
action-one-more-hour = もう 1 時間
notice-refused = うまくいきませんでした
action-open = Porchlight を開く
vouched-by-program = { $since }入力がありませんが、{ $by } が画面をつけているため、対応可のままです。
vouched-by-two-programs = { $since }入力がありませんが、{ $by } が画面をつけているため、対応可のままです。
vouched-by-programs = { $since }入力がありませんが、{ $by } などが画面をつけているため、対応可のままです。
vouched-by-some-program = { $since }入力がありませんが、プログラムが画面をつけているため、対応可のままです。
vouched-by-presentation = { $since }入力がありませんが、このコンピューターは発表を表示しているため、対応可のままです。
vouched-by-full-screen = { $since }入力がありませんが、プログラムが全画面で動いているため、対応可のままです。
diagnostics-untried = まだ試していません
diagnostics-none = なし: { $why }
diagnostics-failed-at = { $at }: { $why }
diagnostics-nothing-sent = まだ何も
diagnostics-not-known = 不明
diagnostics-line = { $label }: { $value }
diagnostics-label-version = バージョン
diagnostics-label-system = システム
diagnostics-label-idle = 無操作時間
diagnostics-label-lock = ロックとスリープ
diagnostics-label-calls = 通話と発表
diagnostics-label-tray = トレイ
diagnostics-label-notifications = 通知
diagnostics-label-server = サーバー
diagnostics-label-link = 接続
diagnostics-label-last-sync = 最後の同期
diagnostics-label-last-failure = 最後の失敗
diagnostics-label-last-sent = 最後の送信
diagnostics-label-token = トークン
diagnostics-label-log = ログ
diagnostics-label-events = 最近の出来事
diagnostics-now = 今
diagnostics-not-yet = まだ
diagnostics-no-value = なし
sent-active = 活動: あり
sent-unknown = 活動: 不明
sent-idle = 活動: 無操作とその開始時刻
sent-locked = 活動: ロックとその開始時刻
sent-choice = 選択: { $choice }
sent-busy = 予定のある時間
sent-idle-time = 無操作時間
sent-schedule = 予定表
sent-away-everybody = { $office }の全員を離席中に
sent-away-colleague = { $office }の同僚を離席中に
choice-everywhere = { $status ->
    [available] どこでも対応可
    [away] どこでも離席中
    [follow_schedule] どこでも予定表に従う
   *[offline] どこでもオフライン
}
choice-in = { $status ->
    [available] { $office }で対応可
    [away] { $office }で離席中
    [follow_schedule] { $office }で予定表に従う
   *[offline] { $office }でオフライン
}
event-at = { $date } { $time } { $what }
event-started = 起動
event-connected = 接続
event-signed-out = だれもサインインしていません
event-connecting = 接続中
event-not-connected = 未接続。
event-not-connected-why = 未接続。{ $why }
event-input = 入力
event-no-input = { $since }入力なし
event-locked = { $since }ロック中
event-input-unknown = 入力があるかどうか不明
event-screen-kept-on = { $since }入力なし、ただし画面はついたまま
event-slept = スリープ
event-woke = 復帰
event-choice = 選択: { $choice }
event-token = トークン: { $place }
event-lost = { $part }: なし、{ $why }
event-found = { $part }: { $what }
banner-campus-not-connected = { $link }。{ $why } Porchlight は接続を試み続けます。ここでの選択は接続しだい送ります。
banner-campus-not-connected-schedule = { $link }。{ $why } Porchlight は接続を試み続けます。予定表はそのまま進み、ここでの選択は接続しだい送ります。
event-told-idle = 通知: 入力なし
event-told-set-away = 通知: { $office }で離席中に設定
event-told-schedule = 通知: 予定表
event-told-timer = 通知: 選択の終わり
event-told-last-one = 通知: { $office }の最後の一人
event-told-refused = 通知: うまくいかなかったこと
calendar-unread = まだ読み込まれていません。
calendar-read = { $times ->
    [0] { $at } に読み込み: 今後 60 日間に予定なし。
   *[other] { $at } に読み込み: 今後 60 日間に予定 { $times } 件。
}
calendar-failed = { $why ->
    [unreachable] { $place } が応答しないため、カレンダーを読み込めませんでした。前に読み込んだ内容は有効です。15 分後に再試行します。
    [not-allowed] { $place } が Porchlight にカレンダーの読み込みを許可していません。カレンダーの非公開アドレス、または名前とパスワードを含むアドレスを使ってください。
    [missing] { $place } のそのアドレスにカレンダーはありません。カレンダーの表示元からアドレスをもう一度コピーしてください。
    [no-calendar] { $place } から届いたものはカレンダーではありません。.ics で終わるアドレスか、購読用のアドレスを使ってください。
    [too-large] { $place } のカレンダーは 10 MB を超えていて大きすぎます。予定の少ないものを使ってください。
   *[other] これはカレンダーのアドレスではありません。https:// で始まるアドレスか、このコンピューターのファイルを使ってください。
}
why-device = いずれかのデバイスの前にいます
why-fact = { $effect ->
    [decides] { $fact }: これで決まります。
    [hands-over] { $fact }: 予定表にまかせています。
    [over] { $fact }: 終わったため、もう数えません。
    [passed-over] { $fact }: 上のものが優先されます。
    [lowers] { $status ->
        [away] { $fact }: それでも、これで離席中になります。
       *[offline] { $fact }: それでも、これでオフラインになります。
    }
   *[nothing] { $fact }: 何も変わりません。
}
roster-unread = { $why ->
    [unreachable] { $place } が応答しないため、何も読み込みませんでした。後でもう一度試すか、カレンダーをダウンロードしてファイルを指定してください。
    [not-allowed] { $place } はカレンダーの読み取りを許可していません。カレンダーの非公開アドレス、または読み取れるファイルを使ってください。
    [missing] { $place } にカレンダーはありません。ファイルまたはアドレスの書き方を確認してください。
    [no-calendar] { $place } には完全なカレンダーがありません。カレンダーや勤務表から書き出した、.ics で終わるものを使ってください。
    [too-large] { $place } のカレンダーは 10 MB を超えていて大きすぎます。書き出す予定を減らしてください。
   *[other] これはカレンダーのアドレスではありません。https:// で始まるもの、またはこのコンピューターのファイルを使ってください。
}
roster-not-understood = { $why ->
    [whole-day] { $line } 行目: 終日の予定です。シフトには開始と終了の時刻が必要です。
    [no-times] { $line } 行目: 開始と終了の時刻がありません。
    [too-long] { $line } 行目: 24 時間を超えています。
    [no-zone] { $line } 行目: 不明なタイムゾーンの時刻です。
   *[no-rule] { $line } 行目: 繰り返し方を理解できません。
}
roster-empty = 今後 1 年間にシフトがないため、何も変更していません。
roster-shift = シフト
roster-unwritten = { $file } に書き込めませんでした。空き容量と書き込み権限を確認してください。
