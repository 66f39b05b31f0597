import { type Catalogue, stampOf } from '../catalogue/catalogue.ts';
import type { TrustedPack } from '../catalogue/open-pack.ts';
import { ucsNamesFor } from '../catalogue/pack-for-instrument.ts';
import {
  type Assessment,
  CveId,
  type Evidence,
  type Finding,
  type Identification,
  type StandingChange,
  type Verdict,
  type VerdictState,
  worstState,
} from '../model/assessment.ts';
import { canonicalJson } from '../model/json.ts';
import type { Observation } from '../model/observation.ts';
import { findUcs } from '../observe/ucs.ts';
import { unitOfUcs } from '../observe/unit-candidates.ts';
import { listingOf } from './listing.ts';
import { notesFor } from './notes.ts';
import { packCatalogueEntries } from './pack-catalogue-entries.ts';
import { ACCOUNT_ROWS } from './rows/account-rows.ts';
import { FIX_ROWS, rowsReplacedByFix } from './rows/fix-rows.ts';
import { IDENTITY_ROWS } from './rows/identity-rows.ts';
import { PRESENCE_ROWS } from './rows/presence-rows.ts';
import { changesThatWait, RESTART_ROW } from './rows/restart-row.ts';
import type { Circumstances, Row } from './rows/row.ts';
import { SOCKET_ROWS } from './rows/socket-rows.ts';

/** What an assessment is made from. `standing`: changes of ours that are on the machine, from the journals. */
export interface AssessInput {
  catalogue: Catalogue;
  /** The site pack in use; null: none. */
  pack: TrustedPack | null;
  observation: Observation;
  identification: Identification;
  standing: readonly StandingChange[];
  /** The unit a person states to be UCS; none, where nobody stated one. */
  statedUnit?: string | null;
}

/** The verdict table. Among rows of the same state the first one's sentence is the verdict's. */
export const VERDICT_ROWS: readonly Row[] = [
  RESTART_ROW,
  ...IDENTITY_ROWS,
  ...PRESENCE_ROWS,
  ...SOCKET_ROWS,
  ...ACCOUNT_ROWS,
  ...FIX_ROWS,
];

/** States that a product's absence from the advisory's list does not outweigh. */
const OUTWEIGH_NOT_LISTED: readonly VerdictState[] = ['exposed', 'conflict', 'pending-reboot'];

/** States of a condition that a restart we wait for may still change. */
const NOT_FINAL: readonly VerdictState[] = ['exposed', 'conflict', 'unknown'];

/** Judges one observation: a state for each CVE with its reason and evidence, and the remarks that go with it. Never throws. */
export function assess(input: AssessInput): Assessment {
  const circumstances = circumstancesOf(input);
  const seen = input.statedUnit == null ? null : circumstancesOf({ ...input, statedUnit: null });
  const verdicts = CveId.options.map((cve) => {
    const verdict = verdictOf(circumstances, cve);
    return seen === null ? verdict : worseOf(verdict, verdictOf(seen, cve));
  });
  return {
    catalogue: stampOf(input.catalogue),
    pack: input.pack?.stamp ?? null,
    identification: input.identification,
    listed: circumstances.listing.entries,
    overall: worstState(verdicts.map(({ state }) => state)),
    verdicts,
    notes: notesFor(circumstances),
  };
}

/** Every row that holds, for both CVEs, before the worst is taken. */
export function findingsOf(input: AssessInput): Finding[] {
  const circumstances = circumstancesOf(input);
  return CveId.options.flatMap((cve) => findingsFor(circumstances, cve));
}

function circumstancesOf(input: AssessInput): Circumstances {
  const { catalogue, pack, observation, identification, statedUnit = null } = input;
  const { judged } = packCatalogueEntries(catalogue, pack?.content.catalogue ?? null);
  const listing = listingOf(catalogue, identification, judged);
  const names = ucsNamesFor(catalogue, pack, listing.entries);
  const ucs = findUcs(observation, ucsNamesFor(catalogue, pack, listing.entries, statedUnit));
  const restsOnStatement = ucs.status === 'found' && findUcs(observation, names).status !== 'found';
  return { ...input, statedUnit, listing, ucs, restsOnStatement, unit: unitOfUcs(observation, names) };
}

function findingsFor(circumstances: Circumstances, cve: CveId): Finding[] {
  const waits = changesThatWait(circumstances, cve).length > 0;
  const replaced = rowsReplacedByFix(circumstances, cve);
  const rows = VERDICT_ROWS.filter(({ code, cves }) => cves.includes(cve) && !replaced.includes(code));
  return rows.flatMap((row): Finding[] => {
    const held = row.holds(circumstances, cve);
    if (held === null) return [];
    return [{ row: row.code, cve, state: waits ? whileWaiting(row) : row.state, ...held }];
  });
}

/** What UCS does now is not final until the restart, neither the bad nor the unreadable; which instrument this is stays. */
function whileWaiting({ about, state }: Row): VerdictState {
  return about === 'condition' && NOT_FINAL.includes(state) ? 'pending-reboot' : state;
}

/** A person's statement may add findings, and never replace what the machine shows by itself. */
function worseOf(stated: Verdict, seen: Verdict): Verdict {
  return worstState([stated.state, seen.state]) === stated.state ? stated : seen;
}

function verdictOf(circumstances: Circumstances, cve: CveId): Verdict {
  const { listing } = circumstances;
  const findings = findingsFor(circumstances, cve);
  const notListed = findings.find(({ state }) => state === 'not-affected');
  if (notListed !== undefined && !findings.some(({ state }) => OUTWEIGH_NOT_LISTED.includes(state))) {
    const { row, state, because, evidence } = notListed;
    return { cve, state, row, because, evidence };
  }
  const state = worstState(findings.map((finding) => finding.state));
  const decisive = findings.filter((finding) => finding.state === state);
  const first = decisive[0];
  if (first === undefined) {
    return {
      cve,
      state: 'unknown',
      row: 'nothing-read',
      because: 'Nothing could be read that decides this.',
      evidence: [],
    };
  }
  const present = listing.result === 'not-listed' && (state === 'exposed' || state === 'conflict');
  return {
    cve,
    state,
    row: first.row,
    because: present ? `Not listed, but the condition is present: ${first.because}` : first.because,
    evidence: withoutRepetition(decisive.flatMap(({ evidence }) => evidence)),
  };
}

function withoutRepetition(evidence: readonly Evidence[]): Evidence[] {
  return [...new Map(evidence.map((piece) => [canonicalJson(piece), piece])).values()];
}
