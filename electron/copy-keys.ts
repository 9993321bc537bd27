/** Runs a program to its end. @throws when it cannot be started or fails, with what it said as the message */
export type RunProgram = (program: string, args: readonly string[]) => Promise<void>;

/**
 * Both scripts first wait, at most a second, until the hotkey's own modifiers are released: held down, they would turn the
 * copy into another command of the front application.
 */
const MACOS_SCRIPT = `
ObjC.import('AppKit');
const held = $.NSEventModifierFlagCommand | $.NSEventModifierFlagOption
  | $.NSEventModifierFlagControl | $.NSEventModifierFlagShift;
for (let count = 0; count < 50 && ($.NSEvent.modifierFlags & held) !== 0; count++) delay(0.02);
Application('System Events').keystroke('c', { using: 'command down' });
`;

const WINDOWS_SCRIPT = `
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Windows.Forms
for ($count = 0; $count -lt 50 -and [System.Windows.Forms.Control]::ModifierKeys -ne 'None'; $count++) {
  Start-Sleep -Milliseconds 20
}
[System.Windows.Forms.SendKeys]::SendWait('^c')
`;

/** Presses the system's copy keys in the application in front. */
export function pressCopyKeys(platform: 'darwin' | 'win32', run: RunProgram): Promise<void> {
  if (platform === 'darwin') return run('osascript', ['-l', 'JavaScript', '-e', MACOS_SCRIPT]);
  // PowerShell takes a script without any quoting as base64 of UTF-16.
  const encoded = Buffer.from(WINDOWS_SCRIPT, 'utf16le').toString('base64');
  return run('powershell.exe', ['-NoProfile', '-NonInteractive', '-EncodedCommand', encoded]);
}
