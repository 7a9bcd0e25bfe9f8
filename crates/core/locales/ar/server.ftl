### الملاحظات في ../en/server.ftl

server-problem = { $code ->
    [wrong_password] البريد الإلكتروني وكلمة المرور لا يتطابقان. تحقق منهما وحاول من جديد.
    [deactivated] أُوقف هذا الحساب. اسأل أحد مالكي مؤسستك.
    [slow_down] كانت هناك محاولات خاطئة كثيرة. انتظر بضع دقائق وحاول من جديد.
    [insecure] لا يُبقي المتصفح أحدًا مسجّلًا بلا TLS. افتح هذه الصفحة بعنوانها الذي يبدأ بـ https.
   *[other] لم ينجح ذلك. حاول من جديد.
}
server-sign-in = تسجيل الدخول
server-sign-out = تسجيل الخروج
server-email = البريد الإلكتروني
server-password = كلمة المرور
server-remember = البقاء على هذا الجهاز
server-online = المتصلون
server-as-of = كما كان في { $clock }. بلا برامج نصية حمّل الصفحة من جديد لترى ما تغيّر.
server-no-office = لست في أي مكتب بعد. اطلب من أحد مسؤولي فريقك أن يضيفك إلى مكتب.
server-count = { $count ->
    [zero] لا أحد متصل
    [one] موظف واحد متصل
    [two] موظفان متصلان
    [few] { $count } موظفين متصلين
    [many] { $count } موظفًا متصلًا
   *[other] { $count } موظف متصل
}
server-status = { $status ->
    [available] متاح
    [away] بعيد
   *[offline] غير متصل
}
server-needs-script = تحتاج هذه الصفحة إلى برامج نصية. اسمح بها لهذا الموقع وحمّلها من جديد.
