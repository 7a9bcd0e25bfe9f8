### ما ينقص هذا الحاسوب وما حدث فيه من خطأ. الملاحظات في ‎../en/platform.ftl

lack-display = لم يُضبط DISPLAY
lack-display-unreachable = لا يمكن بلوغ شاشة X المذكورة في DISPLAY
lack-screen-saver-extension = ليس في خادم X إضافة حافظة الشاشة
lack-x-idle-time = خادم X لا يذكر زمن الخمول
lack-gnome-idle-monitor = مراقب الخمول في GNOME لا يجيب
lack-wayland-idle = مركّب Wayland هذا لا يخبر بالخمول (ينقصه ext-idle-notify-v1)
lack-wayland-silent = لم يعد مركّب Wayland يخبر بفترات التوقف
lack-idle-answer = ما يذكر زمن الخمول لا يجيب
lack-idle-time = هذا الحاسوب لا يذكر زمن الخمول
lack-system-bus = لا يمكن بلوغ ناقل النظام
lack-login-service = خدمة الدخول (logind) لا تجيب
lack-session = خدمة الدخول (logind) لا تعرف هذه الجلسة، فلا يُلاحظ إلا السكون
lack-session-bus = لا ناقل للجلسة
lack-session-bus-silent = ناقل الجلسة لا يجيب
lack-panel = لا لوحة على سطح المكتب هذا تُظهر الأيقونات
lack-panel-icons = سطح المكتب يجمع الأيقونات، لكن لا لوحة تُظهرها
lack-panel-refused = لم تقبل اللوحة الأيقونة
lack-notification-service = ليس لسطح المكتب هذا خدمة إشعارات
lack-notification-service-silent = خدمة إشعارات سطح المكتب لا تجيب
lack-notification = تعذّر إظهار إشعار ({ $error })
lack-inhibitors = لا أحد على سطح المكتب هذا يذكر ما يُبقي الشاشة مضاءة
lack-presentation = لا يذكر Windows إن كانت الشاشة تعرض عرضًا
lack-session-messages = لا يخبر Windows بالقفل والسكون
lack-not-asked = لا يُسأل macOS عما يُبقي الشاشة مضاءة
window-not-started = تعذّر بدء النافذة؛ أعد تثبيت Porchlight إن استمر ذلك.
window-crashed = أُغلقت النافذة فجأة؛ ولم تتأثر حالتك. افتحها من جديد من شريط النظام.
autostart-on = يبدأ Porchlight عند تسجيل دخولك.
autostart-by-systemd = يبدأ Porchlight عند تسجيل دخولك بوحدة systemd الخاصة به.
autostart-another = يبدأ عند تسجيل دخولك Porchlight آخر غير هذا: { $program }. أوقفه ثم شغّله من جديد ليبدأ هذا.
autostart-off = لا يبدأ Porchlight من تلقاء نفسه عند تسجيل دخولك.
autostart-turned-off = لا يبدأ Porchlight من تلقاء نفسه عند تسجيل دخولك: هو موقوف في قائمة تطبيقات بدء التشغيل في Windows.
autostart-demo = لا يبدأ الحرم النموذجي عند تسجيل الدخول، ولم يتغير شيء. يُضبط بدء Porchlight نفسه في التطبيق الحقيقي: في إعداداته، أو بالأمر `porchlight autostart` دون `--demo`.
autostart-no-folder = لا مجلد لما يبدأ عند تسجيل الدخول. اضبط { $variables } وحاول من جديد.
autostart-refused = لم يسمح سطح مكتبك ببدء Porchlight عند تسجيل الدخول. اسمح له بالعمل في الخلفية في إعدادات سطح المكتب الخاصة بـ Porchlight وحاول من جديد.
autostart-no-portal = تعذّر أن يُطلب من سطح مكتبك بدء Porchlight عند تسجيل الدخول ({ $error }). أضفه بيدك إلى تطبيقات بدء التشغيل في سطح مكتبك.
autostart-path = لا يمكن أن يبدأ البرنامج في { $program } عند تسجيل الدخول بسبب حرف في مساره. انقله وحاول من جديد.
autostart-denied = { $act ->
    [read] تعذّرت قراءة { $place } ({ $error }). اجعل تغييره متاحًا لك وحاول من جديد.
    [remove] تعذّرت إزالة { $place } ({ $error }). اجعل تغييره متاحًا لك وحاول من جديد.
   *[write] تعذّرت كتابة { $place } ({ $error }). اجعل تغييره متاحًا لك وحاول من جديد.
}
notice-without-buttons = { $text } للإجابة ({ $action }) انقر أيقونة Porchlight.
