# Included by the installer and the uninstaller for Windows (electron-builder.yml). Not yet run on Windows.

# electron-builder's own check includes these only where the macro below is missing.
!include "getProcessInfo.nsh"
Var pid

# electron-builder would end a running Standby like the task manager does. Then it sets no status and writes no end to its log.
# So it is asked to quit first; that takes up to 5 seconds. Only this user's Standby can be asked.
# Asking and waiting take 10 seconds at most: what runs then is ended by _CHECK_APP_RUNNING. The program's file shows when it has
# ended, because Windows does not open a running program for writing. A search of the processes takes a second each time.
!macro customCheckAppRunning
  !insertmacro IS_POWERSHELL_AVAILABLE
  !insertmacro FIND_PROCESS "${APP_EXECUTABLE_FILENAME}" $R0
  ${if} $R0 == 0
  ${andIf} ${FileExists} "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
    System::Call "kernel32::GetTickCount() i .R1"
    nsExec::Exec /TIMEOUT=5000 `"$INSTDIR\${APP_EXECUTABLE_FILENAME}" --quit`
    Pop $R0
    ${do}
      ClearErrors
      FileOpen $R0 "$INSTDIR\${APP_EXECUTABLE_FILENAME}" a
      ${ifNot} ${errors}
        FileClose $R0
        ${exitDo}
      ${endIf}
      Sleep 250
      # The difference is right also when the counter of 32 bits starts again at 0.
      System::Call "kernel32::GetTickCount() i .R2"
      IntOp $R2 $R2 - $R1
    ${loopUntil} $R2 > 9500
  ${endIf}
  ClearErrors
  !insertmacro _CHECK_APP_RUNNING
!macroend

# Start at login is a value that Standby has set, so the uninstaller removes it. An update runs the uninstaller too.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${APP_ID}"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${APP_ID}"
  ${endIf}
  # electron-builder deletes the folders in %APPDATA% only, where earlier versions had their files.
  ClearErrors
  ${GetParameters} $R0
  ${GetOptions} $R0 "--delete-app-data" $R1
  ${ifNot} ${errors}
    SetShellVarContext current
    RMDir /r "$LOCALAPPDATA\${PRODUCT_NAME}"
    ${if} $installMode == "all"
      SetShellVarContext all
    ${endIf}
  ${endIf}
!macroend
