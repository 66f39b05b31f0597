import * as z from 'zod';
import { CatalogueStamp, CveId, InstrumentMode, Note, Verdict, VerdictState, worstState } from './assessment.ts';
import { Approval, ChangeControl, Operator } from './choices.ts';
import { Problem } from './failure.ts';
import { EndKind } from './journal.ts';
import { canonicalJson, digestOf, Sha256 } from './json.ts';
import { PackStamp } from './pack-stamp.ts';
import { Plan, ProgramStamp } from './plan.ts';
import { NetworkAdvice, SignFinding, SignsAccepted } from './sign-finding.ts';
import { StepRecord } from './step-result.ts';
import { Clock } from './system-facts.ts';

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';

/** Predicate types. A practice receipt carries a type of its own, so that no reader can take it for a real one. */
export const RECEIPT_TYPE = 'urn:ucs-remediation-wizard:receipt:v1';
export const PRACTICE_RECEIPT_TYPE = 'urn:ucs-remediation-wizard:practice-receipt:v1';

/** Names files as well: lower case only, and too long to be a device name of Windows (`con`, `com1`). */
export const ReceiptId = z.string().regex(/^[a-z0-9][a-z0-9-]{7,79}$/);
export type ReceiptId = z.infer<typeof ReceiptId>;

/** One look at the instrument: digest of every fact read (SHA-256 of the observation's canonical JSON) and its judgement. */
export const ReceiptLook = z.strictObject({
  observationDigest: Sha256,
  observedAt: z.iso.datetime(),
  overall: VerdictState,
  verdicts: z.array(Verdict),
  listed: z.array(z.string()),
});
export type ReceiptLook = z.infer<typeof ReceiptLook>;

/** What the instrument is, as far as the run could tell. `null`: not known. */
export const ReceiptInstrument = z.strictObject({
  /** Product name as the advisory prints it. */
  product: z.string().nullable(),
  /** Product key of the catalogue. */
  productKey: z.string().nullable(),
  version: z.string().nullable(),
  /** Every version value that was judged. */
  versions: z.array(z.string()),
  mode: InstrumentMode,
  serial: z.string().nullable(),
  ucsVersion: z.string().nullable(),
  /** Sentences for what a person said and the machine did not. */
  stated: z.array(z.string()),
  machineId: z.string().nullable(),
});
export type ReceiptInstrument = z.infer<typeof ReceiptInstrument>;

/** The site pack that was used, and everything it says about this instrument, one line a value, with its source. */
export const ReceiptPack = z.strictObject({
  stamp: PackStamp,
  contact: z.strictObject({ value: z.string(), source: z.string() }).nullable(),
  values: z.array(z.strictObject({ what: z.string(), source: z.string() })),
});
export type ReceiptPack = z.infer<typeof ReceiptPack>;

const fields = z.strictObject({
  schema: z.literal('ucs-receipt/1'),
  receiptId: ReceiptId,
  runId: z.string().min(1),
  practice: z.boolean(),
  kind: EndKind,
  /** Id of the receipt this one replaces (after a rollback or a restart). */
  supersedes: ReceiptId.nullable(),
  issuedAt: z.iso.datetime(),
  program: ProgramStamp,
  catalogue: CatalogueStamp,
  pack: ReceiptPack.nullable(),
  operator: Operator.extend({ roleIsAClaim: z.literal(true) }),
  changeControl: ChangeControl.nullable(),
  instrument: ReceiptInstrument,
  /** Of the last look: `after`, or `before` where there was no second look. */
  overall: VerdictState,
  verdicts: z.array(Verdict),
  listed: z.array(z.string()),
  before: ReceiptLook,
  after: ReceiptLook.nullable(),
  plan: Plan.nullable(),
  planDigest: Sha256.nullable(),
  /** How the plan was approved, and the digest that was approved. Null: it was not. */
  approval: z
    .strictObject({ kind: z.enum(Approval.options.map((o) => o.shape.kind.value)), digest: Sha256.nullable() })
    .nullable(),
  steps: z.array(StepRecord),
  notes: z.array(Note),
  /** Possible signs of exploitation, of the looks before and after; and what could not be looked at. */
  findings: z.array(SignFinding),
  /** Who went on although strong signs were found, and why. Null: nobody had to, or nobody did. */
  signsAccepted: SignsAccepted.nullable(),
  /** Advice on the network around the instrument, of the last look. */
  exposure: z.array(NetworkAdvice),
  /** What the person confirmed: the instrument is idle; a backup of system image and run data exists. */
  confirmations: z.strictObject({ idle: z.boolean(), backup: z.boolean() }),
  /** Hash of the last journal entry when the receipt was made, and how many entries lead to it. */
  journal: z.strictObject({ head: Sha256, entries: z.number().int().positive() }),
  clock: Clock.extend({ warning: z.string().nullable() }),
  /** Under which accounts the helper worked and the person was logged on. */
  accounts: z.strictObject({ helper: z.string(), operatorSession: z.string().nullable() }),
  error: Problem.nullable(),
});

function same(left: unknown, right: unknown): boolean {
  return canonicalJson(left) === canonicalJson(right);
}

/** The ways a receipt could say two things at once. Each is a defect of whoever made it, so such a receipt is never valid. */
function contradictions(receipt: z.infer<typeof fields>): string[] {
  const { before, after, plan, planDigest, approval, pack } = receipt;
  const found: string[] = [];
  const fits = (holds: boolean, says: string) => {
    if (!holds) found.push(says);
  };
  for (const look of [receipt, before, after].filter((each) => each !== null)) {
    fits(same(look.verdicts.map((each) => each.cve).sort(), [...CveId.options].sort()), 'one verdict for each CVE');
    fits(look.overall === worstState(look.verdicts.map((each) => each.state)), 'overall is the worst verdict');
  }
  const last = after ?? before;
  // Changes were made and nobody could look again: then the state is unknown, never what was seen before them.
  const lostSight = after === null && receipt.overall === 'unknown';
  fits(same(receipt.verdicts, last.verdicts) || lostSight, 'the verdicts are those of the last look');
  fits(same(receipt.listed, last.listed) || lostSight, 'the listed entries are those of the last look');
  fits((plan === null ? null : digestOf(plan)) === planDigest, 'planDigest is the digest of the plan');
  fits(plan === null || plan.practice === receipt.practice, 'plan and receipt agree about practice');
  const packOfPlan = plan?.pack ?? null;
  fits(
    pack === null || plan === null || same(pack.stamp, packOfPlan),
    'the site pack is the one that was planned with',
  );
  const saysFixed = receipt.verdicts.some((each) => each.state === 'fixed');
  fits(pack !== null || !saysFixed, 'only a site pack can say that something is fixed');
  fits(approval === null || planDigest !== null, 'only a plan can be approved');
  fits(approval?.digest == null || approval.digest === planDigest, 'the approved digest is the digest of the plan');
  const strong = receipt.findings.some(({ grade }) => grade === 'strong');
  fits(receipt.signsAccepted === null || strong, 'only strong signs can be accepted');
  fits(approval?.kind !== 'blind' || receipt.practice, 'blind approval exists for practice only');
  return found;
}

/**
 * What a receipt says (the predicate of its statement): what the instrument was, what was agreed, what was done, and what
 * the last look found. Refuses content that contradicts itself. Everything a person typed is in it as a claim.
 */
export const ReceiptContent = fields.superRefine((receipt, context) => {
  for (const says of contradictions(receipt)) context.addIssue({ code: 'custom', message: `does not hold: ${says}` });
});
export type ReceiptContent = z.infer<typeof ReceiptContent>;

/** The in-toto Statement v1 around a receipt. Its one subject is the observation the verdicts rest on. */
export const ReceiptStatement = z.strictObject({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.tuple([z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: Sha256 }) })]),
  predicateType: z.enum([RECEIPT_TYPE, PRACTICE_RECEIPT_TYPE]),
  predicate: ReceiptContent,
});
export type ReceiptStatement = z.infer<typeof ReceiptStatement>;
