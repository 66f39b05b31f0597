import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';

/** Where browsers of the Chromium family are installed, by their makers' own installers and packages. */
function knownPaths(): string[] {
  if (process.platform !== 'win32') {
    return [
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome',
      '/usr/bin/google-chrome-stable',
      '/usr/bin/microsoft-edge',
      '/usr/bin/microsoft-edge-stable',
    ];
  }
  const roots = ['ProgramFiles', 'ProgramFiles(x86)'].flatMap((name) => process.env[name] ?? []);
  return roots.flatMap((root) => [
    join(root, 'Google', 'Chrome', 'Application', 'chrome.exe'),
    join(root, 'Chromium', 'Application', 'chrome.exe'),
    join(root, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
  ]);
}

/** The first installed browser that can show the window; null where there is none. */
export async function findBrowser(): Promise<string | null> {
  for (const path of knownPaths()) {
    try {
      await access(path, constants.X_OK);
      return path;
    } catch {
      // Not installed here: the next one may be.
    }
  }
  return null;
}
