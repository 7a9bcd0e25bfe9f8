### ما يقوله سطر الأوامر. الملاحظات في ‎../en/command-line.ftl

cli-not-running = لا يعمل Porchlight. ابدأه بالأمر `porchlight` أو أضف `--start`.
cli-no-campus = لا يعمل الحرم النموذجي. ابدأه بالأمر `porchlight --demo` أو أضف `--start`.
cli-silent = لا يجيب Porchlight العامل. أنهه من قائمته أو أنهِ عمليته، وابدأه من جديد.
cli-other-version = يعمل Porchlight { $running }، وهذا هو { $version }. شغّل `porchlight` لتتابع بالأحدث، أو `porchlight quit` لإنهاء العامل.
cli-signed-in = سُجّل الدخول باسم { $email }.
cli-signed-out = سُجّل الخروج.
cli-sign-in-first = لم تسجّل الدخول. سجّله بالأمر `porchlight sign-in` أو في النافذة.
cli-ended = انتهى Porchlight.
cli-campus-ended = انتهى الحرم النموذجي.
cli-is-not-running = لا يعمل Porchlight.
cli-campus-is-not-running = لا يعمل الحرم النموذجي.
cli-kept = لم يصل اختيارك إلى الخادم بعد. هو محفوظ ويُرسل في أقرب وقت.
cli-demo = تجربة: حرم نموذجي على هذا الحاسوب
cli-unknown-office = لست في مكتب اسمه { $office }؛ مكاتبك هي: { $offices }.
cli-no-office = لست في أي مكتب بعد؛ يمكن لأحد المسؤولين أن يضيفك إلى مكتب.
cli-schedule-unread = { $why ->
    [unreachable] { $place } لا يجيب، فلم يُقرأ شيء. حاول لاحقًا، أو نزّل التقويم وأعطِ الملف.
    [not-allowed] { $place } لا يسمح لـ Porchlight بقراءة التقويم. استخدم العنوان السري أو الخاص للتقويم، أو ملفًا يحق لك قراءته.
    [missing] لا يوجد تقويم في { $place }. انظر كيف كُتب الملف أو العنوان.
    [no-calendar] لا يوجد تقويم كامل في { $place }. استخدم ما ينتهي بـ .ics كما تصدّره التقاويم وجداول المناوبات.
    [too-large] تقويم { $place } أكبر من 10 ميغابايت، وهذا كثير. صدّر عددًا أقل من مدخلاته.
   *[other] هذا ليس عنوان تقويم. استخدم عنوانًا يبدأ بـ https://، أو ملفًا من هذا الحاسوب.
}
cli-schedule-stdin = الإدخال القياسي
cli-schedule-not-understood = { $why ->
    [whole-day] السطر { $line }: يشغل أيامًا كاملة، والمناوبة تذكر من متى إلى متى.
    [no-times] السطر { $line }: لا يذكر من متى إلى متى.
    [too-long] السطر { $line }: يدوم أكثر من 24 ساعة.
    [no-zone] السطر { $line }: يتبع ساعات منطقة زمنية غير معروفة.
   *[no-rule] السطر { $line }: يتكرر بطريقة غير مفهومة.
}
cli-schedule-no-shifts = لا مناوبات فيه خلال السنة القادمة، فلم يتغيّر شيء.
cli-schedule-read = المناوبات الأسبوعية: { $shifts }. تواريخ خاصة في السنة القادمة: { $dates }.
cli-schedule-on = { $when }: { $times }
cli-schedule-nothing-on = { $when }: لا مناوبات
cli-schedule-saved = حُفظ: هذا جدولك الآن.
cli-schedule-same = جدولك كذلك بالفعل.
cli-schedule-look = لم يُحفظ شيء بعد: انظر إليه في النافذة، في صفحة الجدول، واحفظه أو تخلَّ عنه هناك.
cli-schedule-unsaved = في جدولك تغييرات لم تُحفظ. احفظها أو تخلَّ عنها في النافذة، ثم استورد.
cli-schedule-none = ليس لديك جدول بعد، فلا شيء للتصدير.
cli-schedule-shift = مناوبة
cli-heading-id = المعرّف
cli-heading-office = المكتب
cli-heading-online = المتصلون
cli-heading-you = أنت
cli-password = كلمة المرور:
cli-no-terminal = لا طرفية للسؤال فيها؛ أضف `--password-stdin`.
cli-password-empty = كلمة المرور في الدخل القياسي فارغة.
cli-time-passed = مضى `{ $time }` بالفعل.
cli-time-too-long = حتى `{ $time }` أطول مما يدومه اختيار، وهو { $days } يوم؛ استعمل `--hold` ليدوم حتى تغيّره.
cli-no-zone = لا منطقة زمنية اسمها `{ $zone }`؛ اكتبها مثل Europe/Berlin أو America/New_York.
cli-no-time = ليس `{ $time }` وقتًا؛ اكتب مثل 18:00 أو 18:00 America/New_York أو 2026-11-23T18:00:00Z.
cli-time-skipped = لا يأتي `{ $time }` خلال يوم في المنطقة الزمنية { $zone }؛ اكتبه لحظةً مثل 2026-11-23T18:00:00Z.
cli-no-calendar = لا يُتابَع أي تقويم.
cli-calendar-empty = عنوان التقويم في الدخل القياسي فارغ.
