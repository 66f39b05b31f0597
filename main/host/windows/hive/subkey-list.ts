import type { Cells } from './cells.ts';
import { HiveError, malformed } from './hive-error.ts';

const MAX_SUBKEYS = 50_000;
/** Bytes of an entry: in `lf` and `lh` the offset and a hint about the name, in `li` and `ri` the offset alone. */
const ENTRY: Record<string, number> = { lf: 8, lh: 8, li: 4, ri: 4 };

/**
 * Offsets of the keys in a list of subkeys (`lf`, `lh`, `li`, or `ri`, a list of such lists). The list must hold as many as the
 * key says it has: a shorter one would hide software or services. Throws `HiveError`.
 */
export async function subkeyOffsets(cells: Cells, listOffset: number, expected: number): Promise<number[]> {
  if (expected === 0) return [];
  if (expected > MAX_SUBKEYS) throw new HiveError('too-large', `A key of the hive has ${expected} keys below it.`);
  const list = await readList(cells, listOffset);
  const offsets = list.kind === 'ri' ? await leaves(cells, list.offsets, expected) : list.offsets;
  if (offsets.length !== expected)
    throw malformed('A key of the hive has another number of keys below it than it says.');
  return offsets;
}

async function leaves(cells: Cells, lists: readonly number[], expected: number): Promise<number[]> {
  const offsets: number[] = [];
  for (const offset of lists) {
    const leaf = await readList(cells, offset);
    if (leaf.kind === 'ri') throw malformed('A list of subkeys is nested too deep.');
    for (const entry of leaf.offsets) offsets.push(entry);
    if (offsets.length > expected) break;
  }
  return offsets;
}

async function readList(cells: Cells, offset: number): Promise<{ kind: string; offsets: number[] }> {
  const { bytes } = await cells.read(offset, 4 + MAX_SUBKEYS * 8);
  const kind = bytes.toString('latin1', 0, 2);
  const entry = ENTRY[kind];
  if (entry === undefined) throw malformed(`There is no list of subkeys at offset ${offset} of the hive.`);
  const count = bytes.readUInt16LE(2);
  if (4 + count * entry > bytes.length) throw malformed('A list of subkeys is cut off.');
  return { kind, offsets: Array.from({ length: count }, (_, index) => bytes.readUInt32LE(4 + index * entry)) };
}
