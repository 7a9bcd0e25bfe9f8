var e=`no-answer = Porchlight が応答しません。このウィンドウを閉じ、トレイまたは「porchlight window」で開き直してください。
nav = ページ
nav-status = 状態
nav-schedule = 予定表
nav-settings = 設定
demo = デモ
demo-hint = このコンピューター上のサンプルキャンパスです。ほかの人には見えません
put-aside = 片づける
ask-at-login = ログイン時に Porchlight を自動で起動できます。だれも待ちぼうけになりません。
ask-at-login-yes = ログイン時に起動
ask-at-login-no = 今はしない
my-status = 自分の状態
my-status-everywhere = すべてのオフィスでの自分の状態
status-name = { $status ->
    [available] 対応可
    [away] 離席中
   *[offline] オフライン
  }
hold = どのくらいの間
hold-available = 対応可にする時間
hold-away = 離席中にする時間
add-schedule = 予定表を追加
following-schedule = 予定表どおり
follow-schedule = 予定表に従う
offices = オフィス
offices-none = まだどのオフィスにも入っていません。チームの管理者に追加してもらってください。追加されるとここに表示されます。
office-online = { $count ->
    [0] オンラインの担当者はいません
   *[other] 担当者 { $count } 人がオンライン
  }
office-online-unknown = オンラインの担当者: 不明
office-available = { $office }で対応可
office-agents = { $office }の担当者
office-unknown = Porchlight が再び接続するまで、だれがいるかわかりません。
office-without-agents = このオフィスにはまだだれもいません。管理者が担当者を追加できます。
office-empty = ここには対応できる人がいないため、お客さまにはこのオフィスがオフラインに見えます。
set-everybody-away = 全員を離席中にする
set-everybody-away-nobody = ほかに対応可の人はいません
set-everybody-away-in = { $office }の全員を離席中にする
set-everybody-away-title = { $office }の全員を離席中にしますか？
set-everybody-away-text = いま対応可: { $people }。だれかが戻るまで、お客さまには{ $office }がオフラインに見えます。
set-everybody-away-reason = 本人たちに伝える理由（任意）
set-everybody-away-held = { $office }の全員が離席中になります。
people-you = あなた
people-more = ほか { $count } 人
cancel = キャンセル
welcome-title = いることを知らせましょう
welcome-text = Porchlight は、だれかがいるかどうかを同僚とお客さまに示します。
connect-title = チームのサーバーに接続
connect-server = サーバー
connect-email = メールアドレス
connect-password = パスワード
connect-plain = このサーバーまでの経路にいる全員を信頼します
connect = 接続
connecting = 接続しています…
connect-server-missing = チームのサーバーのアドレスを入力してください（例: { $example }）。
connect-email-missing = メールアドレスを入力してください（例: { $example }）。
connect-password-missing = パスワードを入力してください。
try-here = このコンピューターで試す
try-here-starting = 起動しています…
try-here-text = サンプルキャンパスで試せます。何もこのコンピューターの外に出ません。
account = アカウント
account-no-server = サーバーなし
sign-out = サインアウト
sign-out-title = Porchlight からサインアウトしますか？
sign-out-text = 再びサインインするまで、同僚とお客さまにはオフラインに見えます。
sign-out-cancel = サインインしたまま
leaving-desk = 席を離れるとき
idle-after = 入力がない時間が続いたら離席中にする
idle-organization = { $duration }（組織の設定どおり）
idle-limit = 最長 { $duration }（組織が決めています）。
away-on-lock = 画面がロックされたら離席中にする
away-on-lock-hint = 上の時間を待たず、すぐに変わります。
present-in-calls = 通話や発表の間は対応可のまま
present-in-calls-hint = プログラムが画面をつけたままにしている間、入力がなくても最長 { $hours } 時間。だれにも知らされません。
ask-on-return = 戻ったことにする前に尋ねる
ask-on-return-on = 入力が途絶えたあとは、自分で知らせるまで離席中のままです。
ask-on-return-off = 入力が途絶えたあとは、最初のキーや動きで戻ります。
calendar = カレンダー
calendar-hint = 予定がある間は離席中になります。このコンピューターから出るのは時間だけです。
calendar-address = カレンダーのアドレス (.ics)
calendar-follow = 参照する
calendar-stop = 参照をやめる
this-computer = このコンピューター
start-at-login = ログイン時に起動
notifications = 通知
notifications-hint = Porchlight、予定表、管理者が状態を変えたとき。
language = 言語
language-system = このコンピューターに合わせる
clock = 時計
clock-system = このコンピューターに合わせる
clock-twelve = 12 時間制: { $example }
clock-twenty-four = 24 時間制: { $example }
diagnostics = 診断
diagnostics-idle = 無操作時間
diagnostics-tray = トレイ
diagnostics-session = ロックとスリープ
diagnostics-calls = 通話と発表
diagnostics-notifications = 通知
diagnostics-link = 接続
diagnostics-sync = 最後の同期
diagnostics-sync-now = 今
diagnostics-sync-never = まだ
diagnostics-failure = 最後の失敗
diagnostics-failure-none = なし
diagnostics-sent = 最後の送信
diagnostics-sent-nothing = まだ何も
diagnostics-token = トークン
diagnostics-version = バージョン
diagnostics-system = システム
diagnostics-log = ログ
diagnostics-events = 最近の出来事
diagnostics-copy = 診断をコピー
diagnostics-copied = コピーしました。パスワードもトークンも含まれません。
diagnostics-not-copied = コピーできませんでした。ターミナルで「porchlight diagnostics」を実行してください。
next-day = 翌日
whole-day = { $hours } 時間
date-kind = { $kind ->
    [time-off] 休暇
    [day-off] 休み
    [other-hours] 別の時間
    [shifts] シフトあり
   *[free] シフトなし
  }
month-date = { $today ->
    [yes] { $date }、今日、{ $kind }
   *[no] { $date }、{ $kind }
  }
schedule = 予定表
schedule-summary = { $summary } · 週 { $length }
schedule-not-connected = Porchlight が再び接続すると予定表を変更できます。それまではこのまま続きます。
schedule-changed-elsewhere = その間に別のデバイスで予定表が変更されたため、保存されていません。もう一方が届きしだい、両方の版を表示します。
schedule-removed-elsewhere = その間に別のデバイスで予定表が削除されたため、保存されていません。もう一度保存するか、破棄してください。
drop-mine = 自分の変更を破棄
keep-mine = 自分の版を残す
schedule-found = 保存前にウィンドウが閉じられたため、これらの変更はまだ有効ではありません。保存するか破棄してください。
week-and-ahead = 毎週の予定とこれから
every-week = 毎週
week-empty = 最初のシフトを描くか、ここから始めます
week-start = { $first }～{ $last }、{ $from }～{ $until }
week-help = シフトを描き、本体や端をドラッグします。<kbd>Shift</kbd> で { $minutes } 分刻み。
week-help-more = キーボードでは
week-help-keys = 曜日では <kbd>+</kbd> でシフトを作り、<kbd>↓</kbd> でそこへ移ります。シフトでは <kbd>↑ ↓ ← →</kbd> で移動、<kbd>Shift</kbd> とともに終わり（<kbd>↑ ↓</kbd>）や始まり（<kbd>← →</kbd>）、<kbd>Ctrl</kbd> とともに { $minutes } 分刻み。<kbd>Enter</kbd> で正確な時刻を入力、<kbd>Delete</kbd> で削除、<kbd>Page ↑ ↓</kbd> で次へ。
dates-and-time-off = 日付と休暇
dates-different = いつもと違う日
time-zone-here = このコンピューターは { $zone } です。
remove-schedule = 予定表をすべて削除
import-shifts = シフトを読み込む…
export-shifts = .ics として書き出す
import-hint = 勤務表などのカレンダー (.ics)。そのシフトと日付が今あるものと置き換わります。保存するまで有効になりません。
shifts-taken = 毎週のシフト: { $shifts }。今後 1 年間の個別の日付: { $dates }。
schedule-written = { $file } に書き出しました。
saved-not = まだ保存していません。
saved = 保存しました。
saved-everywhere = 保存しました。すべてのオフィスに適用されます。
look-again = 上に見直しが必要な箇所があります。
discard = 破棄
save = 保存
saving = 保存しています…
leave-title = 予定表の変更を保存しますか？
leave-text = 保存せずにこのページを離れると失われます。
leave-cancel = 編集を続ける
month-before = 前の月
month-after = 次の月
chosen-dates = 選んだ日
choose-dates = 日付を選ぶか、複数の日をなぞってください。休み、別の時間、休暇にできます。
make-dates = { $kind ->
    [day-off] 休み
    [other-hours] 別の時間
    [time-off] 休暇
   *[as-every-week] 毎週どおり
  }
made-dates = { $kind ->
    [day-off] { $dates }: 休み。
    [other-hours] { $dates }: 別の時間。
    [time-off] { $dates }: 休暇。
   *[as-every-week] { $dates }: 毎週どおり。
  }
date = 日付
on-this-date = この日は
other-hours = 別の時間
remove-date = この日を外す
add-hours = この日に時間を追加
remove-hours = この時間を外す
date-wrong = 日付を選んでください。
date-twice = この日はすでに一覧にあります。そこで変更してください。
off-from = 開始
off-until = 終了
first-date = 最初の日
last-date = 最後の日
first-time = 開始時刻
last-time = 終了時刻
remove-time-off = この休暇を外す
time-off-wrong = 最初の日と最後の日を選んでください。
ahead = これからの 2 週間
ahead-draft = 保存すると
today = 今日
offline-all-day = オフライン
merge-title = その間に別のデバイスで予定表が変更されました。
merge-decide = 両方で変更された箇所は、どちらにするか選んでください。それまで何も保存されません。
merge-decided = 何も失われません。それぞれの変更はこのとおりです。必要なら選び直してください。
merge-side = { $side ->
    [mine] 自分
    [theirs] 別のデバイス
   *[both] 両方
  }
merge = まとめる
undo = 元に戻す
redo = やり直す
undo-hint = 元に戻す (Ctrl+Z)
redo-hint = やり直す (Ctrl+Shift+Z)
undo-step = 元に戻す: { $step }
redo-step = やり直す: { $step }
undone = 元に戻しました: { $step }。
redone = やり直しました: { $step }。
step-merge = 両方の版をまとめる
step-discard = 変更を破棄
step-remove-all = 予定表をすべて削除
step-import = カレンダーからのシフトの読み込み
step-change-date = { $date }を変更
step-remove-date = { $date }を外す
step-change-time-off = 休暇を変更
step-remove-time-off = 休暇を外す
step-zone = タイムゾーンを { $zone } に変更
step-dates = { $kind ->
    [day-off] 休み: { $dates }
    [other-hours] 別の時間: { $dates }
    [time-off] 休暇: { $dates }
   *[as-every-week] 毎週どおり: { $dates }
  }
merged = 両方の版がまとまりました。保存するか、続けてください。
discarded = 変更を破棄しました。
look-again-said = 見直しが必要な箇所があります。
removed-all = すべてのシフト、日付、休暇を削除しました。
workdays-added = 追加しました: { $step }。`;export{e as default};