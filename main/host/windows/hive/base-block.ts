import { malformed } from './hive-error.ts';

export const BASE_BLOCK_SIZE = 4096;
const CHECKSUM_AT = 508;

/** What the first block of a hive file says about the rest. Offsets of cells count from the end of this block. */
export interface BaseBlock {
  /** False: Windows was still writing (two sequence numbers differ), so the newest changes may only be in its log files. */
  cleanlyClosed: boolean;
  rootCell: number;
  /** Length in bytes of everything after this block. */
  binsLength: number;
}

/** Reads the base block ("regf", format version 1.3 to 1.6). Throws `HiveError` when it is none or its checksum is wrong. */
export function parseBaseBlock(block: Buffer, fileSize: number): BaseBlock {
  if (block.length < BASE_BLOCK_SIZE || block.toString('latin1', 0, 4) !== 'regf') {
    throw malformed('The file does not begin as a registry hive does.');
  }
  if (block.readUInt32LE(CHECKSUM_AT) !== checksum(block)) {
    throw malformed('The checksum of the first block of the hive is wrong.');
  }
  const [major, minor] = [block.readUInt32LE(20), block.readUInt32LE(24)];
  if (major !== 1 || minor < 3 || minor > 6) {
    throw malformed(`The hive has format version ${major}.${minor}, which is not understood.`);
  }
  if (block.readUInt32LE(28) !== 0 || block.readUInt32LE(32) !== 1) {
    throw malformed('The file is not the main file of a registry hive.');
  }
  const binsLength = block.readUInt32LE(40);
  if (binsLength === 0 || binsLength % BASE_BLOCK_SIZE !== 0 || BASE_BLOCK_SIZE + binsLength > fileSize) {
    throw malformed('The hive is shorter than its first block says.');
  }
  return {
    cleanlyClosed: block.readUInt32LE(4) === block.readUInt32LE(8),
    rootCell: block.readUInt32LE(36),
    binsLength,
  };
}

/** Exclusive or of the 127 numbers before the checksum; 0 and all ones are never stored. */
function checksum(block: Buffer): number {
  let sum = 0;
  for (let at = 0; at < CHECKSUM_AT; at += 4) sum ^= block.readUInt32LE(at);
  if (sum === -1) return 0xfffffffe;
  return sum === 0 ? 1 : sum >>> 0;
}
