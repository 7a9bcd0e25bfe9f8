/* Sends the app's window for the session a message, as Windows does, and waits until it has been dealt with. For tests. */

#include <stdlib.h>
#include <windows.h>

/* message NUMBER WHAT, both decimal. */
int main(int count, char **words)
{
    HWND window = FindWindowA("PorchlightSession", NULL);
    if (count != 3 || !window)
        return 1;
    SendMessageA(window, (UINT)atoi(words[1]), (WPARAM)atoi(words[2]), 0);
    return 0;
}
