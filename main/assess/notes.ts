import { matchRange } from '../catalogue/range.ts';
import { parseVersion } from '../catalogue/version.ts';
import type { Note } from '../model/assessment.ts';
import { whenRead } from '../model/fact.ts';
import { packNotes } from './pack-notes.ts';
import { restrictionNotes } from './restriction-notes.ts';
import type { Circumstances } from './rows/row.ts';

/** Every remark that has to reach the person beside the verdict, in the order they are shown. */
export function notesFor(circumstances: Circumstances): Note[] {
  return [
    ...versionNotes(circumstances),
    ...differingVersions(circumstances),
    ...modeNotes(circumstances),
    ...ucsOutsideText(circumstances),
    ...identificationNotes(circumstances),
    ...passwordNote(circumstances),
    ...restrictionNotes(circumstances.observation),
    ...packNotes(circumstances),
    ...unitNotes(circumstances),
  ];
}

/** Remarks of the catalogue on some versions; a version that may be one of them is told too. */
function versionNotes({ catalogue, identification }: Circumstances): Note[] {
  const readable = identification.versions.filter((version) => parseVersion(version) !== null);
  return catalogue.notes
    .filter(({ product }) => product === identification.product)
    .filter(({ range }) => readable.some((version) => matchRange(range, version) !== 'outside'))
    .map(({ code, text }) => ({ code, text }));
}

function differingVersions({ listing }: Circumstances): Note[] {
  if (new Set(listing.versions.map(({ version }) => version)).size < 2) return [];
  const word = { listed: 'listed', undecided: 'not decided', 'not-listed': 'not listed' };
  const values = listing.versions.map(({ version, result }) => `${version} (${word[result]})`).join(', ');
  return [
    {
      code: 'versions-differ',
      text: `The instrument gives more than one version of itself: ${values}. Each was compared with the advisory; the worse result counts.`,
    },
  ];
}

function modeNotes({ catalogue, identification, listing }: Circumstances): Note[] {
  const product = catalogue.products.find(({ key }) => key === identification.product);
  const otherMode = product?.otherMode ?? 'no';
  const notes: Note[] = [];
  if (otherMode !== 'no' || identification.mode === 'unknown') {
    const may = otherMode === 'yes' ? 'can' : 'may be able to';
    notes.push({
      code: 'other-mode-not-checked',
      text: `This instrument ${may} start in another mode (research or diagnostic). The other mode was not checked: start it in that mode and check it there too.`,
    });
  }
  if (listing.result === 'listed' && listing.entries.length === 0) {
    notes.push({
      code: 'unknown-mode-counts-as-listed',
      text: 'The version is in no range of the advisory, but the mode this instrument runs in is not known, so it is treated as listed.',
    });
  }
  return notes;
}

/** The description of a CVE may name other major versions of UCS than the one seen; that never clears the CVE. */
function ucsOutsideText({ catalogue, identification: { ucsVersion } }: Circumstances): Note[] {
  const major = ucsVersion === null ? undefined : parseVersion(ucsVersion)?.[0];
  if (major === undefined) return [];
  return catalogue.weaknesses
    .filter(({ ucsMajorVersions }) => !ucsMajorVersions.includes(major))
    .map(({ cve, ucsMajorVersions }) => ({
      code: `ucs-version-outside-text-of-${cve.toLowerCase()}`,
      text: `The text of ${cve} names UCS ${ucsMajorVersions.map((version) => `${version}.x`).join(' and ')}; this instrument shows UCS ${ucsVersion}. The advisory's product list makes no such difference, so the CVE is judged all the same.`,
    }));
}

function identificationNotes({ identification, observation }: Circumstances): Note[] {
  const notes = identification.contradictions.map((text) => ({ code: 'sources-disagree', text }));
  if (identification.claims.some(({ from }) => from === 'person')) {
    notes.push({
      code: 'stated-by-person',
      text: 'Product or version were stated by a person. They are a statement, not something the machine showed.',
    });
  }
  if (!observation.host.live) {
    notes.push({
      code: 'copied-disk',
      text: 'This was a copied disk: everything here is about the moment it was copied, not about the instrument today.',
    });
  }
  return notes;
}

/** On Linux no name of the unit is documented: a person who knows the instrument may have to choose. */
function unitNotes({ unit: { candidates }, statedUnit }: Circumstances): Note[] {
  if (candidates.length === 0 || statedUnit !== null) return [];
  const units = candidates.map(({ unit }) => unit).join(', ');
  return [
    {
      code: 'ucs-unit-not-clear',
      text: `Which unit is the copy service is not clear. A person who knows this instrument can choose among: ${units}.`,
    },
  ];
}

/** Source of the 180 days: Illumina's bulletin on updating UCS and Local Run Manager credentials. */
function passwordNote({ observation, ucs }: Circumstances): Note[] {
  if (whenRead(observation.operatingSystem)?.family === 'linux') return [];
  const users = ucs.services.filter(({ account }) => account?.kind === 'user');
  if (users.length === 0) return [];
  return [
    {
      code: 'password-expires',
      text: 'UCS logs on with a Windows account. Windows passwords on these instruments expire after 180 days and the service does not follow: it then stops with "Cannot initiate communication with Universal Copy Service". Enter the new password for the service whenever the account\'s password changes.',
    },
  ];
}
