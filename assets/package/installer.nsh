# Included by the installer and the uninstaller for Windows (electron-builder.yml). Not yet run on Windows.

# electron-builder's own check includes these only where the macro below is missing.
!include "getProcessInfo.nsh"
Var pid

# electron-builder would end a running Standby like the task manager does. Then it sets no status and writes no end to its log.
# So it is asked to quit first, which takes at most 6 seconds. Only this user's Standby can be asked.
!macro customCheckAppRunning
  !insertmacro IS_POWERSHELL_AVAILABLE
  !insertmacro FIND_PROCESS "${APP_EXECUTABLE_FILENAME}" $R0
  ${if} $R0 == 0
  ${andIf} ${FileExists} "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
    nsExec::Exec /TIMEOUT=5000 `"$INSTDIR\${APP_EXECUTABLE_FILENAME}" --quit`
    Pop $R0
    ${ForEach} $R1 1 10 + 1
      !insertmacro FIND_PROCESS "${APP_EXECUTABLE_FILENAME}" $R0
      ${if} $R0 != 0
        ${ExitFor}
      ${endIf}
      Sleep 1000
    ${Next}
  ${endIf}
  !insertmacro _CHECK_APP_RUNNING
!macroend

# Start at login is a value that Standby has set, so the uninstaller removes it. An update runs the uninstaller too.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${APP_ID}"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${APP_ID}"
  ${endIf}
!macroend
