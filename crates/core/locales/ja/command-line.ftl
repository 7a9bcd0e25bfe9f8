### コマンドラインの文。注記は ../en/command-line.ftl にあります。

cli-not-running = Porchlight は動いていません。`porchlight` で起動するか、`--start` を付けてください。
cli-no-campus = サンプルキャンパスは動いていません。`porchlight --demo` で起動するか、`--start` を付けてください。
cli-silent = 動いている Porchlight が応答しません。メニューから終了するかプロセスを終わらせ、起動し直してください。
cli-other-version = Porchlight { $running } が動いていますが、これは { $version } です。新しいほうで続けるには `porchlight`、動いているものを終えるには `porchlight quit` を実行してください。
cli-signed-in = { $email } としてサインインしました。
cli-signed-out = サインアウトしました。
cli-sign-in-first = サインインしていません。`porchlight sign-in` かウィンドウでサインインしてください。
cli-ended = Porchlight は終了しました。
cli-campus-ended = サンプルキャンパスは終了しました。
cli-is-not-running = Porchlight は動いていません。
cli-campus-is-not-running = サンプルキャンパスは動いていません。
cli-kept = 選択がまだサーバーに届いていません。保存してあり、できるだけ早く送ります。
cli-demo = デモ: このコンピューター上のサンプルキャンパス
cli-unknown-office = { $office } というオフィスには入っていません。入っているのは: { $offices }。
cli-no-office = まだどのオフィスにも入っていません。管理者が追加できます。
cli-schedule-unread = { $why ->
    [unreachable] { $place } が応答しないため、何も読み込みませんでした。後でもう一度試すか、カレンダーをダウンロードしてファイルを指定してください。
    [not-allowed] { $place } はカレンダーの読み取りを許可していません。カレンダーの非公開アドレス、または読み取れるファイルを使ってください。
    [missing] { $place } にカレンダーはありません。ファイルまたはアドレスの書き方を確認してください。
    [no-calendar] { $place } には完全なカレンダーがありません。カレンダーや勤務表から書き出した、.ics で終わるものを使ってください。
    [too-large] { $place } のカレンダーは 10 MB を超えていて大きすぎます。書き出す予定を減らしてください。
   *[other] これはカレンダーのアドレスではありません。https:// で始まるもの、またはこのコンピューターのファイルを使ってください。
}
cli-schedule-stdin = 標準入力
cli-schedule-not-understood = { $why ->
    [whole-day] { $line } 行目: 終日の予定です。シフトには開始と終了の時刻が必要です。
    [no-times] { $line } 行目: 開始と終了の時刻がありません。
    [too-long] { $line } 行目: 24 時間を超えています。
    [no-zone] { $line } 行目: 不明なタイムゾーンの時刻です。
   *[no-rule] { $line } 行目: 繰り返し方を理解できません。
}
cli-schedule-no-shifts = 今後 1 年間にシフトがないため、何も変更していません。
cli-schedule-read = 毎週のシフト: { $shifts }。今後 1 年間の個別の日付: { $dates }。
cli-schedule-on = { $when }: { $times }
cli-schedule-nothing-on = { $when }: シフトなし
cli-schedule-saved = 保存しました。これが現在の予定表です。
cli-schedule-same = 予定表はすでにこの内容です。
cli-schedule-look = まだ何も保存されていません。ウィンドウの「予定表」ページで確認し、そこで保存または破棄してください。
cli-schedule-unsaved = 予定表に保存されていない変更があります。ウィンドウで保存または破棄してから、読み込んでください。
cli-schedule-none = 予定表がまだないため、書き出すものがありません。
cli-schedule-shift = シフト
cli-heading-id = ID
cli-heading-office = オフィス
cli-heading-online = オンライン
cli-heading-you = あなた
cli-password = パスワード:
cli-no-terminal = 尋ねるターミナルがありません。`--password-stdin` を付けてください。
cli-password-empty = 標準入力のパスワードが空です。
cli-time-passed = `{ $time }` はもう過ぎています。
cli-time-too-long = `{ $time }` までは、選択が続けられる { $days } 日を超えます。変更するまで続けるには `--hold` を使ってください。
cli-no-zone = `{ $zone }` というタイムゾーンはありません。Europe/Berlin や America/New_York のように書いてください。
cli-no-time = `{ $time }` は時刻ではありません。18:00、18:00 America/New_York、2026-11-23T18:00:00Z のように書いてください。
cli-time-skipped = タイムゾーン { $zone } では一日のうちに `{ $time }` が来ません。2026-11-23T18:00:00Z のように書いてください。
cli-no-calendar = カレンダーは参照していません。
cli-calendar-empty = 標準入力のカレンダーのアドレスが空です。
