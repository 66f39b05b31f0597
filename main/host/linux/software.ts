import { type Fact, read, unavailable } from '../../model/fact.ts';
import type { InstalledSoftware } from '../../model/system-facts.ts';
import { type ConfinedTree, isMiss } from '../confined-tree.ts';
import { parseDpkgStatus } from './dpkg-status.ts';
import { findRpmDatabase, readRpmDatabase } from './rpm-database.ts';

const DPKG_STATUS = '/var/lib/dpkg/status';
const MAX_STATUS = 64 * 1024 * 1024;

/** What dpkg and rpm say is installed. When one of two databases cannot be read there is no list: half of it would look whole. */
export async function readSoftware(tree: ConfinedTree, live: boolean): Promise<Fact<InstalledSoftware[]>> {
  const dpkg = await tree.readText(DPKG_STATUS, MAX_STATUS);
  if (isMiss(dpkg) && !dpkg.missing) return unavailable(dpkg.cause, dpkg.detail, DPKG_STATUS);
  const packages = isMiss(dpkg) ? null : parseDpkgStatus(dpkg.text);

  const rpmFolder = await findRpmDatabase(tree);
  if (rpmFolder === null) {
    return packages === null
      ? unavailable('not-known', 'There is neither a dpkg nor an rpm database.', `${DPKG_STATUS}, rpm database`)
      : read(packages, DPKG_STATUS);
  }
  const rpm = await readRpmDatabase(tree, rpmFolder, live);
  if (rpm.status === 'unavailable' || packages === null) return rpm;
  return read([...packages, ...rpm.value], `${DPKG_STATUS} and ${rpm.source}`);
}
