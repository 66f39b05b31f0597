import * as z from 'zod';
import { Sha256 } from './json.ts';
import { FactName } from './observation.ts';
import { PackStamp } from './pack-stamp.ts';

/** The two weaknesses of CISA ICSMA-23-117-01. */
export const CveId = z.enum(['CVE-2023-1968', 'CVE-2023-1966']);
export type CveId = z.infer<typeof CveId>;

/** States of a CVE on an instrument, worst first. The order is the rule for "the worst counts". */
export const VERDICT_STATES = [
  'exposed',
  'conflict',
  'unknown',
  'pending-reboot',
  'mitigated',
  'fixed',
  'not-affected',
] as const;
export const VerdictState = z.enum(VERDICT_STATES);
export type VerdictState = z.infer<typeof VerdictState>;

/** The worst of some states; `unknown` where there is none, because nothing read means nothing known. */
export function worstState(states: readonly VerdictState[]): VerdictState {
  return VERDICT_STATES.find((state) => states.includes(state)) ?? 'unknown';
}

/** One reason for a verdict: which fact, what it says, where it was read and when. */
export const Evidence = z.strictObject({
  fact: z.union([FactName, z.literal('person')]),
  says: z.string(),
  source: z.string(),
  at: z.iso.datetime(),
});
export type Evidence = z.infer<typeof Evidence>;

/** A row of the verdict table that held: the state it gives one CVE, in one plain sentence, with evidence. */
export const Finding = z.strictObject({
  /** Stable code of the row; messages are translated by it. */
  row: z.string(),
  cve: CveId,
  state: VerdictState,
  because: z.string(),
  evidence: z.array(Evidence),
});
export type Finding = z.infer<typeof Finding>;

/** The state of one CVE: its worst finding's sentence, and the evidence of every finding of that state. */
export const Verdict = z.strictObject({
  cve: CveId,
  state: VerdictState,
  row: z.string(),
  because: z.string(),
  evidence: z.array(Evidence),
});
export type Verdict = z.infer<typeof Verdict>;

/** `single`: this product has one mode only. `unknown` counts as listed and as in-vitro diagnostic. */
export const InstrumentMode = z.enum(['RUO', 'Dx', 'single', 'unknown']);
export type InstrumentMode = z.infer<typeof InstrumentMode>;

/** Something the machine (or a person) says about what it is. Never merged: each is shown. */
export const IdentityClaim = z.strictObject({
  /** Product key of the catalogue, for example `miseq`. */
  product: z.string(),
  productName: z.string(),
  version: z.string().nullable(),
  from: z.enum(['software', 'file-version', 'run-folder', 'person']),
  /** False for a run folder (it tells only what was on its date) and for a person's statement. */
  current: z.boolean(),
  evidence: Evidence,
});
export type IdentityClaim = z.infer<typeof IdentityClaim>;

/** What the instrument is, as far as the evidence decides it. */
export const Identification = z.strictObject({
  status: z.enum(['identified', 'undecided']),
  /** Why it is undecided, in one plain sentence; null when identified. */
  undecidedBecause: z.string().nullable(),
  /** Product key; null when undecided. */
  product: z.string().nullable(),
  productName: z.string().nullable(),
  /** Every version value to be judged; the first is the one shown. Empty when none could be read. */
  versions: z.array(z.string()),
  mode: InstrumentMode,
  /** Where the mode comes from, for people. */
  modeSource: z.string(),
  /** True when product and version rest on what is installed now, not on old run folders or a person's word. */
  current: z.boolean(),
  serial: z.string().nullable(),
  ucsVersion: z.string().nullable(),
  claims: z.array(IdentityClaim),
  /** Sentences about sources that disagree; shown to the person, never settled in silence. */
  contradictions: z.array(z.string()),
});
export type Identification = z.infer<typeof Identification>;

/** A remark that must reach the person with the verdict (disagreeing sources, the other boot mode, an expiring password). */
export const Note = z.strictObject({ code: z.string(), text: z.string() });
export type Note = z.infer<typeof Note>;

/** Which catalogue judged. Shown beside every verdict. */
export const CatalogueStamp = z.strictObject({ version: z.string(), date: z.string(), digest: Sha256 });
export type CatalogueStamp = z.infer<typeof CatalogueStamp>;

/** The judgement of one observation. */
export const Assessment = z.strictObject({
  catalogue: CatalogueStamp,
  /** The site pack that was used beside the catalogue; null: none. */
  pack: PackStamp.nullable(),
  identification: Identification,
  /** Ids of the advisory's entries that match, verbatim from the CSAF file. */
  listed: z.array(z.string()),
  overall: VerdictState,
  verdicts: z.array(Verdict),
  notes: z.array(Note),
});
export type Assessment = z.infer<typeof Assessment>;

/** A change of ours that stands on the machine, from the journal: so that what overrides it, or delays it, can be named. */
export const StandingChange = z.strictObject({
  step: z.string(),
  runId: z.string(),
  cves: z.array(CveId),
  state: z.enum(['applied', 'waits-for-restart']),
});
export type StandingChange = z.infer<typeof StandingChange>;
