import type { ProductStatus } from './csaf-document.ts';
import type { ImportedEntry } from './import-result.ts';
import type { ProductReference } from './references.ts';

/** The groups of CSAF 2.0 whose lists exclude each other (mandatory test 6.1.6); `recommended` belongs to none. */
const GROUP: Record<ProductStatus, 'affected' | 'not-affected' | 'fixed' | 'under-investigation' | null> = {
  first_affected: 'affected',
  known_affected: 'affected',
  last_affected: 'affected',
  known_not_affected: 'not-affected',
  first_fixed: 'fixed',
  fixed: 'fixed',
  under_investigation: 'under-investigation',
  recommended: null,
};

const BOUNDARY: Partial<Record<ProductStatus, string>> = {
  first_affected: 'the first affected version',
  last_affected: 'the last affected version',
  first_fixed: 'the first fixed version',
};

type Statement = ImportedEntry['statuses'][number];

/** What an advisory says about one product, where all of it is clear. */
export type ProductStatuses = Pick<ImportedEntry, 'statuses' | 'cves'>;

/** Brings together what the references to one product say; otherwise each place that is not clear, and why. */
export function statusesOf(references: readonly ProductReference[]): ProductStatuses | { path: string; why: string }[] {
  const [first] = references;
  const stated = references.flatMap(({ status, cve, path }) => (status === null ? [] : [{ status, cve, path }]));
  if (stated.length === 0) {
    const path = first?.path ?? '';
    return [{ path, why: 'It is spoken of here, but no status list says whether it is affected.' }];
  }
  const statuses: ImportedEntry['statuses'] = [];
  const problems: { path: string; why: string }[] = [];
  for (const { status, cve, path } of stated) {
    const unclear = cve === null ? 'This weakness has no CVE number.' : whyUnclear({ status, cve }, statuses);
    if (unclear !== null) problems.push({ path, why: unclear });
    else if (cve !== null) statuses.push({ cve, status });
  }
  if (problems.length > 0) return problems;
  const affected = statuses.filter(({ status }) => GROUP[status] === 'affected').map(({ cve }) => cve);
  return { statuses, cves: [...new Set(affected)] };
}

function whyUnclear({ status, cve }: Statement, sofar: readonly Statement[]): string | null {
  const boundary = BOUNDARY[status];
  if (boundary !== undefined) return `It is given as ${boundary} only; which versions lie beyond it is not stated.`;
  const group = GROUP[status];
  const other = sofar.find((stated) => stated.cve === cve && contradicts(GROUP[stated.status], group));
  return other === undefined ? null : `It is listed as ${status} and as ${other.status} for ${cve}.`;
}

function contradicts(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one !== other;
}
