/* What Wine 8 lacks. For tests only. */

#include <string.h>
#include <windows.h>
#include <shellapi.h>

/* What advapi32 calls RtlGenRandom. */
BOOLEAN NTAPI SystemFunction036(PVOID bytes, ULONG length);

/* Rust's standard library asks this library for random bytes. */
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T length)
{
    while (length > 0) {
        ULONG part = length > 0x10000 ? 0x10000 : (ULONG)length;
        if (!SystemFunction036(bytes, part))
            return FALSE;
        bytes += part;
        length -= part;
    }
    return TRUE;
}

/* Where the icon is. Only whoever was clicked asks, so that the mouse is there. */
static HRESULT WINAPI icon_place(const NOTIFYICONIDENTIFIER *icon, RECT *place)
{
    BOOL(WINAPI *cursor)(POINT *) = (void *)GetProcAddress(GetModuleHandleA("user32"), "GetCursorPos");
    POINT at;
    (void)icon;
    if (!cursor || !cursor(&at))
        return E_FAIL;
    *place = (RECT){at.x - 8, at.y - 8, at.x + 8, at.y + 8};
    return S_OK;
}

/* Wine has Shell_NotifyIconGetRect answer that it is not implemented; Tauri's tray drops every click then. Writes a jump
   to the above in its place. */
static void lend_icon_place(void)
{
    HMODULE shell = GetModuleHandleA("shell32");
    BYTE *lacking = shell ? (void *)GetProcAddress(shell, "Shell_NotifyIconGetRect") : NULL;
    BYTE jump[] = {0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xe0}; /* mov rax, ...; jmp rax */
    void *target = icon_place;
    DWORD former;
    if (!lacking || !VirtualProtect(lacking, sizeof jump, PAGE_EXECUTE_READWRITE, &former))
        return;
    memcpy(jump + 2, &target, sizeof target);
    memcpy(lacking, jump, sizeof jump);
    VirtualProtect(lacking, sizeof jump, former, &former);
}

BOOL WINAPI DllMain(HINSTANCE library, DWORD reason, LPVOID reserved)
{
    (void)library;
    (void)reserved;
    if (reason == DLL_PROCESS_ATTACH)
        lend_icon_place();
    return TRUE;
}
