import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { builtInCatalogue } from '../../../main/catalogue/catalogue.ts';
import { packShelf } from '../../../main/catalogue/pack-shelf.ts';
import type { Host, HostChanges } from '../../../main/host/host.ts';
import type { PracticeHost } from '../../../main/host/practice/practice-host.ts';
import { practiceDefaults } from '../../../main/host/practice/scenarios.ts';
import type { PlanChoices, RunRequest } from '../../../main/model/choices.ts';
import type { Json } from '../../../main/model/json.ts';
import { ReceiptContent } from '../../../main/model/receipt.ts';
import type { RunState } from '../../../main/model/run-state.ts';
import type { RunEnd } from '../../../main/run/conclude.ts';
import { readRuns } from '../../../main/run/find-runs.ts';
import type { PowerCut } from '../../../main/run/journal.ts';
import type { RunPorts } from '../../../main/run/ports.ts';
import { type ResumeRequest, resumeRun } from '../../../main/run/resume.ts';
import { type RollbackRequest, rollBackRun } from '../../../main/run/rollback.ts';
import { startRun } from '../../../main/run/run.ts';
import { practiceBench } from '../practice/practice-bench.ts';
import { FakeFront } from './fake-front.ts';

export const OPERATOR: RunRequest['operator'] = { name: 'A. Tech', role: 'technician', site: 'Lab 1', reason: 'test' };

/** The choices a practice scenario brings, with some of them changed. */
export function choicesOf(scenario: string, changed: Partial<PlanChoices> = {}): PlanChoices {
  const { decline, installer, account, changeControl } = practiceDefaults(scenario);
  const stated = { product: null, version: null, mode: null, ucsUnit: null };
  return { stated, decline, installer, account, insideNetworks: [], changeControl, ...changed };
}

/** What somebody asks for who says yes to everything beforehand. */
export function requestFor(scenario: string, choices: Partial<PlanChoices> = {}): RunRequest {
  return {
    operator: OPERATOR,
    choices: choicesOf(scenario, choices),
    pack: null,
    approval: { kind: 'blind' },
    confirmIdle: true,
    confirmBackup: practiceDefaults(scenario).confirmBackup,
    acceptSigns: null,
    interactive: false,
  };
}

/** Thrown where the power goes; whatever was begun stays as it is. */
export class PowerLost extends Error {}

/** Loses power at one entry of the journal. */
export function powerCutAt(entry: number, moment: 'before' | 'torn' | 'after'): PowerCut {
  return {
    at: (seq) => (seq === entry ? moment : null),
    cut: () => Promise.reject(new PowerLost()),
  };
}

export interface RunBench {
  host: PracticeHost;
  front: FakeFront;
  journalFolder: string;
  receipts: ReceiptContent[];
  edit(patch: Json): Promise<void>;
  bytes(): Promise<string>;
  run(changed?: Partial<RunRequest>, choices?: Partial<PlanChoices>, powerCut?: PowerCut): Promise<RunEnd['result']>;
  resume(changed?: Partial<ResumeRequest>, powerCut?: PowerCut): Promise<RunEnd['result']>;
  rollback(changed?: Partial<RollbackRequest>, powerCut?: PowerCut): Promise<RunEnd['result']>;
  /** The newest run, as its journal tells it. */
  state(): Promise<RunState>;
  /** The journal of a run, as text. */
  journal(runId: string): Promise<string>;
}

/** A practice instrument with a journal folder; `wrapped` puts something between the runner and the instrument. */
export async function runBench(
  scenario: string,
  wrapped: (host: PracticeHost) => Host = (host) => host,
): Promise<RunBench> {
  const { folder, host, edit, bytes } = await practiceBench(scenario);
  const journalFolder = join(folder, 'journal');
  await mkdir(journalFolder);
  const front = new FakeFront();
  const receipts: ReceiptContent[] = [];
  const ports: RunPorts = {
    host: wrapped(host),
    front,
    journalFolder,
    catalogue: builtInCatalogue(),
    packs: packShelf({ trusted: join(folder, 'trusted'), counters: folder }, true),
    program: { version: '0.0.0-test', digest: 'a'.repeat(64) },
    helperAccount: 'tester',
    async issueReceipt(content) {
      receipts.push(ReceiptContent.parse(content));
      return { id: content.receiptId, envelope: JSON.stringify(content), page: '', publicKeyPem: '' };
    },
  };
  return {
    host,
    front,
    journalFolder,
    receipts,
    edit,
    bytes,
    async run(changed = {}, choices = {}, powerCut) {
      return (await startRun(ports, { ...requestFor(scenario, choices), ...changed }, powerCut ?? null)).result;
    },
    async resume(changed = {}, powerCut) {
      const request: ResumeRequest = { approval: { kind: 'ask' }, confirmIdle: false, ...changed };
      return (await resumeRun(ports, request, powerCut ?? null)).result;
    },
    async rollback(changed = {}, powerCut) {
      const request: RollbackRequest = { runId: null, operator: OPERATOR, confirmIdle: true, ...changed };
      return (await rollBackRun(ports, request, powerCut ?? null)).result;
    },
    async state() {
      const newest = (await readRuns(journalFolder)).at(-1);
      if (newest === undefined) throw new Error('no run has begun');
      return newest;
    },
    journal: (runId) => readFile(join(journalFolder, `${runId}.jsonl`), 'utf8'),
  };
}

/** The same host with some of its readers replaced. */
export function withReaders(host: Host, readers: Partial<Host>): Host {
  return { ...host, ...readers };
}

/** The same host with some of its changes replaced. */
export function withChanges(host: Host, changes: Partial<HostChanges>): Host {
  if (host.changes === null) throw new Error('a practice instrument can be changed');
  return { ...host, changes: { ...host.changes, ...changes } };
}

/** A run folder in which a run goes on now. */
export const SEQUENCING_NOW = {
  runFolders: {
    'D:\\Illumina\\MiSeqAnalysis\\260102_M99001_0002_PRACTICE': {
      files: { 'RunInfo.xml': 5, 'runParameters.xml': 5 },
      run: { id: '260102_M99001_0002_PRACTICE', number: 2, instrument: 'M99001' },
    },
  },
};

/** The outcomes of a run, step by step. */
export function outcomes({ steps }: RunEnd['result']): [string, string, string][] {
  return steps.map(({ id, outcome }) => [id, outcome.status, outcome.code]);
}

/** What a run failed with, as a stable code and the exit code it stands for. */
export async function failureOf(failing: Promise<unknown>): Promise<{ code: unknown; exitCode: unknown }> {
  const error: unknown = await failing.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  const { code, exitCode } = (error ?? {}) as { code?: unknown; exitCode?: unknown };
  if (code === undefined) throw error instanceof Error ? error : new Error('nothing failed');
  return { code, exitCode };
}
