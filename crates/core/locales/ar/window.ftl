### النافذة. ملاحظات الترجمة في ‎../en/window.ftl
###
### المصطلحات: Available = متاح، Away = بعيد، Offline = غير متصل؛ office = مكتب؛ schedule = جدول؛ shift = مناوبة؛
### bolt = الصاعقة (جعل الآخرين بعيدين)؛ counter = العدّاد؛ Follow my schedule = اتباع جدولي.

no-answer = لا يستجيب Porchlight. أغلق هذه النافذة وافتحها من جديد من شريط النظام أو بالأمر «porchlight window».
nav = الصفحات
nav-status = الحالة
nav-schedule = الجدول
nav-settings = الإعدادات
demo = تجربة
demo-hint = حرم جامعي نموذجي على هذا الحاسوب: لا يراك هنا أحد غيرك
put-aside = تنحية
ask-at-login = يمكن أن يبدأ Porchlight من تلقاء نفسه عند تسجيل دخولك، حتى لا ينتظرك أحد عبثًا.
ask-at-login-yes = البدء عند الدخول
ask-at-login-no = ليس الآن
my-status = حالتي
my-status-everywhere = حالتي في كل المكاتب
status-name = { $status ->
    [available] متاح
    [away] بعيد
   *[offline] غير متصل
  }
hold = إلى متى
hold-available = متاح لمدة
hold-away = بعيد لمدة
add-schedule = إضافة جدول
following-schedule = وفق الجدول
follow-schedule = اتباع جدولي
offices = المكاتب
offices-none = لست في أي مكتب بعد. اطلب من أحد مسؤولي فريقك أن يضيفك إلى مكتب، وسيظهر هنا من تلقاء نفسه.
office-online = { $count ->
    [zero] لا أحد متصل
    [one] موظف واحد متصل
    [two] موظفان متصلان
    [few] { $count } موظفين متصلين
    [many] { $count } موظفًا متصلًا
   *[other] { $count } موظف متصل
  }
office-online-unknown = الموظفون المتصلون: غير معروف
office-available = متاح في { $office }
office-agents = موظفو { $office }
office-unknown = لا يُعرف من هنا حتى يعود اتصال Porchlight.
office-without-agents = لا ينتمي أحد إلى هذا المكتب بعد. يمكن لأحد المسؤولين إضافة موظفين إليه.
office-empty = لا أحد متاح هنا، لذا يرى العملاء هذا المكتب غير متصل.
set-everybody-away = جعل الجميع بعيدين
set-everybody-away-nobody = لا أحد غيرك متاح هنا
set-everybody-away-in = جعل الجميع في { $office } بعيدين
set-everybody-away-title = هل تريد جعل الجميع في { $office } بعيدين؟
set-everybody-away-text = المتاحون هناك الآن: { $people }. سيرى العملاء { $office } غير متصل حتى يعود أحد.
set-everybody-away-reason = السبب الذي يُقال لهم (اختياري)
set-everybody-away-held = سيصبح الجميع في { $office } بعيدين.
people-you = أنت
people-more = { $count ->
    [zero] لا أحد آخر
    [one] شخص آخر
    [two] شخصان آخران
    [few] { $count } آخرون
    [many] { $count } آخرون
   *[other] { $count } آخرون
  }
cancel = إلغاء
welcome-title = دعهم يعرفون أنك هنا
welcome-text = يُظهر Porchlight للزملاء والعملاء إن كان أحد هنا.
connect-title = الاتصال بخادم فريقك
connect-server = الخادم
connect-email = البريد الإلكتروني
connect-password = كلمة المرور
connect-plain = أثق بكل من في الطريق إلى هذا الخادم
connect = اتصال
connecting = جارٍ الاتصال…
connect-server-missing = اكتب عنوان خادم فريقك، مثل { $example }.
connect-email-missing = اكتب عنوان بريدك الإلكتروني، مثل { $example }.
connect-password-missing = اكتب كلمة المرور.
try-here = تجربته على هذا الحاسوب
try-here-starting = جارٍ البدء…
try-here-text = بحرم جامعي نموذجي. لا يغادر شيء هذا الحاسوب.
account = الحساب
account-no-server = لا خادم
sign-out = تسجيل الخروج
sign-out-title = تسجيل الخروج من Porchlight؟
sign-out-text = سيراك الزملاء والعملاء غير متصل حتى تسجّل الدخول من جديد.
sign-out-cancel = البقاء
leaving-desk = عندما أترك المكتب
idle-after = بعيد بعد هذه المدة بلا نشاط
idle-organization = { $duration }، كما في مؤسستي
idle-limit = { $duration } على الأكثر، كما تحدد مؤسستك.
away-on-lock = بعيد عند قفل الشاشة
away-on-lock-hint = فورًا، دون انتظار المدة أعلاه.
present-in-calls = البقاء متاحًا أثناء المكالمات والعروض
present-in-calls-hint = { $hours ->
    [zero] ما دام برنامج يُبقي الشاشة مضاءة. لا يُخبَر أحد بذلك.
    [one] ما دام برنامج يُبقي الشاشة مضاءة، حتى ساعة واحدة بلا نشاط. لا يُخبَر أحد بذلك.
    [two] ما دام برنامج يُبقي الشاشة مضاءة، حتى ساعتين بلا نشاط. لا يُخبَر أحد بذلك.
    [few] ما دام برنامج يُبقي الشاشة مضاءة، حتى { $hours } ساعات بلا نشاط. لا يُخبَر أحد بذلك.
    [many] ما دام برنامج يُبقي الشاشة مضاءة، حتى { $hours } ساعة بلا نشاط. لا يُخبَر أحد بذلك.
   *[other] ما دام برنامج يُبقي الشاشة مضاءة، حتى { $hours } ساعة بلا نشاط. لا يُخبَر أحد بذلك.
  }
ask-on-return = السؤال قبل أن أُعدّ عائدًا
ask-on-return-on = بعد الخمول تبقى بعيدًا حتى تقول غير ذلك.
ask-on-return-off = بعد الخمول تعيدك أول ضغطة مفتاح أو حركة.
calendar = التقويم
calendar-hint = بعيد ما دام التقويم يقول إنك مشغول. لا تغادر هذا الحاسوب إلا الأوقات.
calendar-address = عنوان تقويمك (‎.ics)
calendar-follow = متابعته
calendar-stop = إيقاف المتابعة
this-computer = هذا الحاسوب
start-at-login = البدء عند تسجيل دخولي
notifications = الإشعارات
notifications-hint = عندما يغيّر Porchlight أو جدولك أو أحد المسؤولين حالتك.
language = اللغة
language-system = كهذا الحاسوب
clock = الساعة
clock-system = كهذا الحاسوب
clock-twelve = 12 ساعة: { $example }
clock-twenty-four = 24 ساعة: { $example }
diagnostics = التشخيص
diagnostics-idle = زمن الخمول
diagnostics-tray = شريط النظام
diagnostics-session = القفل والسكون
diagnostics-calls = المكالمات والعروض
diagnostics-notifications = الإشعارات
diagnostics-link = الاتصال
diagnostics-sync = آخر مزامنة
diagnostics-sync-now = الآن
diagnostics-sync-never = ليس بعد
diagnostics-failure = آخر عطل
diagnostics-failure-none = لا شيء
diagnostics-sent = آخر ما أُرسل
diagnostics-sent-nothing = لا شيء بعد
diagnostics-token = الرمز
diagnostics-version = الإصدار
diagnostics-system = النظام
diagnostics-log = السجل
diagnostics-events = آخر ما حدث
diagnostics-copy = نسخ التشخيص
diagnostics-copied = نُسخ. ليست فيه كلمة مرور ولا رمز.
diagnostics-not-copied = تعذّر النسخ؛ شغّل «porchlight diagnostics» في الطرفية.
next-day = اليوم التالي
whole-day = { $hours ->
    [zero] لا ساعات
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $hours } ساعات
    [many] { $hours } ساعة
   *[other] { $hours } ساعة
  }
date-kind = { $kind ->
    [time-off] إجازة
    [day-off] يوم عطلة
    [other-hours] ساعات أخرى
    [shifts] مناوبات
   *[free] بلا مناوبات
  }
month-date = { $today ->
    [yes] { $date }، اليوم، { $kind }
   *[no] { $date }، { $kind }
  }
schedule = الجدول
schedule-summary = { $summary } · { $length } في الأسبوع
schedule-not-connected = يمكن تغيير الجدول عندما يعود اتصال Porchlight. وحتى ذلك الحين يسري كما هو.
schedule-changed-elsewhere = تغيّر الجدول في هذه الأثناء على جهاز آخر، فلم يُحفظ جدولك. ستظهر النسختان حالما تصل الأخرى.
schedule-removed-elsewhere = أُزيل الجدول في هذه الأثناء على جهاز آخر، فلم يُحفظ جدولك. احفظه من جديد أو تخلَّ عنه.
drop-mine = التخلي عن تغييراتي
keep-mine = الاحتفاظ بجدولي
schedule-found = أُغلقت النافذة قبل حفظ هذه التغييرات، فهي لا تسري بعد. احفظها أو تخلَّ عنها.
week-and-ahead = كل أسبوع، وكيف سيكون
every-week = كل أسبوع
week-empty = ارسم مناوبتك الأولى، أو ابدأ من
week-start = { $first }–{ $last }، { $from }–{ $until }
week-help = { $minutes ->
    [zero] ارسم مناوبة أو اسحبها أو اسحب طرفيها؛ ومع <kbd>Shift</kbd> بدقة.
    [one] ارسم مناوبة أو اسحبها أو اسحب طرفيها؛ ومع <kbd>Shift</kbd> بدقة دقيقة واحدة.
    [two] ارسم مناوبة أو اسحبها أو اسحب طرفيها؛ ومع <kbd>Shift</kbd> بدقة دقيقتين.
    [few] ارسم مناوبة أو اسحبها أو اسحب طرفيها؛ ومع <kbd>Shift</kbd> بدقة { $minutes } دقائق.
    [many] ارسم مناوبة أو اسحبها أو اسحب طرفيها؛ ومع <kbd>Shift</kbd> بدقة { $minutes } دقيقة.
   *[other] ارسم مناوبة أو اسحبها أو اسحب طرفيها؛ ومع <kbd>Shift</kbd> بدقة { $minutes } دقيقة.
  }
week-help-more = بلوحة المفاتيح
week-help-keys = { $minutes ->
    [few] على يوم: <kbd>+</kbd> ينشئ مناوبة و<kbd>↓</kbd> ينتقل إليها. على مناوبة: <kbd>↑ ↓ ← →</kbd> تحركها، ومع <kbd>Shift</kbd> نهايتها (<kbd>↑ ↓</kbd>) أو بدايتها (<kbd>← →</kbd>)، ومع <kbd>Ctrl</kbd> بمقدار { $minutes } دقائق؛ <kbd>Enter</kbd> لكتابة الأوقات بدقة، <kbd>Delete</kbd> للإزالة، <kbd>Page ↑ ↓</kbd> للانتقال إلى التالية.
   *[other] على يوم: <kbd>+</kbd> ينشئ مناوبة و<kbd>↓</kbd> ينتقل إليها. على مناوبة: <kbd>↑ ↓ ← →</kbd> تحركها، ومع <kbd>Shift</kbd> نهايتها (<kbd>↑ ↓</kbd>) أو بدايتها (<kbd>← →</kbd>)، ومع <kbd>Ctrl</kbd> بمقدار { $minutes } دقيقة؛ <kbd>Enter</kbd> لكتابة الأوقات بدقة، <kbd>Delete</kbd> للإزالة، <kbd>Page ↑ ↓</kbd> للانتقال إلى التالية.
  }
dates-and-time-off = التواريخ والإجازات
dates-different = تواريخ مختلفة
time-zone-here = هذا الحاسوب في { $zone }.
remove-schedule = إزالة الجدول كله
import-shifts = استيراد مناوبات…
export-shifts = تصدير بصيغة ‎.ics
import-hint = جدول مناوبات أو تقويم آخر (‎.ics). تحل مناوباته وتواريخه محل الموجودة هنا، ولا يسري شيء حتى تحفظ.
shifts-taken = المناوبات الأسبوعية: { $shifts }. تواريخ خاصة في السنة القادمة: { $dates }.
schedule-written = كُتب في { $file }.
saved-not = لم يُحفظ بعد.
saved = حُفظ.
saved-everywhere = حُفظ. يسري على كل مكاتبك.
look-again = في الأعلى ما يحتاج إلى نظرة أخرى.
discard = تخلٍّ
save = حفظ
saving = جارٍ الحفظ…
leave-title = هل تريد حفظ تغييرات الجدول؟
leave-text = تضيع إن تركت هذه الصفحة دون حفظ.
leave-cancel = متابعة التحرير
month-before = الشهر السابق
month-after = الشهر التالي
chosen-dates = التواريخ المختارة
choose-dates = اختر تاريخًا أو اسحب على عدة تواريخ: يوم عطلة أو ساعات أخرى أو إجازة.
make-dates = { $kind ->
    [day-off] { $count ->
        [one] يوم عطلة
        [two] يوما عطلة
       *[other] أيام عطلة
      }
    [other-hours] ساعات أخرى
    [time-off] إجازة
   *[as-every-week] ككل أسبوع
  }
made-dates = { $kind ->
    [day-off] { $count ->
        [one] { $dates }: يوم عطلة.
        [two] { $dates }: يوما عطلة.
       *[other] { $dates }: أيام عطلة.
      }
    [other-hours] { $dates }: ساعات أخرى.
    [time-off] { $dates }: إجازة.
   *[as-every-week] { $dates }: ككل أسبوع.
  }
date = التاريخ
on-this-date = في هذا التاريخ
other-hours = ساعات أخرى
remove-date = إزالة هذا التاريخ
add-hours = إضافة ساعات في هذا التاريخ
remove-hours = إزالة هذه الساعات
date-wrong = اختر تاريخًا.
date-twice = هذا التاريخ في القائمة. غيّره هناك.
off-from = من
off-until = إلى
first-date = التاريخ الأول
last-date = التاريخ الأخير
first-time = من، الوقت
last-time = إلى، الوقت
remove-time-off = إزالة هذه الإجازة
time-off-wrong = اختر التاريخين الأول والأخير.
ahead = الأسبوعان القادمان
ahead-draft = بعد الحفظ
today = اليوم
offline-all-day = غير متصل
merge-title = تغيّر الجدول في هذه الأثناء على جهاز آخر.
merge-decide = اختر ما يسري حيث غيّر كلاكما الشيء نفسه. لا يُحفظ شيء قبل ذلك.
merge-decided = لا يضيع شيء: هذا ما غيّره كلٌّ منكما. اختر غيره حيث تشاء.
merge-side = { $side ->
    [mine] نسختك
    [theirs] الجهاز الآخر
   *[both] كلتاهما
  }
merge = جمعهما
undo = تراجع
redo = إعادة
undo-hint = تراجع (Ctrl+Z)
redo-hint = إعادة (Ctrl+Shift+Z)
undo-step = تراجع: { $step }
redo-step = إعادة: { $step }
undone = تم التراجع: { $step }.
redone = أُعيد: { $step }.
step-merge = جمع النسختين
step-discard = التخلي عن تغييراتك
step-remove-all = إزالة الجدول كله
step-import = أخذ المناوبات من تقويم
step-change-date = تغيير { $date }
step-remove-date = إزالة { $date }
step-change-time-off = تغيير الإجازة
step-remove-time-off = إزالة الإجازة
step-zone = تغيير المنطقة الزمنية إلى { $zone }
step-dates = { $kind ->
    [day-off] { $count ->
        [one] يوم عطلة: { $dates }
        [two] يوما عطلة: { $dates }
       *[other] أيام عطلة: { $dates }
      }
    [other-hours] ساعات أخرى: { $dates }
    [time-off] إجازة: { $dates }
   *[as-every-week] ككل أسبوع: { $dates }
  }
merged = جُمعت النسختان. احفظهما أو تابع.
discarded = تم التخلي عن تغييراتك.
look-again-said = هناك ما يحتاج إلى نظرة أخرى.
removed-all = أُزيلت كل المناوبات والتواريخ والإجازات.
workdays-added = أُضيف: { $step }.
