import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { loadOrCreateSigningKey, printFingerprint } from '../../../catalogue/keys.ts';
import { processAccount } from '../../../host/process-account.ts';
import { EXIT, Failure } from '../../../model/failure.ts';
import { Port, type ProbeContent } from '../../../model/probe.ts';
import { addressesOf, tryPorts, WAIT_MS } from '../../../receipt/probe-connect.ts';
import { sealProbe } from '../../../receipt/probe-envelope.ts';
import { probeKeyFolder, writeProbeFiles } from '../../../receipt/probe-files.ts';
import { type ProbedReceipt, portsNamedBy, readProbedReceipt } from '../../../receipt/probe-receipt.ts';
import { programFile, programStamp } from '../../../run/program-stamp.ts';
import { type CommandRunner, withExample } from '../command.ts';
import { addJsonOption } from '../options.ts';
import type { Output } from '../output.ts';
import { showAttempts } from '../present/probe.ts';

/** With three seconds for each that does not answer, more would look like a scan and take as long as one. */
const MAX_PORTS = 32;

interface ProbeOptions {
  ports?: number[];
  receipt?: string;
  out: string;
}

/** `probe`: looks at the ports of an instrument from a second machine. The one command that opens network connections. */
export function addProbe(program: Command, run: CommandRunner): void {
  const command = program
    .command('probe')
    .description('From a second machine: try each port of an instrument once, and sign what was seen.')
    .argument('<host>', 'address or name of the instrument')
    .option('--receipt <file>', 'receipt of the instrument: names the ports, and the probe can be attached to it')
    .option('--ports <list>', 'TCP ports to try, with commas between; in place of those of the receipt', portList)
    .option('--out <dir>', 'folder the probe is written to', '.');
  withExample(addJsonOption(command), 'ucs-remedy probe 10.20.30.40 --receipt ID.receipt.json').action(
    (host: string, options: ProbeOptions) =>
      run(async (output) => {
        await probe(host, options, output);
        return EXIT.nothingToDo;
      }),
  );
}

async function probe(host: string, options: ProbeOptions, output: Output): Promise<void> {
  const receipt = options.receipt === undefined ? null : await readProbedReceipt(resolve(options.receipt));
  const target = {
    host,
    ports: options.ports ?? portsOf(receipt),
    portsFrom: options.ports ? 'person' : 'receipt',
  } as const;
  const key = await loadOrCreateSigningKey(probeKeyFolder(), 'probe');
  const addresses = await addressesOf(host);
  const startedAt = new Date().toISOString();
  const attempts = await tryPorts(addresses, target.ports);
  const content: ProbeContent = {
    schema: 'ucs-probe/1',
    probeId: newProbeId(startedAt),
    ...target,
    addresses,
    receipt: receipt === null ? null : { id: receipt.content.receiptId, sha256: receipt.sha256 },
    attempts,
    waited: WAIT_MS,
    startedAt,
    endedAt: new Date().toISOString(),
    from: { machine: hostname(), account: processAccount() },
    program: programStamp(programFile()),
  };
  const { fingerprint, pem } = key.publicKey;
  const path = await writeProbeFiles(resolve(options.out), content.probeId, sealProbe(content, key), pem);
  showAttempts(content, output);
  if (receipt !== null) output.line('The receipt itself was not checked: `ucs-remedy verify` does that.');
  output.line('UDP ports, and that this machine is the instrument, cannot be seen from here.');
  output.line(`Probe: ${path}`);
  output.line(`Signed with the key of this user: ${printFingerprint(fingerprint)}`);
  output.document({ probe: path, fingerprint: printFingerprint(fingerprint), seen: content });
}

function portsOf(receipt: ProbedReceipt | null): number[] {
  const ports = receipt === null ? [] : portsNamedBy(receipt.content);
  if (ports.length > 0 && ports.length <= MAX_PORTS) return ports;
  throw new Failure(
    {
      code: 'probe-no-ports',
      message:
        receipt === null ? 'No port was named.' : 'The receipt names no TCP port that was to be closed, or too many.',
      next: `Name the ports with --ports, for example --ports 5000,5001 (at most ${MAX_PORTS}). Nothing was connected to.`,
    },
    EXIT.wrongUse,
  );
}

function portList(text: string): number[] {
  const ports = text.split(',').map((word) => Port.safeParse(/^\d{1,5}$/.test(word.trim()) ? Number(word) : null).data);
  const named = ports.filter((port) => port !== undefined);
  if (named.length !== ports.length)
    throw new InvalidArgumentError('Ports are numbers from 1 to 65535, like 5000,5001.');
  if (named.length > MAX_PORTS) throw new InvalidArgumentError(`At most ${MAX_PORTS} ports are tried.`);
  return [...new Set(named)].sort((a, b) => a - b);
}

/** Begins with the time, so that probes sort by it; names files. */
function newProbeId(at: string): string {
  return `${at.slice(0, 19).replaceAll(/[-:]/g, '').toLowerCase()}z-${randomBytes(4).toString('hex')}`;
}
