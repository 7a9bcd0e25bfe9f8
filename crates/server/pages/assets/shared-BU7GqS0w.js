var e=`hours = { $from }～{ $until }
sentence = { $text }。
error-unknown = Porchlight 自体に問題が起きました。もう一度お試しください。続くようなら、Porchlight を終了して起動し直してください。
held-when = このウィンドウを開いたままにすると { $seconds } 秒後に実行します。
held-soon = このウィンドウを開いたままにすると数秒後に実行します。
held-now = 今すぐ
held-undo = 元に戻す
dismiss = 閉じる
agent-status = { $status ->
    [available] 対応可:
    [away] 離席中:
   *[offline] オフライン:
  }
agent-you = （あなた）
set-away = { $agent }さんを離席中にする
set-away-in = { $office }の{ $agent }さんを離席中にする
set-away-held = { $agent }さんが{ $office }で離席中になります。
length = { $hours ->
    [0] { $minutes }分
   *[other] { $minutes ->
        [0] { $hours }時間
       *[other] { $hours }時間{ $minutes }
      }
  }
shift = { $day } { $from }～{ $until }
shift-overnight = { $day } { $from }～{ $next } { $until }
to = ～
on-day = { $day }
begins = 開始
ends = 終了
time-wrong = 時刻は { $first } や { $second } のように入力してください。
no-shifts = シフトなし
week-day = { $today ->
    [yes] { $day }、今日、{ $length }
   *[no] { $day }、{ $length }
  }
dates = { $first }～{ $last }
time-zone = タイムゾーン
your-week = あなたの一週間
on-which-days = どの曜日か
day-length = { $length } · コピー先
day-empty = シフトなし
add-shift = シフトを追加
clear-day = { $day }を空にする
copy-day = { $day }のコピー先
days-range = { $first }～{ $last }
days-all = 全部
remove-shift = { $shift }を外す
remove-hint = 外す (Delete)
day-off = 休み
time-off = 休暇
merge-time-off = 休暇、{ $dates }
merge-nothing = { $what ->
    [no-shifts] シフトなし
    [as-every-week] 毎週どおり
    [day-off] 休み
   *[no-time-off] なし
  }
step-workdays = { $first }～{ $last } { $from }～{ $until }
step-shift = { $what ->
    [draw] 描く: { $shift }
    [move] 動かす: { $shift }
    [stretch] 伸縮: { $shift }
    [times] 時刻を変更: { $shift }
    [remove] 外す: { $shift }
   *[add] 追加: { $shift }
  }
step-copy = { $day }を{ $days }にコピー
step-clear = { $day }を空にする
all-weekdays = すべての平日
every-day = 毎日
shift-joined = { $shift }: すでにあったシフトとつなぎました。
shift-added = { $shift }: 追加しました。
shift-removed = { $shift }: 外しました。
day-copied = { $day }を{ $days }にコピーしました。
day-cleared = { $day }のシフトはなくなりました。`;export{e as default};