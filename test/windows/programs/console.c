/*
 * Starts a program in the console it is started in, after giving that a title: console PROGRAM ARGUMENT... Ends with the program's exit
 * code. Every console of Windows has a title; the one that Wine makes of a terminal of this system has none, and Node does not start
 * there.
 */
#include <windows.h>
#include <wchar.h>

/* Where the words of the command line begin that are not ours. */
static wchar_t *afterFirstWord(wchar_t *line)
{
    int quoted = 0;
    for (; *line && (quoted || *line != L' '); line++)
        if (*line == L'"') quoted = !quoted;
    while (*line == L' ') line++;
    return line;
}

int wmain(void)
{
    STARTUPINFOW start = { sizeof start };
    PROCESS_INFORMATION process;
    DWORD code = 1;
    SetConsoleTitleW(L"Terminal");
    if (!CreateProcessW(NULL, afterFirstWord(GetCommandLineW()), NULL, NULL, TRUE, 0, NULL, NULL, &start, &process)) return (int)GetLastError();
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &code);
    return (int)code;
}
