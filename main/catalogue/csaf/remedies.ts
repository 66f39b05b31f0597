import type { Vulnerability } from './csaf-document.ts';
import type { PublishedRemedy } from './import-result.ts';
import { productIdsOf } from './references.ts';

/** The remedies of all weaknesses as published, each text once, with the weaknesses and products it is for. */
export function publishedRemedies(
  vulnerabilities: readonly Vulnerability[],
  groups: ReadonlyMap<string, string[]>,
): PublishedRemedy[] {
  const remedies = new Map<string, PublishedRemedy>();
  for (const { cve, remediations = [] } of vulnerabilities) {
    for (const remediation of remediations) {
      const { category, details, url = null } = remediation;
      const key = JSON.stringify([category, details, url]);
      const known = remedies.get(key);
      remedies.set(key, {
        category,
        details,
        url,
        sha256: sha256In(details),
        cves: union(known?.cves, cve === undefined ? [] : [cve]),
        productIds: union(known?.productIds, productIdsOf(remediation, groups)),
      });
    }
  }
  return [...remedies.values()];
}

function sha256In(text: string): string[] {
  return [...text.matchAll(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/gi)].map(([digest]) => digest.toLowerCase());
}

function union(known: readonly string[] = [], more: readonly string[]): string[] {
  return [...new Set([...known, ...more])];
}
