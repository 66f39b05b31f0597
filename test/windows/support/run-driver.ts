// Runs as a program of Windows: the product's runner on the product's Windows host, as the helper does it, with a person who says yes.
import { readFileSync, writeFileSync } from 'node:fs';
import { builtInCatalogue } from '../../../main/catalogue/catalogue.ts';
import { loadOrCreateSigningKey } from '../../../main/catalogue/keys.ts';
import { packShelf } from '../../../main/catalogue/pack-shelf.ts';
import { Secret } from '../../../main/host/secret.ts';
import { windowsHost } from '../../../main/host/windows/live/windows-host.ts';
import type { Progress } from '../../../main/model/conversation.ts';
import { issueReceipt, writeReceiptFiles } from '../../../main/receipt/bundle.ts';
import { takeRunLock } from '../../../main/run/lock.ts';
import { openRealData } from '../../../main/run/places.ts';
import type { RunPorts } from '../../../main/run/ports.ts';
import { rollBackRun } from '../../../main/run/rollback.ts';
import { startRun } from '../../../main/run/run.ts';
import { changeState, state } from './fakes/state.ts';

/** What the test wants done; as JSON in the file the command line names. */
export interface DriverRequest {
  job: 'run' | 'rollback';
  account: string | null;
  installer: string | null;
  password: string | null;
  /** What the person does when asked to act by themselves. */
  person:
    | 'refuses'
    | 'makes-account-standard'
    | 'makes-account-standard-and-logs-on-again'
    | 'makes-account-administrator';
}

const OPERATOR = { name: 'A. Tech', role: 'technician', site: 'Lab 1', reason: 'test' } as const;

/** What a person does in Windows' own windows, on the fake accounts. */
function act(person: DriverRequest['person']): 'yes' | 'no' {
  const sbsuser = state().users.find(({ name }) => name === 'sbsuser')?.sid ?? '';
  changeState((changed) => {
    const administrators = changed.groups.find(({ sid }) => sid === 'S-1-5-32-544');
    if (administrators === undefined) return;
    const others = administrators.members.filter((sid) => sid !== sbsuser);
    if (person.startsWith('makes-account-standard')) administrators.members = others;
    if (person === 'makes-account-standard-and-logs-on-again') changed.administratorLogons = [];
    if (person === 'makes-account-administrator') administrators.members = [...others, sbsuser];
  });
  return person === 'refuses' ? 'no' : 'yes';
}

async function main(file: string): Promise<void> {
  const request: DriverRequest = JSON.parse(readFileSync(file, 'utf8'));
  const data = await openRealData();
  const seen: Progress[] = [];
  const asked: string[] = [];
  const ports: RunPorts = {
    host: windowsHost(),
    front: {
      progress: (progress) => seen.push(progress),
      ask: async (question) => {
        asked.push(question.kind);
        return question.kind === 'guide' ? act(request.person) : 'yes';
      },
      password: async () => (request.password === null ? null : new Secret(request.password)),
      stopRequested: () => 'no',
    },
    journalFolder: data.journal,
    catalogue: builtInCatalogue(),
    packs: packShelf(data, false),
    program: { version: '0.0.0-test', digest: 'a'.repeat(64) },
    helperAccount: 'tester',
    async issueReceipt(content) {
      const receipt = issueReceipt(content, await loadOrCreateSigningKey(data.keys, 'instrument'));
      await writeReceiptFiles(data.receipts, receipt);
      return receipt;
    },
  };
  const lock = await takeRunLock(data.journal, 'tester');
  try {
    const stated = { product: null, version: null, mode: null, ucsUnit: null };
    const { installer, account } = request;
    const end =
      request.job === 'rollback'
        ? await rollBackRun(ports, { runId: null, operator: OPERATOR, confirmIdle: true }, null)
        : await startRun(
            ports,
            {
              operator: OPERATOR,
              choices: { stated, decline: [], installer, account, insideNetworks: [], changeControl: null },
              pack: null,
              approval: { kind: 'ask' },
              confirmIdle: true,
              confirmBackup: true,
              acceptSigns: null,
              interactive: true,
            },
            null,
          );
    writeFileSync(`${file}.answer`, JSON.stringify({ ...end, seen, asked }));
  } finally {
    await lock.release();
  }
}

main(process.argv[2] ?? '').catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
