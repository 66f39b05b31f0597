; An update of the copy service of tests as an installer program: stops the service, replaces its program, starts it.
Unicode true
Target amd64-unicode
SilentInstall silent
Name "Illumina Universal Copy Service"
OutFile "${OUT}"
RequestExecutionLevel admin
VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Illumina Universal Copy Service"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Illumina Universal Copy Service Setup"
VIAddVersionKey "LegalCopyright" "Test Fixtures"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\UniversalCopyService"

Section
  SetRegView 64
  ExecWait '"$SYSDIR\sc.exe" stop StandInUcs'
  Sleep 500
  SetOutPath "$PROGRAMFILES64\Illumina\Universal Copy Service"
  File "/oname=StandInUcs.exe" "${PAYLOAD}"
  ExecWait '"$SYSDIR\sc.exe" start StandInUcs' $0
  WriteRegStr HKLM "${KEY}" "DisplayName" "Illumina Universal Copy Service"
  WriteRegStr HKLM "${KEY}" "DisplayVersion" "${VERSION}"
SectionEnd
