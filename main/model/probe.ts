import * as z from 'zod';
import { canonicalJson, Sha256 } from './json.ts';
import { ProgramStamp } from './plan.ts';
import { ReceiptId, STATEMENT_TYPE } from './receipt.ts';
import { AddressFamily } from './system-facts.ts';

/** Predicate type of what a second machine saw. Never that of a receipt: who probes says nothing about the inside. */
export const PROBE_TYPE = 'urn:ucs-remediation-wizard:probe:v1';

export const Port = z.number().int().min(1).max(65535);

/**
 * How one attempt to connect ended. `open`: the connection came about. `refused`: the machine, or what guards it, said no.
 * `no-answer`: nothing came back in time; filtered, or no machine is there. `not-tried`: this machine could not send (no route,
 * no such network), which says nothing about the other one.
 */
export const ProbeOutcome = z.enum(['open', 'refused', 'no-answer', 'not-tried']);
export type ProbeOutcome = z.infer<typeof ProbeOutcome>;

/** One attempt. `detail`: the code the system gave; null for an open port. `took` in milliseconds. */
export const ProbeAttempt = z.strictObject({
  family: AddressFamily,
  address: z.string().min(1),
  port: Port,
  outcome: ProbeOutcome,
  detail: z.string().nullable(),
  at: z.iso.datetime(),
  took: z.number().int().nonnegative(),
});
export type ProbeAttempt = z.infer<typeof ProbeAttempt>;

const fields = z.strictObject({
  schema: z.literal('ucs-probe/1'),
  probeId: ReceiptId,
  /** The machine as the person named it. That it is the instrument of the receipt is their word. */
  host: z.string().min(1).max(255),
  addresses: z.array(z.strictObject({ family: AddressFamily, address: z.string().min(1) })).min(1),
  /** TCP ports, ascending, and who named them. */
  ports: z.array(Port).min(1),
  portsFrom: z.enum(['receipt', 'person']),
  /** The receipt this is about, by the SHA-256 of its file. Null: none was given. */
  receipt: z.strictObject({ id: ReceiptId, sha256: Sha256 }).nullable(),
  /** One for each address and port. */
  attempts: z.array(ProbeAttempt),
  /** How long an answer was waited for, in milliseconds. */
  waited: z.number().int().positive(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  /** The machine and account that probed, as they call themselves. */
  from: z.strictObject({ machine: z.string(), account: z.string() }),
  program: ProgramStamp,
});

/** The ways a probe could say two things at once, or leave something out. */
function contradictions({
  addresses,
  ports,
  portsFrom,
  receipt,
  attempts,
  startedAt,
  endedAt,
}: z.infer<typeof fields>) {
  const found: string[] = [];
  const fits = (holds: boolean, says: string) => {
    if (!holds) found.push(says);
  };
  const ascending = ports.every((port, index) => index === 0 || (ports[index - 1] ?? 0) < port);
  fits(ascending, 'the ports are ascending, each once');
  const due = addresses.flatMap(({ family, address }) => ports.map((port) => canonicalJson({ family, address, port })));
  const made = attempts.map(({ family, address, port }) => canonicalJson({ family, address, port }));
  fits(new Set(due).size === due.length, 'each address stands there once');
  fits(canonicalJson([...due].sort()) === canonicalJson([...made].sort()), 'one attempt for each address and port');
  fits(portsFrom === 'person' || receipt !== null, 'only a receipt that was given can name ports');
  fits(
    attempts.every(({ outcome, detail }) => (outcome === 'open') === (detail === null)),
    'an open port, and nothing else, has no error',
  );
  // By its own clock, which may be set while it works: only the order of the whole is judged.
  fits(startedAt <= endedAt, 'it ends after it began');
  return found;
}

/** What a second machine saw of the ports of an instrument (the predicate of its statement). */
export const ProbeContent = fields.superRefine((probe, context) => {
  for (const says of contradictions(probe)) context.addIssue({ code: 'custom', message: `does not hold: ${says}` });
});
export type ProbeContent = z.infer<typeof ProbeContent>;

/** The in-toto Statement v1 around a probe. Its one subject is the receipt it is about, else the target itself. */
export const ProbeStatement = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.tuple([z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: Sha256 }) })]),
  predicateType: z.literal(PROBE_TYPE),
  predicate: ProbeContent,
});
export type ProbeStatement = z.infer<typeof ProbeStatement>;
