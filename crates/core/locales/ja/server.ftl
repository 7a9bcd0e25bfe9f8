### 注記はこちら: ../en/server.ftl

server-problem = { $code ->
    [wrong_password] メールアドレスとパスワードが合いません。両方を確認して、もう一度試してください。
    [deactivated] このアカウントは停止されています。組織の所有者に尋ねてください。
    [slow_down] 間違いが多すぎました。数分待って、もう一度試してください。
    [insecure] TLS がないとブラウザーはサインインを保てません。https で始まるアドレスでこのページを開いてください。
   *[other] うまくいきませんでした。もう一度試してください。
}
server-sign-in = サインイン
server-sign-out = サインアウト
server-email = メールアドレス
server-password = パスワード
server-remember = このデバイスでサインインしたままにする
server-online = オンラインの人
server-as-of = { $clock } 現在。スクリプトなしでは、変化を見るにはページを読み込み直してください。
server-no-office = まだどのオフィスにも入っていません。チームの管理者に追加してもらってください。
server-count = { $count ->
    [0] オンラインの担当者はいません
   *[other] 担当者 { $count } 人がオンライン
}
server-status = { $status ->
    [available] 対応可
    [away] 離席中
   *[offline] オフライン
}
server-needs-script = このページにはスクリプトが必要です。このサイトで許可し、読み込み直してください。
