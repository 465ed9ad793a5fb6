; The setup for Windows. It needs no administrator: everything goes to the person's own folders. Each version has a folder of its own, so that
; a version that runs is never half replaced. Values come from archives.ts.
Unicode true
Target amd64-unicode
SetCompressor /SOLID ${COMPRESSOR}
SetDateSave on
RequestExecutionLevel user
; Where the data is kept is the last line of what the removal did.
ShowUninstDetails show
Name "Standby"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\Standby"
ManifestSupportedOS all
!include MUI2.nsh
!include WinVer.nsh
!include WordFunc.nsh
!include FileFunc.nsh

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Standby"
!define OWN "Software\Standby"

!define MUI_ICON "${FOLDER}/standby.ico"
!define MUI_UNICON "${FOLDER}/standby.ico"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "French"

LangString TooOld ${LANG_ENGLISH} "Standby needs Windows 10 or later. Nothing was changed."
LangString TooOld ${LANG_FRENCH} "Standby a besoin de Windows 10 ou plus récent. Rien n'a été changé."
LangString Newer ${LANG_ENGLISH} "A newer version of Standby ($0) is installed. This one (${VERSION}) cannot read what it has saved. Nothing was changed. To go back all the same, uninstall the newer version first."
LangString Newer ${LANG_FRENCH} "Une version plus récente de Standby ($0) est installée. Celle-ci (${VERSION}) ne peut pas lire ce qu'elle a enregistré. Rien n'a été changé. Pour revenir quand même en arrière, désinstallez d'abord la version plus récente."
LangString Running ${LANG_ENGLISH} "Standby is running and does not end. Press “Quit Standby” on its home page, then run this again."
LangString Running ${LANG_FRENCH} "Standby tourne et ne s'arrête pas. Appuyez sur « Quitter Standby » sur son accueil, puis relancez ceci."
LangString Data ${LANG_ENGLISH} "Remove my data too (settings, past LIVEs)"
LangString Data ${LANG_FRENCH} "Supprimer aussi mes données (réglages, LIVEs passés)"
LangString Program ${LANG_ENGLISH} "Standby"
LangString Program ${LANG_FRENCH} "Standby"
LangString Kept ${LANG_ENGLISH} "Your data is kept in $LOCALAPPDATA\Standby"
LangString Kept ${LANG_FRENCH} "Vos données sont gardées dans $LOCALAPPDATA\Standby"

Var Old

Function .onInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "$(TooOld)" /SD IDOK
    SetErrorLevel 3
    Abort
  ${EndIf}
  ReadRegStr $Old HKCU "${OWN}" "Version"
  ${If} $Old != ""
    StrCpy $0 $Old
    ${VersionCompare} $Old "${VERSION}" $1
    ${If} $1 = 1
      MessageBox MB_OK|MB_ICONSTOP "$(Newer)" /SD IDOK
      SetErrorLevel 2
      Abort
    ${EndIf}
  ${EndIf}
FunctionEnd

; Has the Standby that runs end, through the version in $2. It closes its journal first.
!macro Quit un
Function ${un}Quit
  ${If} ${FileExists} "$2\node.exe"
    nsExec::Exec '"$2\node.exe" "$2\app\start.js" --quit'
    Pop $0
    ${If} $0 != 0
      MessageBox MB_OK|MB_ICONSTOP "$(Running)" /SD IDOK
      SetErrorLevel 4
      Quit
    ${EndIf}
  ${EndIf}
FunctionEnd
!macroend
!insertmacro Quit ""
!insertmacro Quit "un."

Section
  StrCpy $3 "$INSTDIR\app-${VERSION}"
  ; The same version again: its files are in use. Another one runs on until the new one is unpacked.
  ${If} ${FileExists} "$3\node.exe"
    StrCpy $2 $3
    Call Quit
  ${EndIf}
  SetOutPath "$3"
  File /r "${FOLDER}/*"
  StrCpy $2 $3
  Call Quit

  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  ; A folder that a shortcut starts in cannot be removed while that program runs.
  SetOutPath "$PROFILE"
  CreateShortcut "$SMPROGRAMS\Standby.lnk" "$3\Standby.cmd" "--here" "$3\standby.ico" 0 SW_SHOWMINIMIZED
  CreateShortcut "$SMPROGRAMS\Uninstall Standby.lnk" "$INSTDIR\uninstall.exe"
  WriteRegStr HKCU "${OWN}" "Version" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Standby"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$3\standby.ico"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1

  ; Of the versions before, the last one stays.
  FindFirst $4 $5 "$INSTDIR\app-*"
  ${DoWhile} $5 != ""
    ${If} $5 != "app-${VERSION}"
    ${AndIf} $5 != "app-$Old"
      RMDir /r "$INSTDIR\$5"
    ${EndIf}
    FindNext $4 $5
  ${Loop}
  FindClose $4

  ${GetParameters} $6
  ClearErrors
  ${GetOptions} $6 "/NOSTART" $7
  ${If} ${Errors}
    ExecShell "open" "$SMPROGRAMS\Standby.lnk" "" SW_SHOWMINIMIZED
  ${EndIf}
  SetAutoClose true
SectionEnd

Section "un.$(Program)"
  SectionIn RO
  ReadRegStr $0 HKCU "${OWN}" "Version"
  StrCpy $2 "$INSTDIR\app-$0"
  Call un.Quit
  Delete "$SMPROGRAMS\Standby.lnk"
  Delete "$SMPROGRAMS\Uninstall Standby.lnk"
  DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "Standby"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "${OWN}"
  FindFirst $4 $5 "$INSTDIR\app-*"
  ${DoWhile} $5 != ""
    RMDir /r "$INSTDIR\$5"
    FindNext $4 $5
  ${Loop}
  FindClose $4
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DetailPrint "$(Kept)"
SectionEnd

Section /o "un.$(Data)" RemoveData
  RMDir /r "$LOCALAPPDATA\Standby"
  DetailPrint "$(Data)"
SectionEnd

Function un.onInit
  ${GetParameters} $6
  ClearErrors
  ${GetOptions} $6 "/REMOVEDATA" $7
  ${IfNot} ${Errors}
    !insertmacro SelectSection ${RemoveData}
  ${EndIf}
FunctionEnd
