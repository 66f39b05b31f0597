/*
 * A fake of netsh.exe for Wine, whose own does nothing and reports success. It keeps rules where Windows keeps them and as Windows writes
 * them, so that reading them back is real. It knows only what the program asks: advfirewall firewall add rule / delete rule, and
 * http show servicestate, for which it prints C:\fake-windows\servicestate.txt. Every call is added to C:\fake-windows\netsh.log.
 * C:\fake-windows\netsh-lies.txt makes it report success and do nothing.
 */
#include <windows.h>
#include <objbase.h>
#include <stdio.h>
#include <wchar.h>

static const wchar_t *RULES = L"SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy\\FirewallRules";

static const wchar_t *option(int count, wchar_t **words, const wchar_t *name)
{
    size_t length = wcslen(name);
    for (int i = 1; i < count; i++)
        if (_wcsnicmp(words[i], name, length) == 0 && words[i][length] == L'=') return words[i] + length + 1;
    return NULL;
}

static void append(wchar_t *text, const wchar_t *field, const wchar_t *value)
{
    if (!value) return;
    wcscat(text, field);
    wcscat(text, value);
    wcscat(text, L"|");
}

static int addRule(HKEY rules, int count, wchar_t **words)
{
    const wchar_t *name = option(count, words, L"name"), *protocol = option(count, words, L"protocol");
    const wchar_t *action = option(count, words, L"action"), *ports = option(count, words, L"localport");
    const wchar_t *direction = option(count, words, L"dir");
    static wchar_t text[32768];
    wchar_t id[64], list[4096] = L"";
    GUID guid;
    if (!name || !action || !direction) return 1;
    wcscpy(text, L"v2.30|");
    append(text, L"Action=", _wcsicmp(action, L"block") == 0 ? L"Block" : L"Allow");
    wcscat(text, L"Active=TRUE|");
    append(text, L"Dir=", _wcsicmp(direction, L"in") == 0 ? L"In" : L"Out");
    if (protocol && _wcsicmp(protocol, L"tcp") == 0) wcscat(text, L"Protocol=6|");
    else if (protocol && _wcsicmp(protocol, L"udp") == 0) wcscat(text, L"Protocol=17|");
    else if (ports) return 1;
    if (ports) {
        wcsncpy(list, ports, 4095);
        for (wchar_t *part = wcstok(list, L","); part; part = wcstok(NULL, L","))
            append(text, wcschr(part, L'-') ? L"LPort2_10=" : L"LPort=", part);
    }
    append(text, L"App=", option(count, words, L"program"));
    append(text, L"Name=", name);
    CoCreateGuid(&guid);
    StringFromGUID2(&guid, id, 64);
    return RegSetValueExW(rules, id, 0, REG_SZ, (const BYTE *)text, (DWORD)((wcslen(text) + 1) * sizeof(wchar_t))) ? 1 : 0;
}

static int deleteRule(HKEY rules, int count, wchar_t **words)
{
    const wchar_t *name = option(count, words, L"name");
    wchar_t wanted[2048], id[256];
    static wchar_t text[32768];
    int deleted = 0;
    if (!name) return 1;
    swprintf(wanted, 2048, L"|Name=%ls|", name);
    for (DWORD index = 0;;) {
        DWORD units = 256, bytes = sizeof text - 2;
        memset(text, 0, sizeof text);
        if (RegEnumValueW(rules, index, id, &units, NULL, NULL, (BYTE *)text, &bytes) != 0) break;
        if (wcsstr(text, wanted)) {
            RegDeleteValueW(rules, id);
            deleted++;
        } else {
            index++;
        }
    }
    return deleted ? 0 : 1;
}

static int printFile(const wchar_t *path)
{
    char buffer[8192];
    size_t n;
    FILE *file = _wfopen(path, L"rb");
    if (!file) return 1;
    while ((n = fread(buffer, 1, sizeof buffer, file)) > 0) fwrite(buffer, 1, n, stdout);
    fclose(file);
    return 0;
}

int wmain(int count, wchar_t **words)
{
    HKEY rules;
    int code;
    FILE *log = _wfopen(L"C:\\fake-windows\\netsh.log", L"a, ccs=UTF-8");
    if (log) {
        fwprintf(log, L"%ls\n", GetCommandLineW());
        fclose(log);
    }
    if (count > 3 && _wcsicmp(words[1], L"http") == 0) return printFile(L"C:\\fake-windows\\servicestate.txt");
    if (GetFileAttributesW(L"C:\\fake-windows\\netsh-lies.txt") != INVALID_FILE_ATTRIBUTES) {
        printf("OK.\r\n\r\n");
        return 0;
    }
    if (count < 5 || _wcsicmp(words[1], L"advfirewall") != 0) return 1;
    if (RegCreateKeyExW(HKEY_LOCAL_MACHINE, RULES, 0, NULL, 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY, NULL, &rules, NULL)) return 1;
    code = _wcsicmp(words[3], L"add") == 0 ? addRule(rules, count, words) : deleteRule(rules, count, words);
    RegCloseKey(rules);
    /* Words of a German Windows: nothing may depend on them. */
    printf(code ? "Es wurden keine Regeln gefunden.\r\n" : "OK.\r\n\r\n");
    return code;
}
