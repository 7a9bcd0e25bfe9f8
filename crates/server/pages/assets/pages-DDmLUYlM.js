var e=`email = البريد الإلكتروني
password = كلمة المرور
password-new = كلمة مرور جديدة
password-show = إظهار
password-rules = 8 أحرف على الأقل. بضع كلمات لا يخمّنها أحد تكفي.
name = الاسم
sign-in = تسجيل الدخول
sign-out = تسجيل الخروج
somebody = أحدهم
since-time = منذ { $time }
since-yesterday = منذ أمس
since-day = منذ { $day }
cause-idle = خامل
cause-locked = مقفل
cause-busy = مشغول
cause-by = بقرار من { $name }
sign-in-remember = البقاء على هذا الجهاز
sign-in-help = هل دُعيت، أو وصلك رمز لكلمة مرور جديدة؟ افتح الرابط الذي أُرسل إليك. وإن فقدت كلمة المرور فاطلب من أحد مالكي مؤسستك رابطًا كهذا.
join = استعمال رمز
join-code = الرمز
join-code-hint = يعطيه أحد مالكي مؤسستك. يبدأ بـ plc_.
join-go-on = متابعة
join-welcome = مرحبًا
join-invited = أنت مدعو باسم { $email }.
join-invited-to = أنت مدعو باسم { $email } إلى { $offices }.
join-expires = يمكن استعماله حتى { $when }.
join-name-hint = يراه زملاؤك.
join-do = انضمام
join-reset = { $name }، اختر كلمة مرور جديدة
join-reset-for = للحساب { $email }. سيُسجّل خروج كل أجهزتك.
join-reset-do = تعيين كلمة المرور
join-done = تم ذلك
join-done-sign-in = عُيّنت كلمة مرورك. سجّل الدخول بها.
nav-places = الصفحات
online = المتصلون
me = أنا
admin = الإدارة
dismiss = إغلاق
out-of-date = غير محدّث: لم يُسمع من الخادم منذ { $time }. تتابع هذه الصفحة من تلقاء نفسها حالما يجيب.
online-unknown = لا يُعرف عدد المتصلين
welcome = مرحبًا، { $name }
welcome-next = سجّلت الدخول هنا. في العمل احصل على تطبيق Porchlight لحاسوبك ممن يعتني به، وسجّل الدخول بالعنوان وكلمة المرور نفسيهما: فهو يلاحظ ابتعادك. وعلى الهاتف أو حاسوب مستعار تكفي هذه الصفحة.
my-offices = مكاتبي
my-schedule = جدولي
my-devices = أجهزتي
my-password = كلمة مروري
me-some = متاح في { $count } من { $total } من المكاتب
me-none = غير متاح في أي من { $total } من المكاتب
me-no-office = لست في أي مكتب بعد. اطلب من أحد مسؤولي فريقك أن يضيفك إلى مكتب، وسيظهر هنا من تلقاء نفسه.
reason-schedule = وفق جدولك
reason-choice = باختيارك
reason-choice-until = باختيارك، حتى { $time }
reason-by = بقرار من { $name } { $since }
reason-idle = بلا نشاط { $since }؛ تعود حالما تستعمل أحد أجهزتك
reason-locked = جهازك مقفل { $since }
reason-busy = مشغول وفق تقويمك، حتى { $time }
reason-no-device = لا جهاز لك متصل
reason-default = لم تختر شيئًا ولا جدول
hold-until-changed = حتى أغيّره
device-here = ما دامت هذه الصفحة مفتوحة يُعدّ هذا المتصفح أحد أجهزتك. لا يلاحظ إلا ما تفعله في هذه الصفحة؛ أغلقها فيذهب الجهاز.
device-failed = لم يُخبَر الخادم بأنك هنا. تحاول هذه الصفحة من جديد من تلقاء نفسها.
device-this = هذا
device-live = متصل
device-quiet = غير متصل
device-signed-in = سُجّل دخوله في { $when }
device-end-one = تسجيل خروج { $device }
schedule-none = لا جدول بعد. به تصبح متاحًا وغير متصل من تلقاء نفسك.
schedule-zone = الأوقات بتوقيت { $zone }.
schedule-off = عطلة
schedule-edit = تغيير
schedule-read = العودة إلى القراءة
password-old = كلمة المرور الحالية
password-change = تغيير كلمة المرور
password-done = تغيّرت، وسُجّل خروج كل أجهزتك الأخرى.
tokens = رموز للبرامج النصية
tokens-hint = يسجّل البرنامج النصي الدخول برمز، ويمكنه أن يفعل باسمك ما تختاره هنا. لا يجعلك متاحًا في أي مكان من تلقاء نفسه. كلمة مرور جديدة تُنهيها كلها.
token-made = انسخ الرمز الآن: يُعرض هذه المرة فقط.
token-name = لأي غرض
token-may = ما يمكنه فعله
token-scope = { $scope ->
    [read] قراءة ما تراه
    [presence] تعيين حالتك وجدولك وأوقات انشغالك
    [away] جعل الآخرين بعيدين حيث تكون مسؤولًا
    [admin_read] قراءة ما تم إعداده وسجل التدقيق
   *[admin] قراءة ما تم إعداده وتغييره
  }
token-days = الأيام حتى انتهائه
token-make = إنشاء رمز
token-until = حتى { $when }
token-revoke-one = إلغاء الرمز { $name }
token-revoked = لم يعد بإمكان أحد استخدام هذا الرمز.
wall = لشاشة على الحائط
bolt-everybody = جعل الجميع في { $office } بعيدين
agents-in = موظفو { $office }
office-without-members = لا ينتمي أحد إلى هذا المكتب بعد. يمكن لأحد المسؤولين إضافة موظفين إليه.
coverage-empty-since = لا أحد هنا في ساعاته، { $since }
coverage-empty = لا أحد هنا في ساعاته
coverage-closed = خارج ساعاته
coverage-open-until = مغطّى؛ تنتهي ساعاته في { $time }
day-of = اليوم في { $office }
day-gaps = لم يكن أحد هنا: { $times }
day-unknown = غير معروف لأن الخادم لم يكن يعمل: { $times }
day-nobody = لم يكن أحد هنا اليوم.
loading = جارٍ التحميل…
close = إغلاق
save = حفظ
saved = حُفظ.
remove = إزالة
copy = نسخ
copied = نُسخ
yes = نعم
no = لا
all = الكل
more = إظهار المزيد
search = بحث
state = الحالة
admin-none = لا يضبط هنا إلا مالكو المؤسسة ومسؤولو المكاتب.
admin-parts = أجزاء هذه الصفحة
owner = مالك
owner-of = يملك المؤسسة: له ضبط كل شيء هنا، ويدير كل المكاتب
role-in = الدور في { $office }
name-optional = الاسم إن عرفته
agent-inactive = موقوف
agents-none = لا أحد بهذا الاسم.
invite = دعوة أحد
invite-do = إنشاء رابط
add-do = إضافة وإنشاء رابط
invite-name-hint = بالاسم يُنشأ الحساب فورًا ولا يعيّن الرابط إلا كلمة المرور. وبدونه يكتبه من يفتح الرابط.
invite-link = أرسل هذا الرابط إلى من سينضم. يُعرض هذه المرة فقط ويعمل مرة واحدة.
reset-link = أرسل هذا الرابط إلى من فقد كلمة المرور. يُعرض هذه المرة فقط، ويعمل مرة واحدة وخلال 24 ساعة.
invitations = الدعوات المفتوحة
invitations-none = لا دعوة مفتوحة.
invitation-revoke = سحب
invitation-revoke-one = سحب دعوة { $email }
invitation-revoked = لا يمكن لأحد استعمال تلك الدعوة بعد الآن.
reset = إنشاء رابط لكلمة مرور جديدة
deactivate = إيقاف
deactivate-sure = نعم، تسجيل خروج { $name } من كل مكان ومنعه
deactivated = سُجّل الخروج من كل مكان ومُنع.
activate = تفعيل من جديد
devices = الأجهزة
devices-none = لا جهاز سجّل الدخول.
devices-end = تسجيل خروج كل الأجهزة
devices-ended = سُجّل الخروج.
offices = المكاتب
offices-none = لا مكتب بعد. أضف الأول أدناه.
office = المكتب
office-id = المعرّف
office-id-hint = تسمّي به صفحات الويب المكتب ولا يتغير: أحرف صغيرة وأرقام وشرطات.
office-public = عام
office-public-hint = يمكن لصفحات العملاء رؤية هل هو متصل
office-add = إضافة مكتب
office-added = { $office } موجود الآن.
office-remove = إزالة
office-remove-sure = نعم، إزالة { $office } من كل صفحة
office-hours = الساعات
office-hours-hint = ينبغي أن يُغطّى في ساعات معينة
hours-from = من
hours-until = إلى
hours-more = ساعات أخرى
zone = المنطقة الزمنية
offline-text = ما يقرؤه العملاء حين لا أحد هناك
offline-link = إلى أين يذهبون بدلًا من ذلك
office-origins = المواقع المسموح لها بعرضه، مثل https://www.example.edu؛ وإن تُرك فارغًا فكل المواقع
members = الأعضاء
members-agent = جعلهم موظفين
members-admin = جعلهم مسؤولين
members-out = إخراج
idle-minutes = Live Assistant Timeout، بالدقائق
idle-hint = بعد هذه المدة بلا نشاط يصبح الموظف بعيدًا. ولكل واحد أن يختار مدة أقصر.
webhooks-none = لا يُبلَّغ أي نظام آخر بعد. أضف الأول أدناه.
webhook-add = إضافة خطاف ويب
webhook-added = تمت إضافته. انسخ سرّه الآن.
webhook-removed = لم يعد يُبلَّغ بشيء.
webhook-url = العنوان
webhook-hint = يُرسل كل تغيير إليه كطلب موقَّع. تشرح /docs كيفية التحقق من التوقيع.
webhook-events = ما يُبلَّغ به
webhook-event = { $event ->
    [office_changed] هل المكتب متصل
    [office_coverage] هل المكتب مغطّى في ساعاته
    [office_removed] إزالة مكتب
    [agent_changed] حالة موظف
    [agent_left] مغادرة موظف لمكتب
   *[ping] تجربة
  }
webhook-offices = من هذه المكاتب؛ من كلها إن لم يُختر أي منها
webhook-all-offices = كل المكاتب
webhook-told = يُبلَّغ بـ: { $events } ({ $offices })
webhook-paused = متوقف مؤقتًا.
webhook-secrets = يوقّع السر السابق أيضًا حتى { $when }.
webhook-secret = سرّه. يُعرض هذه المرة فقط.
webhook-try = تجربة
webhook-tried = أُرسل. النتيجة أدناه.
webhook-rotate = إنشاء سر جديد
webhook-pause = إيقاف مؤقت
webhook-resume = متابعة
webhook-remove-sure = نعم، أزِله مع كل ما ينتظر الإرسال
deliveries = عمليات التسليم
deliveries-reload = قراءة من جديد
deliveries-dead = ما تم التخلي عنه فقط
deliveries-none = لا يوجد شيء.
delivery-at = متى
delivery-what = ماذا
delivery-again = إرسال من جديد
delivery-resent = يُرسل من جديد.
delivery-state = { $state ->
    [pending] قيد المحاولة
    [delivered] وصل
   *[dead] تم التخلي عنه
  }
widget-hint = لتُظهر للعملاء هل أحد هنا، الصق سطرًا في صفحة ويب:
widget-page = السطر، وكيف يبدو
import-hint = جدول (CSV) بسطر عناوين: email, name, owner, office, role. لا يلزم إلا email، وname للجديد؛ وسطر لكل مكتب. ما هو موجود يبقى، ولا يُزال شيء.
import-file = ملف
import-table = أو أسطره
import-try = تجربة
import-do = استيراد
import-refused = لم يُؤخذ الجدول. { $detail }
import-done = تم الاستيراد.
import-line = السطر { $line }: { $detail }
import-report = موظفون أُضيفوا: { $added }. موظفون تغيّروا: { $changed }. عضويات ضُبطت: { $memberships }.
agent = الموظف
from = من
until = إلى
export = تصدير بصيغة CSV
when = متى
who = من
what = ماذا
why = لماذا
command-line = سطر أوامر الخادم
audit-none = لم يحدث بعد ما يطابق.
password-more = { $count ->
    [one] حرف واحد بعد
    [two] حرفان بعد
    [few] { $count } أحرف بعد
   *[other] { $count } حرفًا بعد
  }
problem = { $code ->
    [wrong_password] البريد الإلكتروني وكلمة المرور لا يتطابقان. تحقق منهما وحاول من جديد.
    [deactivated] أُوقف هذا الحساب. اسأل أحد مالكي مؤسستك.
    [slow_down] كانت هناك محاولات خاطئة كثيرة. انتظر بضع دقائق وحاول من جديد.
    [not_allowed] لا يُسمح لك بهذا. اسأل أحد مالكي مؤسستك.
    [cross_site] طلبت ذلك صفحة موقع آخر. افتح صفحة هذا الخادم وافعله هناك.
    [insecure] لا يُبقي المتصفح أحدًا مسجّلًا بلا TLS. افتح هذه الصفحة بعنوانها الذي يبدأ بـ https.
    [code_not_valid] لا يمكن استعمال هذا الرمز: استُعمل أو انتهى أو حلّ محله أحدث منه. اطلب رمزًا جديدًا.
    [exists] يوجد مثله بالفعل. اختر اسمًا أو عنوانًا آخر.
    [last_owner] لا بد للمؤسسة من مالك. اجعل موظفًا آخر مالكًا أولًا.
    [not_found] لم يعد هناك. ربما أزاله أحد.
    [stale] غيّره أحد في الوقت نفسه. حمّل الصفحة من جديد وانظر إليه ثانية.
    [too_large] هذا كثير دفعة واحدة. أرسله على أجزاء.
    [unavailable] لا يستطيع الخادم ذلك الآن. حاول بعد قليل.
    [unreachable] لا يجيب الخادم. تحقق من اتصالك وحاول من جديد.
    [not_signed_in] لم تعد مسجّل الدخول. سجّل الدخول من جديد.
   *[other] لم ينجح ذلك. حمّل الصفحة من جديد وحاول مرة أخرى.
  }
problem-field = { $field ->
    [password] اختر كلمة مرور من 8 أحرف على الأقل.
    [new] اختر كلمة مرور أخرى من 8 أحرف على الأقل.
    [old] ليست هذه كلمة مرورك.
    [name] أعطِ اسمًا من حرف إلى 100 حرف.
    [email] أعطِ بريدًا إلكترونيًا، مثل ana@example.org.
    [id] استعمل حتى 64 من الأحرف الصغيرة والأرقام والشرطات، مثل it-desk.
    [offline] اكتب 300 حرف على الأكثر، ورابطًا يبدأ بـ https.
    [idle_after_seconds] اختر من دقيقة واحدة إلى 24 ساعة.
    [reason] اجعل السبب دون 200 حرف.
    [url] اكتب عنوانًا يبدأ بـ https، مثل https://desk.example.edu/porchlight.
   *[other] شيء هنا لا يناسب. تحقق منه وحاول من جديد.
  }
online-count = { $count ->
    [zero] لا أحد متصل
    [one] موظف واحد متصل
    [two] موظفان متصلان
    [few] { $count } موظفين متصلين
    [many] { $count } موظفًا متصلًا
   *[other] { $count } موظف متصل
  }
me-everywhere = { $status ->
    [available] متاح في كل مكان
    [away] بعيد في كل مكان
   *[offline] غير متصل في كل مكان
  }
me-in-office = { $status ->
    [available] متاح
    [away] بعيد
   *[offline] غير متصل
  } · { $reason }
hold-minutes = { $count ->
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $count } دقائق
   *[other] { $count } دقيقة
  }
hold-hours = { $count ->
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $count } ساعات
   *[other] { $count } ساعة
  }
admin-part = { $part ->
    [people] الأشخاص
    [offices] المكاتب
    [settings] الإعدادات
    [webhooks] خطافات الويب
    [import] الاستيراد
   *[audit] سجل التدقيق
  }
role = { $role ->
    [agent] موظف
    [admin] مسؤول
   *[none] ليس عضوًا
  }
members-set = { $count ->
    [one] تغيّرت عضوية واحدة.
    [two] تغيّرت عضويتان.
    [few] تغيّرت { $count } عضويات.
   *[other] تغيّرت { $count } عضوية.
  }
import-errors = { $count ->
    [one] لن يُستورد شيء: سطر واحد لا يناسب.
    [two] لن يُستورد شيء: سطران لا يناسبان.
    [few] لن يُستورد شيء: { $count } أسطر لا تناسب.
   *[other] لن يُستورد شيء: { $count } سطرًا لا يناسب.
  }
act = { $act ->
    [set_away] جُعل بعيدًا
    [agent_added] أُضيف موظف
    [agent_changed] تغيّر موظف
    [password_changed] تغيّرت كلمة المرور
    [password_reset_started] أُنشئ رابط لكلمة مرور جديدة
    [sessions_ended] سُجّل خروج الأجهزة
    [office_added] أُضيف مكتب
    [office_changed] تغيّر مكتب
    [office_removed] أُزيل مكتب
    [member_set] ضُبطت العضوية
    [member_removed] أُزيلت العضوية
    [settings_changed] تغيّرت الإعدادات
    [invitation_made] دعوة
    [invitation_accepted] قُبلت الدعوة
    [invitation_revoked] سُحبت الدعوة
    [webhook_added] أُضيف خطاف ويب
    [webhook_changed] عُدّل خطاف ويب
    [webhook_removed] أُزيل خطاف ويب
    [webhook_tested] جُرّب خطاف ويب
    [delivery_resent] أُعيد إرسال إشعار خطاف ويب
    [token_made] أُنشئ رمز لبرنامج نصي
    [token_revoked] أُلغي رمز لبرنامج نصي
   *[other] شيء آخر
  }`;export{e as default};