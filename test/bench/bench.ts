import { createPublicKey, verify } from 'node:crypto';
import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { parsePublicKey } from '../../main/catalogue/keys.ts';
import { openEnvelope, readEnvelope } from '../../main/receipt/envelope.ts';
import { verifyReceipt } from '../../main/receipt/verify.ts';
import { pairedMedians, type Subject } from './measure.ts';
import { oscapYardstick } from './oscap.ts';

const PROGRAM = resolve('build/ucs-remedy.cjs');
const SCENARIO = 'miseq-4.0-ruo';
const scratch = await mkdtemp(join(tmpdir(), 'ucs-bench-'));

function program(args: readonly string[]) {
  return execa(process.execPath, [PROGRAM, ...args], {
    reject: false,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'ignore',
  });
}

async function expectExit(args: readonly string[], code: number): Promise<void> {
  const { exitCode } = await program(args);
  if (exitCode !== code) throw new Error(`ucs-remedy ${args.join(' ')} ended with ${exitCode}, not ${code}`);
}

const newFolder = () => mkdtemp(join(scratch, 'data-'));
const runArgs = (folder: string) => ['run', '--practice', SCENARIO, '--yes', '--confirm-idle', '--data-dir', folder];

/** What a start of Node alone costs on this machine, to see what is ours in the times of whole commands. */
const nodeStart: Subject = {
  name: 'node -e 0',
  run: async () => void (await execa(process.execPath, ['-e', '0'])),
};

/** Appends and syncs as often as the journal of a full run does. */
const appendAndSync: Subject<string> = {
  name: 'append + fsync, 9 times',
  prepare: async () => join(await newFolder(), 'log'),
  async run(path) {
    const file = await open(path, 'a');
    for (let line = 0; line < 9; line += 1) {
      await file.write(`${'x'.repeat(2000)}\n`);
      await file.datasync();
    }
    await file.close();
  },
};

interface Row {
  what: string;
  time: number;
  yardstick: string;
  yardstickTime: number;
  ratio: number;
}
const rows: Row[] = [];

async function compare<A, B>(one: Subject<A>, other: Subject<B>, rounds: number): Promise<void> {
  const result = await pairedMedians(one, other, rounds);
  rows.push({
    what: one.name,
    time: result.one,
    yardstick: other.name,
    yardstickTime: result.other,
    ratio: result.ratio,
  });
}

await compare(
  {
    name: 'assess, practice',
    prepare: newFolder,
    run: (folder) => expectExit(['assess', '--practice', SCENARIO, '--data-dir', folder], 10),
  },
  nodeStart,
  15,
);
await compare(
  {
    name: 'plan, practice',
    prepare: newFolder,
    run: (folder) => expectExit(['plan', '--practice', SCENARIO, '--data-dir', folder], 10),
  },
  nodeStart,
  15,
);
await compare(
  { name: 'full practice run', prepare: newFolder, run: (folder) => expectExit(runArgs(folder), 0) },
  appendAndSync,
  9,
);

const oscap = process.platform === 'linux' ? await oscapYardstick() : null;
const assessLive: Subject = { name: 'assess, this Linux machine', run: async () => void (await program(['assess'])) };
if (oscap === null) {
  await compare(assessLive, nodeStart, 9);
  process.stdout.write('oscap is not installed: assess on the live machine is compared with a start of node only.\n');
} else {
  const definition = join(scratch, 'definition.oval.xml');
  await writeFile(definition, oscap.definition);
  await compare(assessLive, { name: 'oscap, packages and listeners', run: () => oscap.run(definition) }, 2);
}

const folder = await newFolder();
await expectExit(runArgs(folder), 0);
const receipts = join(folder, 'receipts');
const [file] = (await readdir(receipts))
  .filter((name) => name.endsWith('.receipt.json'))
  .map((name) => join(receipts, name));
if (file === undefined) throw new Error('the run left no receipt');
const keyFile = file.replace('.receipt.json', '.pub.pem');
const text = await readFile(file, 'utf8');
const publicKey = parsePublicKey(await readFile(keyFile, 'utf8'));
if (publicKey === null) throw new Error('the key beside the receipt is not readable');
const envelope = JSON.parse(text) as { payload: string; payloadType: string; signatures: [{ sig: string }] };
const payload = Buffer.from(envelope.payload, 'base64');
const signed = Buffer.concat([
  Buffer.from(`DSSEv1 ${envelope.payloadType.length} ${envelope.payloadType} ${payload.length} `),
  payload,
]);
const signature = Buffer.from(envelope.signatures[0].sig, 'base64');
const rawKey = createPublicKey(publicKey.pem);

const rawVerify: Subject = {
  name: 'raw Ed25519 verify, 200 times',
  async run() {
    for (let time = 0; time < 200; time += 1)
      if (!verify(null, signed, rawKey, signature)) throw new Error('not valid');
  },
};
await compare(
  {
    name: 'envelope: parse, verify, check content, 200 times',
    async run() {
      for (let time = 0; time < 200; time += 1) openEnvelope(readEnvelope(text), publicKey);
    },
  },
  rawVerify,
  9,
);
await compare(
  {
    name: 'verify: envelope and page from disk, 200 times',
    async run() {
      for (let time = 0; time < 200; time += 1) {
        if (!(await verifyReceipt({ file, key: keyFile })).accepted) throw new Error('not accepted');
      }
    },
  },
  rawVerify,
  9,
);
await rm(scratch, { recursive: true, force: true });

const [cpu] = cpus();
process.stdout.write(
  `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} x ${cpu?.model ?? 'unknown'}\n`,
);
process.stdout.write(
  `Receipt: ${text.length} bytes. Medians of paired runs, in milliseconds; ratio = median of the pairs' ratios.\n\n`,
);
process.stdout.write('| what | ms | yardstick | ms | ratio |\n|---|---:|---|---:|---:|\n');
for (const { what, time, yardstick, yardstickTime, ratio } of rows) {
  process.stdout.write(
    `| ${what} | ${time.toFixed(1)} | ${yardstick} | ${yardstickTime.toFixed(1)} | ${ratio.toFixed(2)} |\n`,
  );
}
