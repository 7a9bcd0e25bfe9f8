var e=`hours = { $from }–{ $until }
sentence = { $text }.
error-unknown = حدث خطأ في Porchlight نفسه. حاول من جديد؛ وإن بقي فأنهِ Porchlight وابدأه من جديد.
held-when = { $seconds ->
    [zero] الآن، إن بقيت هذه النافذة مفتوحة.
    [one] بعد ثانية واحدة، إن بقيت هذه النافذة مفتوحة.
    [two] بعد ثانيتين، إن بقيت هذه النافذة مفتوحة.
    [few] بعد { $seconds } ثوانٍ، إن بقيت هذه النافذة مفتوحة.
    [many] بعد { $seconds } ثانية، إن بقيت هذه النافذة مفتوحة.
   *[other] بعد { $seconds } ثانية، إن بقيت هذه النافذة مفتوحة.
  }
held-soon = بعد ثوانٍ قليلة، إن بقيت هذه النافذة مفتوحة.
held-now = الآن
held-undo = تراجع
dismiss = إغلاق
agent-status = { $status ->
    [available] متاح:
    [away] بعيد:
   *[offline] غير متصل:
  }
agent-you = (أنت)
set-away = جعل { $agent } بعيدًا
set-away-in = جعل { $agent } بعيدًا في { $office }
set-away-held = سيصبح { $agent } بعيدًا في { $office }.
length = { $hours ->
    [0] { $minutes } د
   *[other] { $minutes ->
        [0] { $hours } س
       *[other] { $hours } س { NUMBER($minutes, minimumIntegerDigits: 2) }
      }
  }
shift = { $day }، من { $from } إلى { $until }
shift-overnight = { $day }، من { $from } إلى { $until } من { $next }
to = إلى
on-day = { $day }
begins = البداية
ends = النهاية
time-wrong = اكتب الأوقات مثل { $first } أو { $second }.
no-shifts = بلا مناوبات
week-day = { $today ->
    [yes] { $day }، اليوم، { $length }
   *[no] { $day }، { $length }
  }
dates = { $first } إلى { $last }
time-zone = المنطقة الزمنية
your-week = أسبوعك
on-which-days = في أي الأيام
day-length = { $length } · نسخ إلى
day-empty = بلا مناوبات
add-shift = إضافة مناوبة
clear-day = إفراغ { $day }
copy-day = نسخ { $day } إلى
days-range = { $first }–{ $last }
days-all = الكل
remove-shift = إزالة { $shift }
remove-hint = إزالة (Delete)
day-off = يوم عطلة
time-off = إجازة
merge-time-off = إجازة، { $dates }
merge-nothing = { $what ->
    [no-shifts] بلا مناوبات
    [as-every-week] ككل أسبوع
    [day-off] يوم عطلة
   *[no-time-off] لا شيء
  }
step-workdays = من { $first } إلى { $last }، من { $from } إلى { $until }
step-shift = { $what ->
    [draw] رسم { $shift }
    [move] نقل { $shift }
    [stretch] مدّ { $shift }
    [times] ضبط أوقات { $shift }
    [remove] إزالة { $shift }
   *[add] إضافة { $shift }
  }
step-copy = نسخ { $day } إلى { $days }
step-clear = إفراغ { $day }
all-weekdays = كل أيام العمل
every-day = كل الأيام
shift-joined = { $shift }: ضُمّت إلى المناوبة التي كانت هناك.
shift-added = { $shift }: أُضيفت.
shift-removed = { $shift }: أُزيلت.
day-copied = نُسخ { $day } إلى { $days }.
day-cleared = لم تبق مناوبات: { $day }.`;export{e as default};