### このコンピューターに足りないものと、起きた問題。注記は ../en/platform.ftl にあります。

lack-display = DISPLAY が設定されていません
lack-display-unreachable = DISPLAY の X ディスプレイに届きません
lack-screen-saver-extension = X サーバーにスクリーンセーバー拡張がありません
lack-x-idle-time = X サーバーが無操作時間を伝えません
lack-gnome-idle-monitor = GNOME の無操作モニターが応答しません
lack-wayland-idle = この Wayland コンポジターは無操作を伝えません（ext-idle-notify-v1 がありません）
lack-wayland-silent = Wayland コンポジターが休止を伝えなくなりました
lack-idle-answer = 無操作時間を伝えるものが応答しません
lack-idle-time = このコンピューターは無操作時間を伝えません
lack-system-bus = システムバスに届きません
lack-login-service = ログインサービス（logind）が応答しません
lack-session = ログインサービス（logind）がこのセッションを知らないため、スリープだけがわかります
lack-session-bus = セッションバスがありません
lack-session-bus-silent = セッションバスが応答しません
lack-panel = このデスクトップにはトレイアイコンを表示するパネルがありません
lack-panel-icons = デスクトップはトレイアイコンを集めていますが、表示するパネルがありません
lack-panel-refused = パネルがアイコンを受け付けませんでした
lack-notification-service = このデスクトップには通知サービスがありません
lack-notification-service-silent = デスクトップの通知サービスが応答しません
lack-notification = 通知を表示できませんでした（{ $error }）
lack-inhibitors = このデスクトップには、画面をつけているものを伝えるものがありません
lack-presentation = Windows は、発表が表示されているかどうかを伝えません
lack-session-messages = Windows はロックとスリープを伝えません
lack-not-asked = macOS には、画面をつけているものを尋ねていません
window-not-started = ウィンドウを起動できませんでした。続くようなら Porchlight を入れ直してください。
window-crashed = ウィンドウが思いがけず閉じました。状態は変わっていません。トレイから開き直してください。
autostart-on = Porchlight はログイン時に起動します。
autostart-by-systemd = Porchlight はログイン時に systemd のユニットで起動します。
autostart-another = ログイン時に、これとは別の Porchlight が起動します: { $program }。これを起動するには、いったんオフにしてからオンにしてください。
autostart-off = Porchlight はログイン時に自動では起動しません。
autostart-turned-off = Porchlight はログイン時に自動では起動しません。Windows のスタートアップ アプリの一覧でオフになっています。
autostart-demo = サンプルキャンパスはログイン時に起動しません。何も変更していません。Porchlight 自体については、本来のアプリの設定か、`--demo` なしの `porchlight autostart` で決めてください。
autostart-no-folder = ログイン時に起動するもののフォルダーがありません。{ $variables } を設定して、もう一度試してください。
autostart-refused = デスクトップがログイン時の Porchlight の起動を許可しませんでした。デスクトップの Porchlight の設定でバックグラウンドでの動作を許可して、もう一度試してください。
autostart-no-portal = ログイン時に Porchlight を起動するようデスクトップに頼めません（{ $error }）。デスクトップの自動起動の設定に手で加えてください。
autostart-path = { $program } のプログラムは、パスの文字のためログイン時に起動できません。移動して、もう一度試してください。
autostart-denied = { $act ->
    [read] { $place } を読めませんでした（{ $error }）。変更できるようにして、もう一度試してください。
    [remove] { $place } を削除できませんでした（{ $error }）。変更できるようにして、もう一度試してください。
   *[write] { $place } に書けませんでした（{ $error }）。変更できるようにして、もう一度試してください。
}
notice-without-buttons = { $text } 答えるには（{ $action }）、Porchlight のアイコンをクリックしてください。
