import type { ExitCodeMeaning } from '../../main/catalogue/site-pack.ts';
import type { InstallerFile } from '../../main/model/installer.ts';
import type { Outcome } from '../../main/model/step-result.ts';

const MEANINGS: Record<number, Outcome> = {
  0: { status: 'done', code: 'installer-succeeded', says: 'The installer reports success.', next: null },
  3010: {
    status: 'needs-restart',
    code: 'installer-needs-restart',
    says: 'The installer reports success; a restart is needed to complete it.',
    next: 'Restart the instrument, then run `ucs-remedy resume`.',
  },
  1602: {
    status: 'failed',
    code: 'installer-cancelled',
    says: 'The installation was cancelled.',
    next: 'Run again and let the installer finish.',
  },
  1603: {
    status: 'failed',
    code: 'installer-failed',
    says: 'The installer reports a fatal error.',
    next: 'Keep the receipt and ask Illumina technical support before you try again.',
  },
  1618: {
    status: 'failed',
    code: 'installer-busy',
    says: 'Another installation was running all the time.',
    next: 'Wait until the other installation has ended, then run again.',
  },
};

/** The code of Windows Installer that stands for each word of a site pack. */
const CODE_OF: Record<ExitCodeMeaning['means'], number> = {
  done: 0,
  'needs-restart': 3010,
  cancelled: 1602,
  failed: 1603,
  busy: 1618,
};

/**
 * What the codes of tools for installer programs stand for. Inno Setup: its help, "Setup Exit Codes"; it ends with 3010 because it was
 * started with `/RESTARTEXITCODE=3010`. NSIS: its manual, "Error Levels". InstallShield passes on the codes of Windows Installer.
 */
const CODES_OF_MAKERS: Record<NonNullable<InstallerFile['madeWith']>, Record<number, ExitCodeMeaning['means']>> = {
  'inno-setup': { 1: 'failed', 2: 'cancelled', 3: 'failed', 4: 'failed', 5: 'cancelled', 6: 'failed', 7: 'failed' },
  nsis: { 1: 'cancelled', 2: 'failed' },
  installshield: {},
};

/** Inno Setup did nothing, because the system has to be restarted first. */
const INNO_RESTART_FIRST = 8;
const RESTART_FIRST: Outcome = {
  status: 'failed',
  code: 'installer-restart-first',
  says: 'The installer did nothing, because the instrument has to be restarted first.',
  next: 'Restart the instrument, then run again.',
};

/** Words for an installer program that no site pack names, so that it does not restart the instrument by itself. */
export function wordsFor({ madeWith }: Pick<InstallerFile, 'madeWith'>): string[] {
  return madeWith === 'inno-setup' ? ['/NORESTART', `/RESTARTEXITCODE=${CODE_OF['needs-restart']}`] : [];
}

/** What was said about the codes of one installer: by a site pack, and by whoever made the tool it was made with. */
export interface SaidOfCodes {
  packed: readonly ExitCodeMeaning[];
  madeWith: InstallerFile['madeWith'];
}

const NOTHING_SAID: SaidOfCodes = { packed: [], madeWith: null };

/** An exit code as Windows Installer would have said it, where somebody says what it means; else the code itself. */
function translated(exitCode: number, { packed, madeWith }: SaidOfCodes): number {
  const byMaker = madeWith === null ? undefined : CODES_OF_MAKERS[madeWith][exitCode];
  const means = packed.find(({ code }) => code === exitCode)?.means ?? byMaker;
  if (means !== undefined) return CODE_OF[means];
  // 1641: success, and the installer itself has begun a restart.
  return exitCode === 1641 ? CODE_OF['needs-restart'] : exitCode;
}

/** Whether an installer did nothing because another one was running. */
export function meansBusy(exitCode: number, said: SaidOfCodes): boolean {
  return translated(exitCode, said) === CODE_OF.busy;
}

/**
 * What an installer's exit code claims: as a site pack says, else as the tool it was made with, else as Windows Installer defines it.
 * Whether it is true is read from the machine.
 */
export function outcomeOfExitCode(exitCode: number, said: SaidOfCodes = NOTHING_SAID): Outcome {
  const meaning = MEANINGS[translated(exitCode, said)];
  if (meaning !== undefined) return meaning;
  if (said.madeWith === 'inno-setup' && exitCode === INNO_RESTART_FIRST) return RESTART_FIRST;
  return {
    status: 'failed',
    code: 'installer-exit-code',
    says: `The installer ended with code ${exitCode}, which does not mean success.`,
    next: 'Keep the receipt and ask Illumina technical support.',
  };
}
