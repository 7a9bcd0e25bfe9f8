### なぜ行われなかったか、サーバーに届かなかったか、どうすればよいか。注記は ../en/refusals.ftl にあります。

unreachable-network = このコンピューターから { $server } への経路がありません。ネットワークを確認してください。
unreachable-broken = { $server } との接続が切れました。ネットワークを確認してください。
unreachable-unknown-name = { $server } という名前のサーバーはありません。ネットワークと、アドレスの入力ミスを確認してください。
unreachable-refused = { $server } から応答がありません。Porchlight のサーバーが動いていません。少し待つか、運用者に尋ねてください。
unreachable-timed-out = { $server } の応答が時間内に届きませんでした。ネットワークを確認してください。
unreachable-certificate = { $server } の証明書を信頼できないため、何も送っていません。だれかが間にいるかもしれません。別のネットワークを試すか、運用者に尋ねてください。
unreachable-clock = { $server } の証明書は、このコンピューターの日付では有効ではありません。日付と時刻を直してください。正しい場合は、運用者に新しい証明書を頼んでください。
unreachable-no-tls = { $server } で応答しているものは TLS に対応していないため、https:// は使えません。アドレスとポートを確認するか、運用者に尋ねてください。このコンピューターや信頼できるネットワークにある場合は http:// を試してください。
unreachable-moved-to = { $server } は、サーバーが { $to } に移ったと答えています。運用者に確かめ、サインアウトしてからそちらにサインインしてください。
unreachable-moved = { $server } は、サーバーが移ったと答えています。運用者に新しいアドレスを尋ね、サインアウトしてからそちらにサインインしてください。
unreachable-portal = ホテルやゲスト用ネットワークのように、ネットワーク内の何かが { $server } の代わりに応答しています。Web ページを開き、ネットワークにサインインしてください。
unreachable-not-understood = { $server } で応答しているものは、この版が理解できる Porchlight サーバーではありません。アドレスと、新しい Porchlight がないかを確認してください。
unreachable-closed = { $server } が接続を終えました。少し待ってください。
unanswered = { $why } もう一度試す前に、行われたかどうかを確認してください。
problem-not-signed-in = サーバーはこのサインインを知りません。もう一度サインインしてください。
problem-wrong-password = メールアドレスとパスワードが合いません。両方を確認して、もう一度試してください。
problem-deactivated = このアカウントは所有者により停止されています。組織の所有者に尋ねてください。
problem-not-allowed = その権限がありません。オフィスの管理者か所有者に尋ねてください。
problem-not-found = サーバーにはそのようなものがないか、あなたのものではありません。
problem-code-not-valid = このコードは使えません。使用済み、期限切れ、または差し替え済みです。新しいものを頼んでください。
problem-exists = すでにあります。
problem-last-owner = 組織にはサインインできる所有者が必要で、これが最後の一人です。
problem-stale = その間にだれかが変更したため、保存されませんでした。今の内容を見て、もう一度変更してください。
problem-too-large = サーバーが一度に受け取れる量を超えています。減らして送ってください。
problem-slow-down = 短時間に多すぎました。少し待って、もう一度試してください。
problem-slow-down-for = 短時間に多すぎました。{ $wait } 待って、もう一度試してください。
problem-unavailable = サーバーは今それを行えません。あとで試してください。
problem-internal = サーバーで問題が起きました。あとで試し、続くようなら運用者に知らせてください。
problem-invalid-field = サーバーは { $field } の内容を受け付けません: { $detail }
refused-signed-out = サインインしていません。先にチームのサーバーにサインインしてください。
refused-unknown-office = `{ $office }` というオフィスには入っていません。自分のオフィスから選んでください。
refused-too-long = 選択が続くのは最長 400 日です。もっと短い時間か、変更するまでを選んでください。
refused-already-past = その時刻はもう過ぎています。もっと後を選んでください。
refused-idle-time = { $least } から { $most } までの時間を選んでください。
refused-already-signed-in = すでに { $email } としてサインインしています。先にサインアウトしてください。
refused-signing-in = サインインの途中です。少し待ってください。
refused-not-connected = サーバーに届きませんが、これには必要です。Porchlight が接続してから試してください。
refused-signing-out = サインアウトの途中のため、行われませんでした。先にサインインし直してください。
refused-quitting = Porchlight が終了するところのため、行われませんでした。先に起動し直してください。
refused-choice-dropped = サーバーに選択が届く前にサインアウトしたため、取り消されました。
refused-colleague-not-available = { $status ->
    [available] { $name }さんは{ $office }で対応可ではなく対応可のため、何も変えていません。
    [away] { $name }さんは{ $office }で対応可ではなく離席中のため、何も変えていません。
   *[offline] { $name }さんは{ $office }で対応可ではなくオフラインのため、何も変えていません。
}
refused-nobody-available = { $office }に対応可の人がいないため、何も変えていません。
refused-not-taken = サーバーがまだ選択（{ $choice }）を受け取っていないため、ほかの人には見えません。再び試みており、ほかの選択はそのまま進みます。終わらないときは、サーバーの運用者に知らせてください。
refused-lost-at-the-end = 選択（{ $choices }、{ $number } 件）がサーバーに届かず、ディスクも応答しませんでした。数秒以内にディスクが応答しなければ、Porchlight の終了とともに失われます。起動し直してから、もう一度選んでください。
signed-out-by-server = サーバーがこのデバイスを知らないため、サインアウトしました。もう一度サインインしてください。
signed-out-without-token = このデバイスのトークンがないため、サインアウトしました。もう一度サインインしてください。
signed-out-untold = サインアウトし、ここではこのデバイスを忘れましたが、{ $server } に知らせることができず、まだ知られています。サーバーの運用者に終わらせてもらってください。
signed-out-untold-dropped = サインアウトし、ここではこのデバイスを忘れましたが、{ $server } に知らせることができず、まだ知られています。サーバーの運用者に終わらせてもらってください。送っていない選択 { $choices } 件は取り消されました。
signed-out-dropped = サインアウトしました。送っていない選択 { $choices } 件は取り消されました。
refused-no-address = `{ $address }` はサーバーのアドレスではありません。https://chat.example.edu のように書いてください。
refused-plain-http = { $address } に送るものは暗号化されないため、途中のだれかがパスワードを読み、あなたになりすますかもしれません。https:// でサインインするか、このサーバーに限って許してください（コマンドラインでは --allow-plain-http）。
refused-no-campus = サンプルキャンパスを起動できませんでした: { $error }。
schedule-unknown-zone = `{ $zone }` はタイムゾーンではありません。`Europe/Berlin` のような IANA 名を使ってください。
schedule-start-at-day-end = シフトは 24:00 に始められません（`{ $field }`）。翌日の 00:00 に始めてください。
schedule-empty-time-off = { $number } 番目の休暇は始まる前に終わっています。終わりは始まりより後にしてください。
schedule-year-out-of-range = `{ $field }` の年が範囲外です。0 から 9999 までにしてください。
schedule-too-many = `{ $field }` に { $found } 件ありますが、{ $most } 件までです。減らしてください。
unreachable-signed-out = このコンピューターではだれもサインインしていません。
