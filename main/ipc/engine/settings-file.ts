import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readTextCapped, writeFileAtomically } from '../../host/atomic-file.ts';
import { LANGUAGES, type Language, Settings } from '../wizard-snapshot.ts';

const MAX_BYTES = 64 * 1024;

/** What somebody sees who starts the program for the first time. */
export function firstSettings(): Settings {
  return { language: systemLanguage(), theme: 'system', role: 'lab', name: '', site: '', contact: '' };
}

function systemLanguage(): Language {
  const { locale } = Intl.DateTimeFormat().resolvedOptions();
  const wanted = locale.startsWith('zh') ? 'zh-Hans' : locale.slice(0, 2);
  return LANGUAGES.find((language) => language === wanted) ?? 'en';
}

/** The settings of this user. A file that is missing or damaged gives the first settings: nothing else depends on it. */
export async function loadSettings(folder: string): Promise<Settings> {
  try {
    return Settings.parse(JSON.parse(await readTextCapped(join(folder, 'settings.json'), MAX_BYTES)));
  } catch {
    return firstSettings();
  }
}

/** Keeps the settings for the next start. Throws the system's error. */
export async function saveSettings(folder: string, settings: Settings): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFileAtomically(join(folder, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`, 0o600);
}
