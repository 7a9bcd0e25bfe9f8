/* What a test looks at on Wine's desktop, which X sees as one window, and what it sends there. For tests.

   probe seen CLASS                      the texts of the visible windows of this class, and of what is in them; a line each
   probe places CLASS                    where they are: left, top, right and bottom; what lies on top comes first
   probe mouse                           where the mouse is
   probe tell CLASS MESSAGE WHAT         sends a message, as Windows does, and waits until it has been dealt with */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

static void print(HWND window)
{
    WCHAR text[1024] = L"";
    char bytes[4096] = "";
    SendMessageW(window, WM_GETTEXT, sizeof text / sizeof *text, (LPARAM)text);
    WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes, NULL, NULL);
    printf("%s\n", bytes);
}

static BOOL CALLBACK print_part(HWND window, LPARAM unused)
{
    (void)unused;
    print(window);
    return TRUE;
}

static BOOL is_seen(HWND window, const char *wanted)
{
    char class[256] = "";
    GetClassNameA(window, class, sizeof class);
    return IsWindowVisible(window) && !strcmp(class, wanted);
}

static BOOL CALLBACK print_if_seen(HWND window, LPARAM wanted)
{
    if (is_seen(window, (const char *)wanted)) {
        print(window);
        EnumChildWindows(window, print_part, 0);
    }
    return TRUE;
}

static BOOL CALLBACK print_place(HWND window, LPARAM wanted)
{
    RECT place;
    if (is_seen(window, (const char *)wanted) && GetWindowRect(window, &place))
        printf("%ld %ld %ld %ld\n", place.left, place.top, place.right, place.bottom);
    return TRUE;
}

int main(int count, char **words)
{
    HDESK desktop = OpenDesktopA("porchlight", 0, FALSE, MAXIMUM_ALLOWED);
    if (!desktop || !SetThreadDesktop(desktop))
        return 2;
    if (count == 3 && !strcmp(words[1], "seen"))
        return !EnumWindows(print_if_seen, (LPARAM)words[2]);
    if (count == 3 && !strcmp(words[1], "places"))
        return !EnumWindows(print_place, (LPARAM)words[2]);
    if (count == 2 && !strcmp(words[1], "mouse")) {
        POINT place;
        if (!GetCursorPos(&place))
            return 1;
        printf("%ld %ld\n", place.x, place.y);
        return 0;
    }
    if (count == 5 && !strcmp(words[1], "tell")) {
        HWND window = FindWindowA(words[2], NULL);
        if (!window)
            return 1;
        SendMessageA(window, (UINT)atoi(words[3]), (WPARAM)atoi(words[4]), 0);
        return 0;
    }
    return 2;
}
