import { parseRange } from '../range.ts';
import { parseVersion } from '../version.ts';

/** A branch of the product tree above a product: what it says and the value. */
export interface BranchLevel {
  category: string;
  name: string;
}

/** A product and its versions as the branches above it say. */
export interface BranchProduct {
  vendor: string | null;
  productName: string;
  /** The version or version range verbatim; null where the file states none. */
  range: string | null;
  /** What narrows it down further (an architecture, a language): kept, but not judged by. */
  qualifiers: BranchLevel[];
}

const QUALIFIERS = new Set(['architecture', 'host_name', 'language', 'specification']);
/** Leaving one of these out would make two different products one. */
const NOT_JUDGED = new Set(['legacy', 'patch_level', 'service_pack']);

/** Reads the branches above a product; a sentence where they do not say clearly what it is. */
export function readBranches(branches: readonly BranchLevel[]): BranchProduct | string {
  const names = namesOf(branches, 'product_name');
  const [productName] = names;
  if (productName === undefined) return 'No branch above it gives a product name.';
  if (names.length > 1) return `It stands below ${names.length} product names: ${quoted(names)}.`;
  const notJudged = branches.find(({ category }) => NOT_JUDGED.has(category));
  if (notJudged !== undefined) {
    return `Its ${notJudged.category.replace('_', ' ')} (${quoted([notJudged.name])}) is not a version this program can compare.`;
  }
  const versions = branches.filter(({ category }) => category.startsWith('product_version'));
  if (versions.length > 1)
    return `It stands below ${versions.length} versions: ${quoted(versions.map(({ name }) => name))}.`;
  const [version] = versions;
  const unreadable = version === undefined ? null : whyUnreadable(version);
  if (unreadable !== null) return unreadable;
  return {
    vendor: namesOf(branches, 'vendor').at(-1) ?? null,
    productName,
    range: version?.name ?? null,
    qualifiers: branches.filter(({ category }) => QUALIFIERS.has(category)),
  };
}

function whyUnreadable({ category, name }: BranchLevel): string | null {
  if (category === 'product_version') {
    return parseVersion(name) === null
      ? `Its version ${quoted([name])} is not a number of two to four parts, each 0 to 65535.`
      : null;
  }
  if (parseRange(name) !== null) return null;
  const scheme = /^vers:(?<scheme>[^/]*)\//.exec(name)?.groups?.['scheme'];
  return scheme === undefined
    ? `Its version range ${quoted([name])} is in no form this program can judge.`
    : `Its version range ${quoted([name])} cannot be judged: this program reads vers:all/*, and plain version numbers in the schemes generic, intdot and semver.`;
}

function namesOf(branches: readonly BranchLevel[], category: string): string[] {
  return branches.filter((branch) => branch.category === category).map(({ name }) => name);
}

function quoted(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}
