// The product's runner on this machine, as the helper does its work, with a person who says yes. It dies at a chosen moment of its next
// entry in the journal, as if it were killed from outside: `node cut-off.mjs REQUEST-AS-JSON`. Bundled by the tests to run in containers.
import childProcess from 'node:child_process';
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { builtInCatalogue } from '../../../main/catalogue/catalogue.ts';
import { loadOrCreateSigningKey } from '../../../main/catalogue/keys.ts';
import { packShelf } from '../../../main/catalogue/pack-shelf.ts';
import type { HostChanges } from '../../../main/host/host.ts';
import { linuxHost } from '../../../main/host/linux/linux-host.ts';
import { NO_CHOICES } from '../../../main/model/choices.ts';
import { issueReceipt, writeReceiptFiles } from '../../../main/receipt/bundle.ts';
import { readRuns } from '../../../main/run/find-runs.ts';
import type { PowerCut } from '../../../main/run/journal.ts';
import { takeRunLock } from '../../../main/run/lock.ts';
import { openRealData } from '../../../main/run/places.ts';
import type { RunPorts } from '../../../main/run/ports.ts';
import { resumeRun } from '../../../main/run/resume.ts';
import { rollBackRun } from '../../../main/run/rollback.ts';
import { startRun } from '../../../main/run/run.ts';

export interface CutOffRequest {
  job: 'run' | 'resume' | 'rollback';
  /**
   * When it dies: before or after an entry is on disk, or when a change starts its second, third, ... tool, at the latest before that
   * entry. `never`: it goes on to its end.
   */
  dies: 'before' | 'after' | 'never' | number;
  /** Which of the entries it writes that is: the first is 1. What a resumed run says of itself does not count. */
  writes: number;
}

const OPERATOR = { name: 'A. Tech', role: 'technician', site: 'Lab 1', reason: 'test' } as const;

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;);
}

/** The changes of a host; while one of them is under way, so many tools may be started, and then comes the end. */
function dyingAtTool(changes: HostChanges, tool: number): HostChanges {
  let left = Number.POSITIVE_INFINITY;
  const { spawn } = childProcess;
  childProcess.spawn = ((...words: Parameters<typeof spawn>) => {
    left -= 1;
    return left <= 0 ? die() : spawn(...words);
  }) as typeof spawn;
  syncBuiltinESMExports();
  const armed = <T extends (...words: never[]) => Promise<unknown>>(change: T): T =>
    (async (...words: Parameters<T>) => {
      left = tool;
      try {
        return await change(...words);
      } finally {
        left = Number.POSITIVE_INFINITY;
      }
    }) as T;
  return {
    ...changes,
    addFirewallRules: armed(changes.addFirewallRules),
    removeFirewallRules: armed(changes.removeFirewallRules),
    setServiceAccount: armed(changes.setServiceAccount),
  };
}

async function main({ job, dies, writes }: CutOffRequest): Promise<void> {
  const data = await openRealData();
  const host = linuxHost();
  const changes = host.changes !== null && typeof dies === 'number' ? dyingAtTool(host.changes, dies) : host.changes;
  const ports: RunPorts = {
    host: { ...host, changes },
    front: {
      progress: () => undefined,
      ask: async () => 'yes',
      password: async () => null,
      stopRequested: () => 'no',
    },
    journalFolder: data.journal,
    catalogue: builtInCatalogue(),
    packs: packShelf(data, false),
    program: { version: '0.0.0-test', digest: 'a'.repeat(64) },
    helperAccount: 'root',
    async issueReceipt(content) {
      const receipt = issueReceipt(content, await loadOrCreateSigningKey(data.keys, 'instrument'));
      await writeReceiptFiles(data.receipts, receipt);
      return receipt;
    },
  };
  const lock = await takeRunLock(data.journal, 'root');
  const before = job === 'run' ? 0 : ((await readRuns(data.journal)).at(-1)?.journalEntries ?? 0);
  const next = before + writes + (job === 'resume' ? 1 : 0);
  const moment = typeof dies === 'number' ? 'before' : dies;
  const cut: PowerCut = { at: (seq) => (moment !== 'never' && seq === next ? moment : null), cut: async () => die() };
  try {
    const { result } = await begin(job, ports, cut);
    process.stdout.write(JSON.stringify({ overall: result.overall, end: result.end }));
  } finally {
    await lock.release();
  }
}

function begin(job: CutOffRequest['job'], ports: RunPorts, cut: PowerCut) {
  if (job === 'resume') return resumeRun(ports, { approval: { kind: 'ask' }, confirmIdle: true }, cut);
  if (job === 'rollback') return rollBackRun(ports, { runId: null, operator: OPERATOR, confirmIdle: true }, cut);
  const stated = { ...NO_CHOICES.stated, product: 'NextSeq 1000/2000 Control Software', version: '1.4.1' };
  return startRun(
    ports,
    {
      operator: OPERATOR,
      choices: { ...NO_CHOICES, stated, account: 'ucs' },
      pack: {
        envelope: readFileSync('/opt/lab.pack.json', 'utf8'),
        publicKey: readFileSync('/opt/lab.pub.pem', 'utf8'),
      },
      approval: { kind: 'ask' },
      confirmIdle: true,
      confirmBackup: true,
      acceptSigns: null,
      interactive: true,
    },
    cut,
  );
}

await main(JSON.parse(process.argv[2] ?? '{}') as CutOffRequest);
