/* In place of Wine's taskkill.exe, which has no /T. It takes the arguments that Standby gives: /PID n /T /F. */
#include <stdlib.h>
#include <windows.h>
#include <tlhelp32.h>

static void kill_tree(DWORD pid)
{
    PROCESSENTRY32 entry = { .dwSize = sizeof(entry) };
    HANDLE list = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    HANDLE process;
    BOOL found;
    for (found = Process32First(list, &entry); found; found = Process32Next(list, &entry))
        if (entry.th32ParentProcessID == pid) kill_tree(entry.th32ProcessID);
    CloseHandle(list);
    process = OpenProcess(PROCESS_TERMINATE, FALSE, pid);
    if (process) TerminateProcess(process, 1);
}

int main(int count, char **arguments)
{
    if (count != 5 || lstrcmpiA(arguments[1], "/PID") || lstrcmpiA(arguments[3], "/T") || lstrcmpiA(arguments[4], "/F"))
        return 1;
    kill_tree((DWORD)strtoul(arguments[2], NULL, 10));
    return 0;
}
