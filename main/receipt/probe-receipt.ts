import * as z from 'zod';
import { readTextCapped } from '../host/atomic-file.ts';
import { EXIT, Failure } from '../model/failure.ts';
import { sha256 } from '../model/json.ts';
import { Port } from '../model/probe.ts';
import type { ReceiptContent } from '../model/receipt.ts';
import { MAX_ENVELOPE_BYTES, readEnvelope } from './envelope.ts';
import { parseStatement } from './statement.ts';

/** What the step that closes ports works on, as far as it matters here. */
const ClosedPorts = z.looseObject({
  ports: z.array(z.looseObject({ protocol: z.string(), port: Port })).default([]),
  packedPorts: z.array(z.looseObject({ protocol: z.string(), port: Port })).default([]),
});

/** A receipt as a probe is about it. Its signature is not judged: that is for `verify`, which binds both by the digest. */
export interface ProbedReceipt {
  content: ReceiptContent;
  /** Of the bytes of its file. */
  sha256: string;
}

/**
 * Reads a receipt to probe for. Throws Failure (exit 17) `receipt-unreadable`, `receipt-malformed`, or `practice-not-probed`:
 * a virtual instrument has no ports to look at.
 */
export async function readProbedReceipt(file: string): Promise<ProbedReceipt> {
  let text: string;
  try {
    text = await readTextCapped(file, MAX_ENVELOPE_BYTES);
  } catch (cause) {
    throw refuse('receipt-unreadable', `The receipt ${file} cannot be read.`, cause);
  }
  const statement = parseStatement(readEnvelope(text).payload.toString('utf8'));
  if (statement === null) throw refuse('receipt-malformed', `${file} is not a receipt that this version understands.`);
  if (statement.predicate.practice) {
    throw refuse(
      'practice-not-probed',
      'PRACTICE: this receipt is of a virtual instrument. It has no ports that another machine could see.',
    );
  }
  return { content: statement.predicate, sha256: sha256(text) };
}

/** The TCP ports a receipt says were to be closed, ascending, each once. */
export function portsNamedBy({ plan }: ReceiptContent): number[] {
  const ports = (plan?.steps ?? []).flatMap(({ id, params }) => {
    const closed = id === 'firewall-ports' ? ClosedPorts.safeParse(params) : null;
    return closed?.success === true ? [...closed.data.ports, ...closed.data.packedPorts] : [];
  });
  const tcp = ports.filter(({ protocol }) => protocol === 'tcp').map(({ port }) => port);
  return [...new Set(tcp)].sort((a, b) => a - b);
}

function refuse(code: string, message: string, cause?: unknown): Failure {
  return new Failure(
    {
      code,
      message,
      next: 'Give the .receipt.json file of a real instrument, or leave --receipt out and give --ports.',
    },
    EXIT.receiptRefused,
    cause,
  );
}
