### ما يقوله Porchlight عن حالة الموظف. ملاحظات الترجمة في ‎../en/core.ftl‎ والمصطلحات في window.ftl

moment-at = { $day ->
    [yesterday] أمس في { $time }
    [tomorrow] غدًا في { $time }
    [midnight] غدًا في { $time }
    [weekday] يوم { $date } في { $time }
    [date] في { $date } الساعة { $time }
   *[today] في { $time }
}
moment-until = { $day ->
    [yesterday] حتى أمس في { $time }
    [tomorrow] حتى غدٍ في { $time }
    [midnight] حتى منتصف الليل
    [weekday] حتى يوم { $date } في { $time }
    [date] حتى { $date } في { $time }
   *[today] حتى { $time }
}
moment-since = { $day ->
    [yesterday] منذ أمس في { $time }
    [tomorrow] منذ غدٍ في { $time }
    [midnight] منذ غدٍ في { $time }
    [weekday] منذ يوم { $date } في { $time }
    [date] منذ { $date } في { $time }
   *[today] منذ { $time }
}
moment-since-day = { $day ->
    [yesterday] منذ أمس
    [tomorrow] منذ غدٍ
    [midnight] منذ غدٍ
    [weekday] منذ يوم { $date }
    [date] منذ { $date }
   *[today] منذ { $time }
}
lasting-then = { $by ->
    [choice] { $status ->
        [available] { $until }، ثم متاح كما كان
        [away] { $until }، ثم بعيد كما كان
       *[offline] { $until }، ثم غير متصل كما كان
    }
    [schedule] { $status ->
        [available] { $until }، ثم متاح وفق جدولك
        [away] { $until }، ثم بعيد وفق جدولك
       *[offline] { $until }، ثم غير متصل وفق جدولك
    }
   *[default] { $status ->
        [available] { $until }، ثم متاح
        [away] { $until }، ثم بعيد
       *[offline] { $until }، ثم غير متصل
    }
}
lasting-until-changed = حتى تغيّره
duration-seconds = { $seconds ->
    [zero] لا ثوانٍ
    [one] ثانية واحدة
    [two] ثانيتان
    [few] { $seconds } ثوانٍ
    [many] { $seconds } ثانية
   *[other] { $seconds } ثانية
}
duration-minutes = { $minutes ->
    [zero] لا دقائق
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $minutes } دقائق
    [many] { $minutes } دقيقة
   *[other] { $minutes } دقيقة
}
duration-hours = { $hours ->
    [zero] لا ساعات
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $hours } ساعات
    [many] { $hours } ساعة
   *[other] { $hours } ساعة
}
length-seconds = { $seconds } ث
length-minutes = { $minutes } د
length-hours = { $hours } س
length-hours-minutes = { $hours } س { $minutes } د
status = { $status ->
    [available] متاح
    [away] بعيد
   *[offline] غير متصل
}
status-in = { $status ->
    [available] متاح في { $places }
    [away] بعيد في { $places }
   *[offline] غير متصل في { $places }
}
    .within = { $status ->
        [available] متاح في { $places }
        [away] بعيد في { $places }
       *[offline] غير متصل في { $places }
    }
    .you = { $status ->
        [available] أنت متاح في { $places }
        [away] أنت بعيد في { $places }
       *[offline] أنت غير متصل في { $places }
    }
status-everywhere = { $status ->
    [available] متاح في كل مكان
    [away] بعيد في كل مكان
   *[offline] غير متصل في كل مكان
}
    .within = { $status ->
        [available] متاح في كل مكان
        [away] بعيد في كل مكان
       *[offline] غير متصل في كل مكان
    }
    .you = { $status ->
        [available] أنت متاح في كل مكان
        [away] أنت بعيد في كل مكان
       *[offline] أنت غير متصل في كل مكان
    }
status-offline = غير متصل
    .within = غير متصل
    .you = أنت غير متصل
places-some = { $there } من { $of ->
    [two] مكتبين
    [few] { $of } مكاتب
    [many] { $of } مكتبًا
   *[other] { $of } مكتب
}
state-because = { $cause ->
    [schedule] { $state } { $reason }
   *[other] { $state }، { $reason }
}
reason-manual = { $who ->
    [you] باختيارك { $at }، { $lasting }
    [administrator] بقرار من مسؤول { $at }، { $lasting }
   *[named] بقرار من { $name } { $at }، { $lasting }
}
reason-manual-timeless = { $who ->
    [you] باختيارك، { $lasting }
    [administrator] بقرار من مسؤول، { $lasting }
   *[named] بقرار من { $name }، { $lasting }
}
reason-schedule = وفق جدولك
reason-schedule-lasting = وفق جدولك، { $lasting }
reason-default = لم تختر شيئًا وليس لديك جدول
reason-idle = بلا نشاط
reason-idle-since = بلا نشاط { $since }
reason-locked = الشاشة مقفلة
reason-locked-since = الشاشة مقفلة { $since }
reason-busy = مشغول وفق تقويمك، { $until }
reason-no-device = لا جهاز لك متصل
reasons-two = { $first }؛ وفي { $places } { $other }
reasons-elsewhere = { $first }؛ { $elsewhere }
reasons-elsewhere-different = { $first }؛ وفي غيرها لأسباب مختلفة
reasons-different = لأسباب تختلف من مكتب إلى آخر
tooltip = { $state }: { $reason }
tooltip-online = { $tooltip } · { $online }
tooltip-attention = { $tooltip } · { $attention }
tooltip-once-connected = { $link } · عند الاتصال { $tooltip }
tooltip-once-known = { $link } · حين يعلم الخادم { $tooltip }
tooltip-signed-out = Porchlight: لم تسجّل الدخول
headline-once-connected = عند الاتصال: { $state }
headline-once-known = حين يعلم الخادم: { $state }
menu-head-until = { $you } { $until }
demo-mark = تجربة · { $text }
no-office = لست في أي مكتب بعد. اطلب من أحد المسؤولين أن يضيفك إلى مكتب.
    .within = لست في أي مكتب بعد
nobody-in = لا أحد في { $office }
nobody-in-since = لا أحد في { $office } { $since }
nobody-in-several = لا أحد في { $places }
nobody-here = لا أحد هنا
nobody-here-since = لا أحد هنا { $since }
agents-online = { $agents ->
    [zero] لا أحد متصل
    [one] موظف واحد متصل
    [two] موظفان متصلان
    [few] { $agents } موظفين متصلين
    [many] { $agents } موظفًا متصلًا
   *[other] { $agents } موظف متصل
}
colleague-idle = خامل
colleague-locked = الشاشة مقفلة
colleague-busy = مشغول
colleague-set-by = { $who ->
    [you] بقرار منك
    [administrator] بقرار من مسؤول
   *[named] بقرار من { $name }
}
link-signed-out = لم تسجّل الدخول
link-connecting = جارٍ الاتصال…
link-connected = متصل
link-disconnected = لا اتصال
link-disconnected-since = لا اتصال { $since }
link-unseen-choice = لم يصل اختيارك إلى الخادم بعد
sign-in-or-try = سجّل الدخول إلى خادم فريقك، أو جرّب Porchlight على هذا الحاسوب.
waiting-for-server = في انتظار رد { $server }.
the-server = الخادم
menu-sign-in = تسجيل الدخول…
menu-quit = إنهاء
menu-available-everywhere = متاح في كل مكان
menu-available-for = متاح لمدة
menu-away-everywhere = بعيد في كل مكان
menu-away-for = بعيد لمدة
menu-follow-schedule = اتباع جدولي
menu-offline = غير متصل
menu-offices = المكاتب
menu-office = { $office } ({ $available })
menu-open = فتح Porchlight
menu-settings = الإعدادات
hold-end-of-shift = { $until } (نهاية المناوبة)
hold-until-changed = حتى أغيّره
schedule-none = لا جدول بعد
schedule-on-shift = في المناوبة { $until }
schedule-always = في المناوبة على مدار الساعة
schedule-off-shift = خارج المناوبة؛ التالية { $at }
schedule-never = خارج المناوبة؛ لا مناوبة مقررة
ahead-stretch = من { $from } إلى { $until }: { $state }
ahead-several = { $first }؛ { $other }
ahead-by-choice = باختيارك
ahead-set-by = { $who ->
    [administrator] بقرار من مسؤول
   *[named] بقرار من { $name }
}
ahead-busy = مشغول وفق تقويمك
ahead-unknown = بحسب المعروف
ahead-clocks-forward = تُقدَّم الساعة { $by } في { $time }
ahead-clocks-back = تُؤخَّر الساعة { $by } في { $time }
banner-unseen-choice = لم يصل اختيارك إلى الخادم بعد، فلا يراه أحد غيرك. هو محفوظ، ويُرسل حالما يجيب الخادم.
banner-not-connected = { $link }، فقد يراك العملاء غير متصل. { $why } يواصل Porchlight المحاولة. ما تختاره هنا يُرسل حالما يعود الاتصال.
banner-not-connected-schedule = { $link }، فقد يراك العملاء غير متصل. { $why } يواصل Porchlight المحاولة. يستمر جدولك، وما تختاره هنا يُرسل حالما يعود الاتصال.
check-network = تحقق من شبكتك.
banner-no-idle-source = لا يستطيع Porchlight معرفة متى تبتعد عن هذا الحاسوب: { $why }. ستبقى كما اخترت؛ اجعل نفسك بعيدًا بيدك.
banner-no-tray = لا يمكن إظهار أيقونة Porchlight: { $why }. كل شيء يعمل في هذه النافذة؛ لفتحها ابدأ Porchlight من جديد. في GNOME ثبّت الإضافة «AppIndicator and KStatusNotifierItem Support» لتظهر الأيقونة.
banner-no-notifications = لا يستطيع Porchlight إظهار الإشعارات: { $why }. ابدأ خدمة إشعارات، أو انظر هنا وإلى الأيقونة لترى ما يتغير.
banner-set-away = { $who ->
    [administrator] جعلك أحد المسؤولين بعيدًا في { $office } { $at }.
   *[named] جعلك { $name } بعيدًا في { $office } { $at }.
}
banner-set-away-reason = { $who ->
    [administrator] جعلك أحد المسؤولين بعيدًا في { $office } { $at }. السبب: { $reason }
   *[named] جعلك { $name } بعيدًا في { $office } { $at }. السبب: { $reason }
}
banner-are-you-back = كنت بعيدًا { $since }. تبقى بعيدًا حتى تقول إنك عدت.
action-go-back = العودة
action-im-back = عدت
notice-almost-idle = ستصبح بعيدًا بعد دقيقة
notice-almost-idle-body = لم يكن هناك نشاط منذ { $passed }. حرّك الفأرة فتبقى.
action-im-here = أنا هنا
notice-idle = كنت بعيدًا { $passed }
notice-idle-body = لا نشاط { $since }، لذا أنت بعيد.
notice-idle-body-last-one = لا نشاط { $since }، لذا أنت بعيد. كنت آخر متاح في { $places }.
notice-return-asks = تبقى بعيدًا حتى تقول إنك عدت.
notice-returned = عدت، كما اخترت وكما يقول جدولك.
notice-shift-begins = بدأت مناوبتك: أنت متاح
notice-shift-ends = انتهت مناوبتك: أنت غير متصل
notice-by-schedule = وفق جدولك.
notice-by-schedule-until = وفق جدولك، { $until }.
notice-by-schedule-last-one = { $body } كنت آخر متاح في { $places }.
action-stay = { $status ->
    [available] البقاء متاحًا
    [away] البقاء بعيدًا
   *[offline] البقاء غير متصل
}
notice-last-one = كنت آخر متاح في { $places }
notice-last-one-body = لا يرى العملاء أحدًا هناك الآن.
notice-set-away = { $who ->
    [administrator] جعلك أحد المسؤولين بعيدًا في { $office }
   *[named] جعلك { $name } بعيدًا في { $office }
}
notice-set-away-body = لم يعد عملاء { $office } يرونك.
notice-set-away-body-reason = لم يعد عملاء { $office } يرونك. السبب: { $reason }
notice-timer = { $status ->
    [available] متاح حتى { $time }
    [away] بعيد حتى { $time }
   *[offline] غير متصل حتى { $time }
}
notice-timer-in = { $status ->
    [available] متاح في { $places } حتى { $time }
    [away] بعيد في { $places } حتى { $time }
   *[offline] غير متصل في { $places } حتى { $time }
}
notice-timer-body = ذلك بعد { $length }.
notice-timer-body-then = { $by ->
    [choice] { $status ->
        [available] ذلك بعد { $length }، ثم متاح كما كان.
        [away] ذلك بعد { $length }، ثم بعيد كما كان.
       *[offline] ذلك بعد { $length }، ثم غير متصل كما كان.
    }
    [schedule] { $status ->
        [available] ذلك بعد { $length }، ثم متاح وفق جدولك.
        [away] ذلك بعد { $length }، ثم بعيد وفق جدولك.
       *[offline] ذلك بعد { $length }، ثم غير متصل وفق جدولك.
    }
   *[default] { $status ->
        [available] ذلك بعد { $length }، ثم متاح.
        [away] ذلك بعد { $length }، ثم بعيد.
       *[offline] ذلك بعد { $length }، ثم غير متصل.
    }
}
action-one-more-hour = ساعة أخرى
notice-refused = لم ينجح ذلك
action-open = فتح Porchlight
vouched-by-program = لا نشاط { $since }، لكن { $by } يُبقي الشاشة مضاءة، لذا تبقى متاحًا.
vouched-by-two-programs = لا نشاط { $since }، لكن { $by } يُبقيان الشاشة مضاءة، لذا تبقى متاحًا.
vouched-by-programs = لا نشاط { $since }، لكن { $by } وبرامج أخرى تُبقي الشاشة مضاءة، لذا تبقى متاحًا.
vouched-by-some-program = لا نشاط { $since }، لكن برنامجًا يُبقي الشاشة مضاءة، لذا تبقى متاحًا.
vouched-by-presentation = لا نشاط { $since }، لكن هذا الحاسوب يعرض عرضًا، لذا تبقى متاحًا.
vouched-by-full-screen = لا نشاط { $since }، لكن برنامجًا يملأ الشاشة، لذا تبقى متاحًا.
diagnostics-untried = لم يُجرَّب بعد
diagnostics-none = لا شيء: { $why }
diagnostics-failed-at = { $at }: { $why }
diagnostics-nothing-sent = لا شيء بعد
diagnostics-not-known = غير معروف
diagnostics-line = { $label }: { $value }
diagnostics-label-version = الإصدار
diagnostics-label-system = النظام
diagnostics-label-idle = زمن الخمول
diagnostics-label-lock = القفل والسكون
diagnostics-label-calls = المكالمات والعروض
diagnostics-label-tray = شريط النظام
diagnostics-label-notifications = الإشعارات
diagnostics-label-server = الخادم
diagnostics-label-link = الاتصال
diagnostics-label-last-sync = آخر مزامنة
diagnostics-label-last-failure = آخر عطل
diagnostics-label-last-sent = آخر ما أُرسل
diagnostics-label-token = الرمز
diagnostics-label-log = السجل
diagnostics-label-events = آخر الأحداث
diagnostics-now = الآن
diagnostics-not-yet = ليس بعد
diagnostics-no-value = لا شيء
sent-active = النشاط: نشِط
sent-unknown = النشاط: غير معروف
sent-idle = النشاط: خامل، ومنذ متى
sent-locked = النشاط: مقفل، ومنذ متى
sent-choice = الاختيار: { $choice }
sent-busy = أوقات الانشغال
sent-idle-time = زمن الخمول
sent-schedule = الجدول
sent-away-everybody = بعيد في { $office } للجميع
sent-away-colleague = بعيد في { $office } لأحد الزملاء
choice-everywhere = { $status ->
    [available] متاح في كل مكان
    [away] بعيد في كل مكان
    [follow_schedule] اتباع الجدول في كل مكان
   *[offline] غير متصل في كل مكان
}
choice-in = { $status ->
    [available] متاح في { $office }
    [away] بعيد في { $office }
    [follow_schedule] اتباع الجدول في { $office }
   *[offline] غير متصل في { $office }
}
event-at = { $date } { $time } { $what }
event-started = بدأ
event-connected = اتصل
event-signed-out = لم يسجّل أحد الدخول
event-connecting = يتصل
event-not-connected = لا اتصال.
event-not-connected-why = لا اتصال. { $why }
event-input = نشاط
event-no-input = لا نشاط { $since }
event-locked = مقفل { $since }
event-input-unknown = لا يُعرف إن كان هناك نشاط
event-screen-kept-on = لا نشاط { $since }، لكن الشاشة مُبقاة مضاءة
event-slept = دخل السكون
event-woke = استيقظ
event-choice = الاختيار: { $choice }
event-token = الرمز: { $place }
event-lost = { $part }: لا شيء، { $why }
event-found = { $part }: { $what }
banner-campus-not-connected = { $link }. { $why } يواصل Porchlight المحاولة. ما تختاره هنا يُرسل حالما يعود الاتصال.
banner-campus-not-connected-schedule = { $link }. { $why } يواصل Porchlight المحاولة. يستمر جدولك، وما تختاره هنا يُرسل حالما يعود الاتصال.
event-told-idle = أُبلغ: لا نشاط
event-told-set-away = أُبلغ: جُعلت بعيدًا في { $office }
event-told-schedule = أُبلغ: الجدول
event-told-timer = أُبلغ: نهاية اختيار
event-told-last-one = أُبلغ: آخر متاح في { $office }
event-told-refused = أُبلغ: شيء لم ينجح
calendar-unread = لم يُقرأ بعد.
calendar-read = { $times ->
    [0] قُرئ { $at }: لا انشغال في الأيام الـ 60 القادمة.
    [one] قُرئ { $at }: انشغال مرة واحدة في الأيام الـ 60 القادمة.
    [two] قُرئ { $at }: انشغال مرتين في الأيام الـ 60 القادمة.
    [few] قُرئ { $at }: انشغال { $times } مرات في الأيام الـ 60 القادمة.
   *[other] قُرئ { $at }: انشغال { $times } مرة في الأيام الـ 60 القادمة.
}
calendar-failed = { $why ->
    [unreachable] لا يجيب { $place }، فتعذّرت قراءة التقويم. ما قُرئ من قبل يبقى ساريًا، وتُعاد المحاولة بعد 15 دقيقة.
    [not-allowed] لا يسمح { $place } لتطبيق Porchlight بقراءة التقويم. استعمل العنوان السري أو الخاص للتقويم، أو عنوانًا فيه اسم وكلمة مرور.
    [missing] لا يوجد تقويم في هذا العنوان لدى { $place }. انسخ العنوان مرة أخرى من حيث ترى تقويمك.
    [no-calendar] ما يرسله { $place } ليس تقويمًا. استعمل العنوان الذي ينتهي بـ ‎.ics، أو عنوان اشتراك.
    [too-large] تقويم { $place } أكبر من 10 ميغابايت، وهذا كثير. استعمل تقويمًا بمداخل أقل.
   *[other] هذا ليس عنوان تقويم. استعمل عنوانًا يبدأ بـ ‎https://‎ أو ملفًا على هذا الحاسوب.
}
why-device = أنت أمام أحد أجهزتك
why-fact = { $effect ->
    [decides] { $fact }: هذا هو ما يقرر.
    [hands-over] { $fact }: هذا يترك القرار لجدولك.
    [over] { $fact }: انتهى هذا ولم يعد يُحتسب.
    [passed-over] { $fact }: ما فوقه يسبقه.
    [lowers] { $status ->
        [away] { $fact }: ومع ذلك يجعلك هذا بعيدًا.
       *[offline] { $fact }: ومع ذلك يجعلك هذا غير متصل.
    }
   *[nothing] { $fact }: هذا لا يغيّر شيئًا.
}
roster-unread = { $why ->
    [unreachable] { $place } لا يجيب، فلم يُقرأ شيء. حاول لاحقًا، أو نزّل التقويم وأعطِ الملف.
    [not-allowed] { $place } لا يسمح لـ Porchlight بقراءة التقويم. استخدم العنوان السري أو الخاص للتقويم، أو ملفًا يحق لك قراءته.
    [missing] لا يوجد تقويم في { $place }. انظر كيف كُتب الملف أو العنوان.
    [no-calendar] لا يوجد تقويم كامل في { $place }. استخدم ما ينتهي بـ .ics كما تصدّره التقاويم وجداول المناوبات.
    [too-large] تقويم { $place } أكبر من 10 ميغابايت، وهذا كثير. صدّر عددًا أقل من مدخلاته.
   *[other] هذا ليس عنوان تقويم. استخدم عنوانًا يبدأ بـ https://، أو ملفًا من هذا الحاسوب.
}
roster-not-understood = { $why ->
    [whole-day] السطر { $line }: يشغل أيامًا كاملة، والمناوبة تذكر من متى إلى متى.
    [no-times] السطر { $line }: لا يذكر من متى إلى متى.
    [too-long] السطر { $line }: يدوم أكثر من 24 ساعة.
    [no-zone] السطر { $line }: يتبع ساعات منطقة زمنية غير معروفة.
   *[no-rule] السطر { $line }: يتكرر بطريقة غير مفهومة.
}
roster-empty = لا مناوبات فيه خلال السنة القادمة، فلم يتغيّر شيء.
roster-shift = مناوبة
roster-unwritten = تعذرت الكتابة في { $file }. انظر هل توجد مساحة وهل يحق لك الكتابة هناك.
