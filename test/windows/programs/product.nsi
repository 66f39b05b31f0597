; An installer program for tests, with the version and the exit code it is built with.
Unicode true
Target amd64-unicode
Name "Copy Service Setup"
OutFile "${OUT}"
RequestExecutionLevel admin
InstallDir "$PROGRAMFILES64\Copy Service Setup"
VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Copy Service Setup"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Copy Service Setup"
VIAddVersionKey "LegalCopyright" "Test Fixtures"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\CopyServiceSetup"

Section
  SetRegView 64
  SetOutPath "$INSTDIR"
  File "/oname=payload.exe" "${PAYLOAD}"
  WriteRegStr HKLM "${KEY}" "DisplayName" "Copy Service Setup"
  WriteRegStr HKLM "${KEY}" "DisplayVersion" "${VERSION}"
  SetErrorLevel ${EXITCODE}
SectionEnd
