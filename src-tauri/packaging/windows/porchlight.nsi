; The installer for Windows: for one person, without an administrator. `cargo xtask package` gives VERSION, PROGRAMS (a
; folder with the programs), ICON and SETUP (what is made).

; The only one that runs where Windows has nothing for programs of 32 bits.
Target amd64-unicode
!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Porchlight"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
; What the app writes so that Windows shows its notifications.
!define APP_ID "Software\Classes\AppUserModelId\chat.porchlight.app"
; What `porchlight status` says where no Porchlight runs.
!define NOT_RUNNING 3

Name "Porchlight"
OutFile "${SETUP}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Porchlight"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Porchlight"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Porchlight, the desk light of live chat"
VIAddVersionKey "LegalCopyright" "MIT or Apache-2.0"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_FINISHPAGE_RUN "$INSTDIR\porchlight.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Start Porchlight now"
!define MUI_FINISHPAGE_TEXT "The lantern is in the notification area of your task bar. A left click opens the window, a right click the menu."
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Var Ran

; Ends a Porchlight that runs, with its goodbye, and waits until its files can be changed. Remembers whether one ran.
!macro EndRunning UN
  Function ${UN}EndRunning
    StrCpy $Ran "no"
    ${If} ${FileExists} "$INSTDIR\porchlight.exe"
      nsExec::Exec '"$INSTDIR\porchlight.exe" status'
      Pop $0
      ${If} $0 != ${NOT_RUNNING}
        StrCpy $Ran "yes"
        nsExec::Exec '"$INSTDIR\porchlight.exe" quit'
        Pop $0
      ${EndIf}
      again:
      StrCpy $1 0
      ${DoWhile} $1 < 100
        ClearErrors
        ; Refused for as long as it runs.
        FileOpen $2 "$INSTDIR\porchlight.exe" a
        ${IfNot} ${Errors}
          FileClose $2
          Return
        ${EndIf}
        Sleep 100
        IntOp $1 $1 + 1
      ${Loop}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Porchlight is still running. Quit it from the menu of its icon, then try again." /SD IDCANCEL IDRETRY again
      Abort
    ${EndIf}
  FunctionEnd
!macroend
!insertmacro EndRunning ""
!insertmacro EndRunning "un."

Section "Porchlight" App
  SectionIn RO
  Call EndRunning
  SetOutPath "$INSTDIR"
  File "${PROGRAMS}\*"
  CreateShortcut "$SMPROGRAMS\Porchlight.lnk" "$INSTDIR\porchlight.exe"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Porchlight"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\porchlight.exe"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

Section "Start Porchlight when I log in" AtLogin
  nsExec::Exec '"$INSTDIR\porchlight.exe" autostart on'
  Pop $0
SectionEnd

; An upgrade leaves it as it was: whoever turned it off does not have to do so again.
Function .onInit
  ReadRegStr $0 HKCU "${UNINSTALL}" "InstallLocation"
  ${If} $0 != ""
    ReadRegStr $1 HKCU "${RUN}" "Porchlight"
    ${If} $1 == ""
      SectionSetFlags ${AtLogin} 0
    ${EndIf}
  ${EndIf}
FunctionEnd

; Nobody is asked whether to start it: it goes on if it ran.
Function .onInstSuccess
  ${If} ${Silent}
  ${AndIf} $Ran == "yes"
    Exec '"$INSTDIR\porchlight.exe"'
  ${EndIf}
FunctionEnd

Section "Uninstall"
  Call un.EndRunning
  nsExec::Exec '"$INSTDIR\porchlight.exe" autostart off'
  Pop $0
  Delete "$SMPROGRAMS\Porchlight.lnk"
  Delete "$INSTDIR\porchlight.exe"
  Delete "$INSTDIR\porchlight-window.exe"
  Delete "$INSTDIR\WebView2Loader.dll"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${APP_ID}"
  MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "Remove your settings and your sign-in as well? Without them, a Porchlight that is installed later begins anew." /SD IDNO IDNO done
  RMDir /r "$LOCALAPPDATA\porchlight"
  done:
SectionEnd
