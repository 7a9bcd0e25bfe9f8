var e=`email = メールアドレス
password = パスワード
password-new = 新しいパスワード
password-show = 表示
password-rules = 8 文字以上。だれにも推測されない言葉をいくつか並べるとよいでしょう。
name = 名前
sign-in = サインイン
sign-out = サインアウト
somebody = だれか
since-time = { $time } から
since-yesterday = 昨日から
since-day = { $day }から
cause-idle = 無操作
cause-locked = ロック中
cause-busy = 予定あり
cause-by = { $name }さんが設定
sign-in-remember = このデバイスでサインインしたままにする
sign-in-help = 招待されましたか、それとも新しいパスワードのコードを受け取りましたか？ 届いたリンクを開いてください。パスワードをなくした場合は、組織の所有者にリンクを頼んでください。
join = コードを使う
join-code = コード
join-code-hint = 組織の所有者から受け取ります。plc_ で始まります。
join-go-on = 次へ
join-welcome = ようこそ
join-invited = { $email } として招待されています。
join-invited-to = { $email } として { $offices } に招待されています。
join-expires = { $when } まで使えます。
join-name-hint = 同僚に見えます。
join-do = 参加
join-reset = { $name }さん、新しいパスワードを選んでください
join-reset-for = アカウント { $email } 用です。すべてのデバイスがサインアウトされます。
join-reset-do = パスワードを設定
join-done = できました
join-done-sign-in = パスワードを設定しました。それでサインインしてください。
nav-places = ページ
online = オンラインの人
me = 自分
admin = 管理
dismiss = 閉じる
out-of-date = 最新ではありません。{ $time } からサーバーの情報がありません。応答があれば、このページは自動で再開します。
online-unknown = 何人がオンラインか不明です
welcome = ようこそ、{ $name }さん
welcome-next = ここでサインインしています。職場では、コンピューターの担当者から Porchlight アプリを受け取り、同じアドレスとパスワードでサインインしてください。離席に気づいてくれます。電話や借りたコンピューターでは、このページで足ります。
my-offices = 自分のオフィス
my-schedule = 自分の予定表
my-devices = 自分のデバイス
my-password = 自分のパスワード
me-some = { $total } か所中 { $count } か所で対応可
me-none = { $total } か所のどこでも対応可ではありません
me-no-office = まだどのオフィスにも入っていません。チームの管理者に追加してもらってください。追加されるとここに表示されます。
reason-schedule = 予定表どおり
reason-choice = 自分の選択
reason-choice-until = 自分の選択、{ $time } まで
reason-by = { $name }さんが設定、{ $since }
reason-idle = { $since }入力なし。デバイスのどれかを使うと戻ります
reason-locked = { $since }デバイスがロック中
reason-busy = カレンダーに予定あり、{ $time } まで
reason-no-device = 接続しているデバイスがありません
reason-default = 何も選ばれておらず、予定表もありません
hold-until-changed = 変更するまで
device-here = このページを開いている間、このブラウザーもデバイスの一つになります。このページでの操作だけに気づき、閉じるとなくなります。
device-failed = いることをサーバーに知らせられませんでした。このページは自動で再び試します。
device-this = これ
device-live = 接続済み
device-quiet = 未接続
device-signed-in = { $when } にサインイン
device-end-one = { $device } をサインアウト
schedule-none = まだ予定表がありません。あれば、自動で対応可やオフラインになります。
schedule-zone = 時刻は { $zone } のものです。
schedule-off = 休み
schedule-edit = 変更
schedule-read = 表示に戻る
password-old = 今のパスワード
password-change = パスワードを変更
password-done = 変更しました。ほかのデバイスはすべてサインアウトされました。
tokens = スクリプト用トークン
tokens-hint = スクリプトはトークンでサインインし、ここで選んだことをあなたの名前で行えます。それだけで対応可能になることはありません。パスワードを変えるとすべて無効になります。
token-made = 今すぐトークンをコピーしてください。表示は今回だけです。
token-name = 用途
token-may = できること
token-scope = { $scope ->
    [read] あなたに見えるものを読む
    [presence] あなたの状態、スケジュール、予定を設定する
    [away] 管理者であるオフィスでほかの人を離席にする
    [admin_read] 設定内容と監査ログを読む
   *[admin] 設定内容を読み、変更する
  }
token-days = 有効期限までの日数
token-make = トークンを作る
token-until = { $when } まで
token-revoke-one = トークン { $name } を取り消す
token-revoked = そのトークンはもう使えません。
wall = 壁の画面用
bolt-everybody = { $office }の全員を離席中にする
agents-in = { $office }の担当者
office-without-members = このオフィスにはまだだれもいません。管理者が担当者を追加できます。
coverage-empty-since = 時間内なのにだれもいません、{ $since }
coverage-empty = 時間内なのにだれもいません
coverage-closed = 時間外
coverage-open-until = 担当者あり、{ $time } まで
day-of = { $office } の今日
day-gaps = だれもいなかった時間: { $times }
day-unknown = サーバーが動いていなかったため不明: { $times }
day-nobody = 今日はまだだれもいません。
loading = 読み込んでいます…
close = 閉じる
save = 保存
saved = 保存しました。
remove = 外す
copy = コピー
copied = コピーしました
yes = はい
no = いいえ
all = すべて
more = もっと表示
search = 検索
state = 状態
admin-none = ここで設定できるのは、組織の所有者とオフィスの管理者だけです。
admin-parts = このページの部分
owner = 所有者
owner-of = 組織の所有者: ここですべてを設定でき、すべてのオフィスを管理します
role-in = { $office }での役割
name-optional = 名前（わかれば）
agent-inactive = 停止中
agents-none = その名前の人はいません。
invite = だれかを招待
invite-do = リンクを作る
add-do = 追加してリンクを作る
invite-name-hint = 名前を入れると、アカウントはすぐに作られ、リンクはパスワードを設定するだけです。入れないと、リンクを開いた人が書きます。
invite-link = 参加する人にこのリンクを送ってください。表示されるのは今回だけで、使えるのは一度だけです。
reset-link = パスワードをなくした人にこのリンクを送ってください。表示されるのは今回だけで、24 時間以内に一度だけ使えます。
invitations = 未使用の招待
invitations-none = 未使用の招待はありません。
invitation-revoke = 取り消す
invitation-revoke-one = { $email } への招待を取り消す
invitation-revoked = その招待はもうだれも使えません。
reset = 新しいパスワードのリンクを作る
deactivate = 停止
deactivate-sure = はい、{ $name }さんをすべてサインアウトして締め出す
deactivated = すべてサインアウトし、締め出しました。
activate = 再開
devices = デバイス
devices-none = サインインしているデバイスはありません。
devices-end = すべてのデバイスをサインアウト
devices-ended = サインアウトしました。
offices = オフィス
offices-none = まだオフィスがありません。下で最初の一つを追加してください。
office = オフィス
office-id = ID
office-id-hint = Web ページがこの名前で呼び、変わりません: 小文字、数字、ハイフン。
office-public = 公開
office-public-hint = お客さまのページから、オンラインかどうかが見えます
office-add = オフィスを追加
office-added = { $office }ができました。
office-remove = 外す
office-remove-sure = はい、{ $office }をすべてのページから外す
office-hours = 時間
office-hours-hint = 決まった時間に担当者がいるべきです
hours-from = 開始
hours-until = 終了
hours-more = 時間を追加
zone = タイムゾーン
offline-text = だれもいないときにお客さまが読む文
offline-link = 代わりの行き先
office-origins = 表示を許可するウェブサイト（例: https://www.example.edu）。空欄ならすべて
members = メンバー
members-agent = 担当者にする
members-admin = 管理者にする
members-out = 外す
idle-minutes = Live Assistant Timeout（分）
idle-hint = この時間入力がないと、担当者は離席中になります。各自がもっと短くできます。
webhooks-none = まだほかのシステムには通知されません。下で最初のものを追加してください。
webhook-add = Webhook を追加
webhook-added = 追加しました。今すぐシークレットをコピーしてください。
webhook-removed = もう何も通知されません。
webhook-url = アドレス
webhook-hint = 変更のたびに署名付きリクエストが送られます。署名の確かめ方は /docs にあります。
webhook-events = 通知する内容
webhook-event = { $event ->
    [office_changed] オフィスがオンラインかどうか
    [office_coverage] オフィスの時間内に担当者がいるかどうか
    [office_removed] オフィスの削除
    [agent_changed] エージェントの状態
    [agent_left] エージェントがオフィスを離れる
   *[ping] テスト
  }
webhook-offices = 対象のオフィス（選ばなければすべて）
webhook-all-offices = すべてのオフィス
webhook-told = 通知する内容: { $events }（{ $offices }）
webhook-paused = 一時停止中。
webhook-secrets = 前のシークレットでも { $when } まで署名します。
webhook-secret = シークレットです。表示は今回だけです。
webhook-try = 試す
webhook-tried = 送信しました。結果は下に表示されます。
webhook-rotate = 新しいシークレットを作る
webhook-pause = 一時停止
webhook-resume = 再開
webhook-remove-sure = はい、未送信のものも含めて削除
deliveries = 配信
deliveries-reload = 読み直す
deliveries-dead = 断念したものだけ
deliveries-none = ありません。
delivery-at = 日時
delivery-what = 内容
delivery-again = 再送信
delivery-resent = 再送信します。
delivery-state = { $state ->
    [pending] 送信中
    [delivered] 到着
   *[dead] 断念
  }
widget-hint = だれかがいるかをお客さまに示すには、Web ページに一行貼り付けます:
widget-page = その行と見た目
import-hint = 見出し行のある表（CSV）: email, name, owner, office, role。必要なのは email と、新しい人の name だけです。オフィスごとに一行。すでにあるものは残り、何も取り除かれません。
import-file = ファイル
import-table = または行
import-try = 試す
import-do = 取り込む
import-refused = 表は取り込まれませんでした。{ $detail }
import-done = 取り込みました。
import-line = { $line } 行目: { $detail }
import-report = 追加した担当者: { $added }。変更した担当者: { $changed }。設定した所属: { $memberships }。
agent = 担当者
from = 開始
until = 終了
export = CSV で書き出す
when = いつ
who = だれが
what = 何を
why = なぜ
command-line = サーバーのコマンドライン
audit-none = 当てはまる出来事はまだありません。
password-more = あと { $count } 文字
problem = { $code ->
    [wrong_password] メールアドレスとパスワードが合いません。両方を確認して、もう一度試してください。
    [deactivated] このアカウントは停止されています。組織の所有者に尋ねてください。
    [slow_down] 間違いが多すぎました。数分待って、もう一度試してください。
    [not_allowed] これを行う権限がありません。組織の所有者に尋ねてください。
    [cross_site] 別のサイトのページからの要求です。このサーバーのページを開いて行ってください。
    [insecure] TLS がないとブラウザーはサインインを保てません。https で始まるアドレスでこのページを開いてください。
    [code_not_valid] このコードは使えません。使用済み、期限切れ、または新しいものに替わっています。新しいものを頼んでください。
    [exists] すでに同じものがあります。別の名前かアドレスを選んでください。
    [last_owner] 組織には所有者が必要です。先に別の担当者を所有者にしてください。
    [not_found] もうありません。だれかが外したのかもしれません。
    [stale] だれかが同時に変更しました。ページを読み込み直して、もう一度見てください。
    [too_large] 一度に多すぎます。分けて送ってください。
    [unavailable] サーバーは今受け付けられません。少ししてから試してください。
    [unreachable] サーバーが応答しません。接続を確認して、もう一度試してください。
    [not_signed_in] サインインが切れました。もう一度サインインしてください。
   *[other] うまくいきませんでした。ページを読み込み直して、もう一度試してください。
  }
problem-field = { $field ->
    [password] 8 文字以上のパスワードを選んでください。
    [new] 8 文字以上の別のパスワードを選んでください。
    [old] 今のパスワードと違います。
    [name] 1 から 100 文字の名前を入力してください。
    [email] ana@example.org のようなメールアドレスを入力してください。
    [id] it-desk のように、小文字、数字、ハイフンで 64 文字までにしてください。
    [offline] 300 文字までにし、リンクは https で始めてください。
    [idle_after_seconds] 1 分から 24 時間の間で選んでください。
    [reason] 理由は 200 文字未満にしてください。
    [url] https で始まるアドレスを入力してください（例: https://desk.example.edu/porchlight）。
   *[other] 合わないところがあります。確認して、もう一度試してください。
  }
online-count = { $count ->
    [0] オンラインの担当者はいません
   *[other] 担当者 { $count } 人がオンライン
  }
me-everywhere = { $status ->
    [available] どこでも対応可
    [away] どこでも離席中
   *[offline] どこでもオフライン
  }
me-in-office = { $status ->
    [available] 対応可
    [away] 離席中
   *[offline] オフライン
  } · { $reason }
hold-minutes = { $count } 分
hold-hours = { $count } 時間
admin-part = { $part ->
    [people] 人
    [offices] オフィス
    [settings] 設定
    [webhooks] Webhook
    [import] 取り込み
   *[audit] 監査ログ
  }
role = { $role ->
    [agent] 担当者
    [admin] 管理者
   *[none] メンバーではない
  }
members-set = { $count } 件の所属を変更しました。
import-errors = 何も取り込まれません: { $count } 行が合いません。
act = { $act ->
    [set_away] 離席中に設定
    [agent_added] 担当者を追加
    [agent_changed] 担当者を変更
    [password_changed] パスワードを変更
    [password_reset_started] 新しいパスワードのリンクを作成
    [sessions_ended] デバイスをサインアウト
    [office_added] オフィスを追加
    [office_changed] オフィスを変更
    [office_removed] オフィスを削除
    [member_set] 所属を設定
    [member_removed] 所属を解除
    [settings_changed] 設定を変更
    [invitation_made] 招待
    [invitation_accepted] 招待を受諾
    [invitation_revoked] 招待を取り消し
    [webhook_added] Webhook を追加
    [webhook_changed] Webhook を変更
    [webhook_removed] Webhook を削除
    [webhook_tested] Webhook を試行
    [delivery_resent] Webhook の配信を再送
    [token_made] スクリプト用トークンを作成
    [token_revoked] スクリプト用トークンを取り消し
   *[other] その他
  }`;export{e as default};