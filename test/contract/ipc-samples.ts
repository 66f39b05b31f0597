import type { Argument, CallName, Result } from '../../main/ipc/contract.ts';
import type { WizardSnapshot } from '../../main/ipc/wizard-snapshot.ts';
import { NO_CHOICES } from '../../main/model/choices.ts';

/** What a window shows before anything was chosen. */
export const FIRST_SNAPSHOT: WizardSnapshot = {
  revision: 0,
  screen: 'welcome',
  about: {
    programVersion: '0.0.0-test',
    catalogue: { version: '1', date: '2026-01-01', digest: '0'.repeat(64) },
    guide: 'https://guide.invalid/',
    vendorContact: 'vendor@contact.invalid',
    front: { kind: 'chromium', sandboxed: true },
    practice: [{ id: 'sample', title: 'Sample', summary: 'An instrument made up for a test.' }],
    products: [{ key: 'sample', name: 'Sample' }],
    thisMachine: null,
    trace: null,
  },
  settings: { language: 'en', theme: 'system', role: 'lab', name: '', site: '', contact: '' },
  machine: null,
  unfinished: null,
  readings: [],
  look: null,
  decisions: { choices: NO_CHOICES, reason: '', confirmIdle: false, confirmBackup: false, acceptSigns: null },
  pack: null,
  prepared: null,
  elevation: null,
  work: null,
  ended: null,
  receipt: null,
  problem: null,
};

/** An argument every call accepts. */
export const ARGUMENTS: { [Name in CallName]: Argument<Name> } = {
  snapshot: null,
  saveSettings: { name: 'A. Technician' },
  chooseMachine: { practice: 'sample' },
  look: null,
  goTo: { screen: 'look' },
  decide: { confirmIdle: true, decline: ['firewall-ports'] },
  findInstallers: null,
  usePack: { path: '/media/stick/pack.json' },
  startRun: null,
  stopWithReceipt: null,
  resumeRun: { confirmIdle: true },
  rollBack: { confirmIdle: true },
  answer: { id: '1', answer: 'yes' },
  password: { id: '1', password: 'hunter2-secret' },
  stop: null,
  findSavePlaces: null,
  saveReceipt: { folder: '/media/stick' },
  saveReceiptPdf: { folder: '/media/stick' },
  saveSupportReport: { folder: '/media/stick' },
  nextInstrument: null,
  restartPractice: null,
  dismissProblem: null,
};

const PLACE = { path: '/media/stick', label: 'STICK', kind: 'removable' } as const;

/** A result every call may answer with. */
export const RESULTS: { [Name in CallName]: Result<Name> } = {
  snapshot: FIRST_SNAPSHOT,
  saveSettings: null,
  chooseMachine: null,
  look: null,
  goTo: null,
  decide: null,
  findInstallers: [PLACE],
  usePack: null,
  startRun: null,
  stopWithReceipt: null,
  resumeRun: null,
  rollBack: null,
  answer: null,
  password: null,
  stop: null,
  findSavePlaces: [PLACE],
  saveReceipt: { path: '/media/stick/receipt.json' },
  saveReceiptPdf: { path: '/media/stick/receipt.pdf' },
  saveSupportReport: { path: '/media/stick/report.zip' },
  nextInstrument: null,
  restartPractice: null,
  dismissProblem: null,
};
