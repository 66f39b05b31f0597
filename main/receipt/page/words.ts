import type { CveId, VerdictState } from '../../model/assessment.ts';
import type { StepId } from '../../model/choices.ts';
import type { EndKind } from '../../model/journal.ts';
import type { ReceiptContent } from '../../model/receipt.ts';
import type { Check, PerformedBy, StepStatus } from '../../model/step-result.ts';

/** Word, sign and meaning of each state, as the page prints them. The sign repeats the word for readers of a copy without colour. */
export const STATES: Record<VerdictState, { word: string; sign: string; means: string }> = {
  exposed: { word: 'Exposed', sign: '!', means: 'The weakness was observed on this instrument. Action is needed.' },
  conflict: {
    word: 'Conflict',
    sign: '\u2260',
    means: 'A change was made, but something else on the instrument overrides it. Action is needed.',
  },
  unknown: {
    word: 'Unknown',
    sign: '?',
    means: 'It could not be found out. This is no all-clear: treat the instrument as vulnerable until it is known.',
  },
  'pending-reboot': {
    word: 'Pending restart',
    sign: '\u2026',
    means: 'A change waits for a restart or log-off. Until then nothing is proven.',
  },
  mitigated: {
    word: 'Mitigated',
    sign: '=',
    means:
      'The weak condition was closed when it was looked at. That the vendor\u2019s fix is installed is not proven.',
  },
  fixed: { word: 'Fixed', sign: '\u2713', means: 'What is installed meets the fix criteria named with the verdict.' },
  'not-affected': {
    word: 'Not affected',
    sign: '\u2013',
    means:
      'Product and version were identified and are not on the advisory\u2019s list, and the weakness was not observed.',
  },
};

export const WEAKNESSES: Record<CveId, string> = {
  'CVE-2023-1968': 'Binding to an unrestricted IP address (CWE-1327)',
  'CVE-2023-1966': 'Execution with unnecessary privileges (CWE-250)',
};

export const ENDS: Record<EndKind, string> = {
  'nothing-to-do': 'Nothing had to be changed.',
  completed: 'The run was carried out to its end.',
  declined: 'The proposed changes were declined.',
  stopped: 'The run was stopped before its end.',
  failed: 'The run ended with an error.',
  interim: 'Interim receipt: the run is not finished, it waits for a restart or log-off.',
  'rolled-back': 'Changes of the run were undone.',
};

export const STEPS: Record<StepId, string> = {
  'product-installer': 'Run the vendor\u2019s installer',
  'firewall-ports': 'Close ports in the firewall',
  'ucs-account': 'Change the account UCS runs as',
};

export const STEP_STATUSES: Record<StepStatus, string> = {
  done: 'Done',
  'not-needed': 'Not needed',
  'not-begun': 'Not begun',
  'needs-restart': 'Waits for a restart or log-off',
  'needs-person': 'A person is still needed',
  conflict: 'Overridden',
  declined: 'Declined',
  blocked: 'Blocked',
  failed: 'Failed',
  undone: 'Undone',
};

export const CHECK_RESULTS: Record<Check['result'], string> = {
  passed: 'Passed',
  failed: 'Failed',
  overridden: 'Overridden',
  'waits-for-restart': 'Waits for a restart',
  'not-possible': 'Not possible',
};

export const CHECK_SUBJECTS: Record<Check['about'], string> = {
  effect: 'Does the change hold?',
  'lab-works': 'Can the lab still work?',
};

export const PERFORMERS: Record<PerformedBy, string> = {
  program: 'by the program',
  operator: 'by the person at the instrument',
  'simulated-person': 'by a simulated person (practice)',
};

export const MODES: Record<ReceiptContent['instrument']['mode'], string> = {
  RUO: 'Research use (RUO)',
  Dx: 'In-vitro diagnostic (Dx)',
  single: 'This product has one mode only',
  unknown: 'Not known; treated as in-vitro diagnostic',
};

export const ROLES: Record<ReceiptContent['operator']['role'], string> = {
  technician: 'Field technician',
  lab: 'Laboratory staff',
};

export const APPROVALS: Record<NonNullable<ReceiptContent['approval']>['kind'], string> = {
  ask: 'Approved by the person on screen',
  digest: 'Approved beforehand by the digest of the plan',
  blind: 'Approved without being read (practice only)',
};

/** Date and time for people, always UTC, so that the page is the same wherever it is made. */
export function printTime(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
