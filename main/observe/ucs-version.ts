import type { Catalogue } from '../catalogue/catalogue.ts';
import { whenRead } from '../model/fact.ts';
import type { Observation } from '../model/observation.ts';
import { versionOfFile } from './identity-claims.ts';
import type { RunHistory } from './run-history.ts';
import { namesUcs } from './software-names.ts';
import { versionsAgree } from './version-agreement.ts';

/** The version of UCS, and sentences about sources that disagree on it. */
export interface UcsVersionReading {
  ucsVersion: string | null;
  contradictions: string[];
}

/**
 * The version of UCS by its own program files (programs before libraries), else by the newest run record that gives one.
 * Files that give several versions decide nothing: null, with a sentence.
 */
export function readUcsVersion(observation: Observation, catalogue: Catalogue, history: RunHistory): UcsVersionReading {
  const files = (whenRead(observation.fileVersions) ?? []).filter(({ productName, description }) =>
    [productName, description].some((text) => text !== null && namesUcs(text, catalogue)),
  );
  const programs = files.filter(({ path }) => path.toLowerCase().endsWith('.exe'));
  const installed = [
    ...new Set((programs.length > 0 ? programs : files).map(versionOfFile).filter((version) => version !== null)),
  ].sort();
  const run = history.runs.find(({ record }) => record.ucsVersion !== null);
  const recorded = run?.record.ucsVersion ?? null;
  const [version] = installed;
  if (version === undefined) return { ucsVersion: recorded, contradictions: [] };
  if (installed.length > 1) {
    return {
      ucsVersion: null,
      contradictions: [`The files of Universal Copy Service give several versions: ${installed.join(', ')}.`],
    };
  }
  const contradictions =
    run && recorded !== null && !versionsAgree(version, recorded)
      ? [
          `The installed Universal Copy Service has version ${version}; run folder ${run.path} recorded ${recorded} on ${run.changedAt}.`,
        ]
      : [];
  return { ucsVersion: version, contradictions };
}
