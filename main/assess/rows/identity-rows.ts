import type { Evidence, Identification } from '../../model/assessment.ts';
import { BOTH_CVES, cite, inWords, type Row } from './row.ts';

/** Rows about which instrument this is, and what kind of look was taken. None of them can say that something is exposed. */
export const IDENTITY_ROWS: readonly Row[] = [
  {
    code: 'product-not-identified',
    cves: BOTH_CVES,
    state: 'unknown',
    about: 'identity',
    holds({ identification, listing, observation }) {
      if (listing.result !== 'not-identified') return null;
      const why = identification.undecidedBecause;
      return {
        because: `It is not known which instrument this is${why === null ? '' : `: ${asClause(why)}`}.`,
        evidence: [
          ...identification.claims.map(({ evidence }) => evidence),
          cite(observation, 'software', 'List of installed software, looked through for a listed product'),
        ],
      };
    },
  },
  {
    code: 'version-undecided',
    cves: BOTH_CVES,
    state: 'unknown',
    about: 'identity',
    holds({ identification, listing }) {
      if (listing.result !== 'undecided') return null;
      const name = identification.productName ?? 'This product';
      const values = identification.versions.map((version) => `"${version}"`);
      return {
        because:
          values.length === 0
            ? `${name} was found, but its version could not be read, so it cannot be compared with the advisory.`
            : `${name} gives its version as ${inWords(values)}, which does not decide whether the advisory lists it.`,
        evidence: claimsOf(identification),
      };
    },
  },
  {
    code: 'listed-by-run-folder-only',
    cves: BOTH_CVES,
    state: 'unknown',
    about: 'identity',
    holds({ identification, listing }) {
      if (listing.result !== 'listed' || !restsOnRunFoldersOnly(identification)) return null;
      return {
        because:
          'The advisory lists this product, but only old run folders name it; a run folder tells what was on its date, not today. State the product and version to go on.',
        evidence: claimsOf(identification),
      };
    },
  },
  {
    code: 'unlisted-without-current-evidence',
    cves: BOTH_CVES,
    state: 'unknown',
    about: 'identity',
    holds({ identification, listing }) {
      if (listing.result !== 'not-listed' || identification.current) return null;
      return {
        because: `${shown(identification)} is not listed, but nothing installed now shows that this is what runs, so that is no proof.`,
        evidence: claimsOf(identification),
      };
    },
  },
  {
    code: 'copied-disk',
    cves: BOTH_CVES,
    state: 'unknown',
    about: 'identity',
    holds({ observation }) {
      if (observation.host.live) return null;
      return {
        because:
          'This is a copied disk, which does not show what UCS does now. Run the check on the instrument itself to decide.',
        evidence: [cite(observation, 'listeners', 'Network listeners of a copied disk')],
      };
    },
  },
  {
    code: 'not-listed',
    cves: BOTH_CVES,
    state: 'not-affected',
    about: 'identity',
    holds({ identification, listing }) {
      if (listing.result !== 'not-listed' || !identification.current) return null;
      return { because: `${shown(identification)} is not listed in the advisory.`, evidence: claimsOf(identification) };
    },
  },
];

/** Without any claim that says otherwise, the cautious answer is yes. */
function restsOnRunFoldersOnly({ current, claims, product }: Identification): boolean {
  return !current && claims.filter((claim) => claim.product === product).every(({ from }) => from === 'run-folder');
}

function claimsOf({ claims, product }: Identification): Evidence[] {
  return claims.filter((claim) => claim.product === product).map(({ evidence }) => evidence);
}

function shown({ productName, versions }: Identification): string {
  return `${productName ?? 'This product'} ${inWords(versions)}`;
}

function asClause(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
