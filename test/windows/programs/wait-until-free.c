/* Part of an installer for tests: waits until a file is used by nobody, a minute at most. Wine's installer goes on while a service it stops is still ending. */
#include <windows.h>

int wmain(int count, wchar_t **words)
{
    for (int tries = 0; count == 2 && tries < 600; tries++) {
        HANDLE file = CreateFileW(words[1], GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
        if (file != INVALID_HANDLE_VALUE) return CloseHandle(file) ? 0 : 1;
        Sleep(100);
    }
    return 1;
}
