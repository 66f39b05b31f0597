import { BASE_BLOCK_SIZE, parseBaseBlock } from './base-block.ts';
import { Cells } from './cells.ts';
import { HiveError, malformed } from './hive-error.ts';
import type { RandomAccess } from './random-access.ts';
import { RegistryKey } from './registry-key.ts';

const MAX_HIVE = 512 * 1024 * 1024;

/** A registry hive file, opened for reading only. */
export interface Hive {
  root: RegistryKey;
  /** False: the newest changes may only be in the log files beside it, which are not read. */
  cleanlyClosed: boolean;
}

/**
 * Opens a hive (format "regf" 1.3 to 1.6, as described by M. Suhanov, "Windows registry file format specification"). Everything
 * in it is checked as it is reached. Throws `HiveError`, and what `file` throws.
 */
export async function openHive(file: RandomAccess): Promise<Hive> {
  if (file.size > MAX_HIVE) throw new HiveError('too-large', `The hive is larger than ${MAX_HIVE} bytes.`);
  if (file.size < 2 * BASE_BLOCK_SIZE) throw malformed('The file is too short for a registry hive.');
  const base = parseBaseBlock(await file.read(0, BASE_BLOCK_SIZE), file.size);
  const firstBin = await file.read(BASE_BLOCK_SIZE, 8);
  if (firstBin.toString('latin1', 0, 4) !== 'hbin' || firstBin.readUInt32LE(4) !== 0) {
    throw malformed('The first bin of the hive is not where it must be.');
  }
  const cells = new Cells(file, base);
  return { root: await RegistryKey.at(cells, base.rootCell), cleanlyClosed: base.cleanlyClosed };
}
