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

/** What an installer's exit code claims (Windows Installer error codes). Whether it is true is read from the machine. */
export function outcomeOfExitCode(exitCode: number): Outcome {
  // 1641: success, and the installer itself has begun a restart.
  const meaning = MEANINGS[exitCode === 1641 ? 3010 : exitCode];
  if (meaning !== undefined) return meaning;
  return {
    status: 'failed',
    code: 'installer-exit-code',
    says: `The installer ended with code ${exitCode}, which does not mean success.`,
    next: 'Keep the receipt and ask Illumina technical support.',
  };
}
