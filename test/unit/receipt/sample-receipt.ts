import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type KeyKind, loadOrCreateSigningKey, type SigningKey } from '../../../main/catalogue/keys.ts';
import type { Verdict } from '../../../main/model/assessment.ts';
import { digestOf } from '../../../main/model/json.ts';
import type { Plan } from '../../../main/model/plan.ts';
import type { ReceiptContent, ReceiptLook } from '../../../main/model/receipt.ts';

const at = '2026-11-23T09:15:00.000Z';

function verdict(cve: Verdict['cve'], state: Verdict['state'], because: string): Verdict {
  return {
    cve,
    state,
    row: 'sample-row',
    because,
    evidence: [
      {
        fact: 'listeners',
        says: 'PracticeUcs (process 4120) listens on 0.0.0.0, TCP port 18081.',
        source: 'practice instrument: listeners',
        at,
      },
      { fact: 'firewall', says: 'No active rule speaks of this port.', source: 'practice instrument: firewall', at },
    ],
  };
}

const exposed: ReceiptLook = {
  observationDigest: 'b'.repeat(64),
  observedAt: at,
  overall: 'exposed',
  verdicts: [
    verdict('CVE-2023-1968', 'exposed', 'The copy service listens on every network address, and no rule blocks it.'),
    verdict(
      'CVE-2023-1966',
      'exposed',
      'The copy service runs as LocalSystem, which may change everything on the instrument.',
    ),
  ],
  listed: ['CSAFPID-0005'],
};

const mitigated: ReceiptLook = {
  observationDigest: 'c'.repeat(64),
  observedAt: '2026-11-23T09:21:40.000Z',
  overall: 'mitigated',
  verdicts: [
    verdict(
      'CVE-2023-1968',
      'mitigated',
      'The copy service still listens, and an active rule blocks it on every profile.',
    ),
    verdict('CVE-2023-1966', 'mitigated', 'The copy service runs as the standard account .\\sbsuser.'),
  ],
  listed: ['CSAFPID-0005'],
};

const catalogue = { version: '1.0.0', date: '2026-11-23', digest: 'd'.repeat(64) };
const program = { version: '0.1.0', digest: 'e'.repeat(64) };

const plan: Plan = {
  schema: 'ucs-plan/1',
  practice: true,
  machineId: 'practice-miseq-4.0-ruo',
  program,
  catalogue,
  pack: null,
  choices: {
    stated: { product: null, version: null, mode: null, ucsUnit: null },
    decline: [],
    installer: null,
    account: '.\\sbsuser',
    insideNetworks: [],
    changeControl: null,
  },
  stableFacts: 'f'.repeat(64),
  steps: [
    {
      id: 'firewall-ports',
      mode: 'automatic',
      reversible: true,
      addresses: ['CVE-2023-1968'],
      because: 'The copy service can be reached from the network.',
      condition: null,
      changes: [{ what: 'Inbound traffic to PracticeUcs.exe', before: 'allowed', after: 'blocked on every profile' }],
      warnings: [],
      needs: [],
      params: { program: 'C:\\Practice\\PracticeUcs.exe' },
    },
    {
      id: 'ucs-account',
      mode: 'automatic',
      reversible: true,
      addresses: ['CVE-2023-1966'],
      because: 'The copy service runs as LocalSystem.',
      condition: {
        stillOpen: ['CVE-2023-1966'],
        after: 'firewall-ports',
        text: 'If still exposed after closing the ports.',
      },
      changes: [{ what: 'Account of the service PracticeUcs', before: 'LocalSystem', after: '.\\sbsuser' }],
      warnings: ['The password of this account expires after 180 days; the service does not follow and stops.'],
      needs: [],
      params: { service: 'PracticeUcs', account: '.\\sbsuser' },
    },
  ],
  leftOut: [{ id: 'product-installer', because: 'No installer file was chosen.' }],
};

function step(id: 'firewall-ports' | 'ucs-account', says: string): ReceiptContent['steps'][number] {
  return {
    id,
    mode: 'automatic',
    performedBy: 'program',
    startedAt: '2026-11-23T09:20:00.000Z',
    endedAt: '2026-11-23T09:20:07.000Z',
    outcome: { status: 'done', code: 'applied', says, next: null },
    checks: [
      {
        id: 'holds',
        about: 'effect',
        result: 'passed',
        says: 'The change was read back.',
        source: 'practice instrument: firewall',
      },
      {
        id: 'copies',
        about: 'lab-works',
        result: 'passed',
        says: 'A test file could be written to the output folder.',
        source: 'practice instrument: output places',
      },
    ],
  };
}

/** The receipt of a whole practice run on a MiSeq; `changes` replace fields. */
export function sampleReceipt(changes: Partial<ReceiptContent> = {}): ReceiptContent {
  return {
    schema: 'ucs-receipt/1',
    receiptId: '2026-11-23-0011223344556677',
    runId: 'run-20261123-091500',
    practice: true,
    kind: 'completed',
    supersedes: null,
    issuedAt: '2026-11-23T09:21:45.000Z',
    program,
    catalogue,
    pack: null,
    operator: {
      name: 'A. Technician',
      role: 'technician',
      site: 'Laboratory 3, Ghent',
      reason: 'Yearly maintenance',
      roleIsAClaim: true,
    },
    changeControl: null,
    instrument: {
      product: 'MiSeq Control Software',
      productKey: 'miseq',
      version: '4.0.0.1769',
      versions: ['4.0.0.1769'],
      mode: 'RUO',
      serial: 'M00001',
      ucsVersion: '2.1.0.4',
      stated: [],
      machineId: 'practice-miseq-4.0-ruo',
    },
    overall: mitigated.overall,
    verdicts: mitigated.verdicts,
    listed: mitigated.listed,
    before: exposed,
    after: mitigated,
    plan,
    planDigest: digestOf(plan),
    approval: { kind: 'blind', digest: null },
    steps: [
      step('firewall-ports', 'The firewall now blocks the copy service on every profile.'),
      step('ucs-account', 'The copy service now runs as .\\sbsuser.'),
    ],
    notes: [
      {
        code: 'password-expires',
        text: 'The password of .\\sbsuser expires after 180 days. Change it in the service too, or copying stops.',
      },
    ],
    findings: [
      {
        code: 'remote-desktop-on',
        grade: 'review',
        says: 'Somebody can work on the screen of this machine from another one.',
        why: 'Remote desktop should be off on an instrument.',
        evidence: [{ fact: 'remoteDesktop', says: 'Remote desktop is on.', source: 'practice instrument', at }],
      },
    ],
    signsAccepted: null,
    exposure: [
      {
        code: 'default-route',
        says: 'This machine has a way out to other networks.',
        advice: 'Take the default route away where the lab does not need it.',
        evidence: [{ fact: 'defaultRoutes', says: 'ipv4 through 10.20.30.1.', source: 'practice instrument', at }],
      },
    ],
    confirmations: { idle: true, backup: false },
    journal: { head: '1'.repeat(64), entries: 9 },
    clock: {
      source: 'practice clock',
      synchronised: null,
      warning: 'It is not known whether the clock of this instrument is right.',
    },
    accounts: { helper: 'practice', operatorSession: 'sbsuser' },
    error: null,
    ...changes,
  };
}

/** The same run as if it had been on a real instrument: approved by digest, nothing simulated. */
export function sampleRealReceipt(changes: Partial<ReceiptContent> = {}): ReceiptContent {
  const realPlan: Plan = { ...plan, practice: false };
  return sampleReceipt({
    practice: false,
    plan: realPlan,
    planDigest: digestOf(realPlan),
    approval: { kind: 'digest', digest: digestOf(realPlan) },
    ...changes,
  });
}

/** A folder that is removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ucs-receipt-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A key of its own, made in a folder that is gone again. */
export async function freshKey(kind: KeyKind): Promise<SigningKey> {
  const folder = await mkdtemp(join(tmpdir(), 'ucs-key-'));
  try {
    return await loadOrCreateSigningKey(folder, kind);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
