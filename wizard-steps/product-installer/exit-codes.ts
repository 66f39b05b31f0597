import type { ExitCodeMeaning } from '../../main/catalogue/site-pack.ts';
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

/** An exit code as Windows Installer would have said it, where a site pack says what it means; else the code itself. */
function translated(exitCode: number, said: readonly ExitCodeMeaning[]): number {
  const means = said.find(({ code }) => code === exitCode)?.means;
  if (means !== undefined) return CODE_OF[means];
  // 1641: success, and the installer itself has begun a restart.
  return exitCode === 1641 ? CODE_OF['needs-restart'] : exitCode;
}

/** Whether an installer did nothing because another one was running. */
export function meansBusy(exitCode: number, said: readonly ExitCodeMeaning[]): boolean {
  return translated(exitCode, said) === CODE_OF.busy;
}

/**
 * What an installer's exit code claims: as a site pack says, else as Windows Installer defines it. Whether it is true is read
 * from the machine.
 */
export function outcomeOfExitCode(exitCode: number, said: readonly ExitCodeMeaning[] = []): Outcome {
  const meaning = MEANINGS[translated(exitCode, said)];
  if (meaning !== undefined) return meaning;
  return {
    status: 'failed',
    code: 'installer-exit-code',
    says: `The installer ended with code ${exitCode}, which does not mean success.`,
    next: 'Keep the receipt and ask Illumina technical support.',
  };
}
