/*
 * Stands in for programs of an instrument: a service (--service NAME) or an ordinary program, which listens where it is told
 * (--listen tcp:0.0.0.0:18081, --listen udp:127.0.0.1:9, ...). Wine tells neither who listens nor which account a process has: each
 * stand-in writes that to C:\fake-windows\processes\<pid>.txt, from where the fakes of the tests read it.
 */
#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

static SERVICE_STATUS_HANDLE handle;
static HANDLE ended;
static wchar_t service[256];
static wchar_t account[256] = L"";
static int argumentCount;
static wchar_t **arguments;

static void reportEnd(DWORD state, DWORD error)
{
    SERVICE_STATUS status = { SERVICE_WIN32_OWN_PROCESS, state, state == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP : 0, error, 0, 0, 0 };
    if (handle) SetServiceStatus(handle, &status);
}

static void report(DWORD state)
{
    reportEnd(state, NO_ERROR);
}

/* A file C:\fake-windows\no-logon-NAME.txt makes the service end as one whose account does not log on. */
static int logonFails(void)
{
    wchar_t path[512];
    swprintf(path, 512, L"C:\\fake-windows\\no-logon-%ls.txt", service);
    return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}

static DWORD WINAPI control(DWORD code, DWORD type, void *data, void *context)
{
    if (code == SERVICE_CONTROL_STOP) {
        report(SERVICE_STOP_PENDING);
        SetEvent(ended);
    }
    return NO_ERROR;
}

/* The account the service is set to, when it starts: what Windows would start it as. */
static void readAccount(void)
{
    wchar_t key[512];
    DWORD size = sizeof account;
    swprintf(key, 512, L"SYSTEM\\CurrentControlSet\\Services\\%ls", service);
    RegGetValueW(HKEY_LOCAL_MACHINE, key, L"ObjectName", RRF_RT_REG_SZ, NULL, account, &size);
}

static void listenOn(FILE *record, const wchar_t *where)
{
    wchar_t protocol[8] = L"", address[64] = L"";
    const wchar_t *first = wcschr(where, L':'), *last = wcsrchr(where, L':');
    struct sockaddr_storage place;
    int length = sizeof place, on = 1;
    if (!first || first == last) return;
    wcsncat(protocol, where, first - where);
    wcsncat(address, first + 1, last - first - 1);
    int family = wcschr(address, L':') ? AF_INET6 : AF_INET;
    int udp = wcscmp(protocol, L"udp") == 0;
    SOCKET s = socket(family, udp ? SOCK_DGRAM : SOCK_STREAM, 0);
    memset(&place, 0, sizeof place);
    if (WSAStringToAddressW(address, family, NULL, (struct sockaddr *)&place, &length) != 0) return;
    u_short port = htons((u_short)_wtoi(last + 1));
    if (family == AF_INET6) {
        ((struct sockaddr_in6 *)&place)->sin6_port = port;
        setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, (const char *)&on, sizeof on);
    } else {
        ((struct sockaddr_in *)&place)->sin_port = port;
    }
    if (bind(s, (struct sockaddr *)&place, length) != 0) return;
    if (!udp && listen(s, 5) != 0) return;
    fwprintf(record, L"%ls %ls %ls\n", protocol, address, last + 1);
}

static void work(void)
{
    wchar_t path[128];
    WSADATA data;
    CreateDirectoryW(L"C:\\fake-windows", NULL);
    CreateDirectoryW(L"C:\\fake-windows\\processes", NULL);
    swprintf(path, 128, L"C:\\fake-windows\\processes\\%lu.txt", GetCurrentProcessId());
    FILE *record = _wfopen(path, L"w, ccs=UTF-8");
    if (!record) return;
    fwprintf(record, L"account %ls\n", account);
    WSAStartup(MAKEWORD(2, 2), &data);
    for (int i = 1; i + 1 < argumentCount; i++)
        if (wcscmp(arguments[i], L"--listen") == 0) listenOn(record, arguments[i + 1]);
    fclose(record);
    report(SERVICE_RUNNING);
    WaitForSingleObject(ended, INFINITE);
    _wremove(path);
    report(SERVICE_STOPPED);
}

static void WINAPI serviceMain(DWORD count, wchar_t **names)
{
    handle = RegisterServiceCtrlHandlerExW(service, control, NULL);
    report(SERVICE_START_PENDING);
    if (logonFails()) {
        reportEnd(SERVICE_STOPPED, ERROR_SERVICE_LOGON_FAILED);
        return;
    }
    readAccount();
    work();
}

int wmain(int count, wchar_t **words)
{
    argumentCount = count;
    arguments = words;
    ended = CreateEventW(NULL, TRUE, FALSE, NULL);
    for (int i = 1; i + 1 < count; i++) {
        if (wcscmp(words[i], L"--service") == 0) wcsncpy(service, words[i + 1], 255);
        if (wcscmp(words[i], L"--account") == 0) wcsncpy(account, words[i + 1], 255);
    }
    if (!*service) {
        work();
        return 0;
    }
    SERVICE_TABLE_ENTRYW table[] = { { service, serviceMain }, { NULL, NULL } };
    return StartServiceCtrlDispatcherW(table) ? 0 : (int)GetLastError();
}
