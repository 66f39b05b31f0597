import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrustedKind } from '../../../main/catalogue/trust-journal.ts';
import { trustFingerprint } from '../../../main/catalogue/trusted-keys.ts';
import { digestOf, sha256 } from '../../../main/model/json.ts';
import type { ProbeAttempt, ProbeContent, ProbeOutcome } from '../../../main/model/probe.ts';
import type { ReceiptContent } from '../../../main/model/receipt.ts';
import { issueReceipt, writeReceiptFiles } from '../../../main/receipt/bundle.ts';
import { sealProbe } from '../../../main/receipt/probe-envelope.ts';
import { attachProbeFiles, writeProbeFiles } from '../../../main/receipt/probe-files.ts';
import { freshKey, sampleRealReceipt, temporaryFolder } from '../receipt/sample-receipt.ts';

/** The receipt of a real instrument on which these TCP ports, and one UDP port, were to be closed. */
export function receiptNaming(ports: readonly number[], changes: Partial<ReceiptContent> = {}): ReceiptContent {
  const receipt = sampleRealReceipt(changes);
  if (receipt.plan === null) throw new Error('the sample has a plan');
  const params = {
    ports: [...ports.map((port) => ({ protocol: 'tcp', port })), { protocol: 'udp', port: 5353 }],
    packedPorts: [],
  };
  const steps = receipt.plan.steps.map((step) => (step.id === 'firewall-ports' ? { ...step, params } : step));
  const plan = { ...receipt.plan, steps };
  return { ...receipt, plan, planDigest: digestOf(plan), approval: { kind: 'digest', digest: digestOf(plan) } };
}

const at = '2026-11-23T10:00:00.000Z';

export function attempt(port: number, outcome: ProbeOutcome, address = '10.20.30.40'): ProbeAttempt {
  const detail = { open: null, refused: 'ECONNREFUSED', 'no-answer': 'ETIMEDOUT', 'not-tried': 'ENETUNREACH' }[outcome];
  return { family: 'ipv4', address, port, outcome, detail, at, took: 3 };
}

/** A probe of one address; the ports and what was seen of them come from `attempts`. */
export function sampleProbe(attempts: ProbeAttempt[], changes: Partial<ProbeContent> = {}): ProbeContent {
  return {
    schema: 'ucs-probe/1',
    probeId: '20261123t100000z-0011aabb',
    host: '10.20.30.40',
    addresses: [{ family: 'ipv4', address: '10.20.30.40' }],
    ports: attempts.map(({ port }) => port),
    portsFrom: 'person',
    receipt: null,
    attempts,
    waited: 3000,
    startedAt: at,
    endedAt: at,
    from: { machine: 'laptop-7', account: 'tech' },
    program: { version: '0.1.0', digest: 'e'.repeat(64) },
    ...changes,
  };
}

/** A receipt in a folder, with a probe attached to it, and a folder of trusted keys in which the receipt's is enrolled. */
export async function receiptWithProbe(
  content: ReceiptContent,
  attempts: ProbeAttempt[],
  changes: Partial<ProbeContent> = {},
) {
  const folder = await temporaryFolder();
  const bundle = issueReceipt(content, await freshKey('instrument'));
  const file = await writeReceiptFiles(folder, bundle);
  const key = await freshKey('probe');
  const receipt = { id: content.receiptId, sha256: sha256(bundle.envelope) };
  const probe = sampleProbe(attempts, { receipt, portsFrom: 'receipt', ...changes });
  const written = await writeProbeFiles(
    await temporaryFolder(),
    probe.probeId,
    sealProbe(probe, key),
    key.publicKey.pem,
  );
  const attached = await attachProbeFiles(file, written, probe.probeId);
  const trustFolder = join(folder, 'trusted');
  await mkdir(trustFolder);
  return {
    file,
    attached,
    trustFolder,
    envelope: bundle.envelope,
    trustProbe: (kind: TrustedKind = 'probe') =>
      trustFingerprint(trustFolder, key.publicKey.fingerprint, { label: 'laptop of A. Technician', kind }),
  };
}
