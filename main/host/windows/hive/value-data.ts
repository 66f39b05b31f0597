import type { Cells } from './cells.ts';
import { HiveError, malformed } from './hive-error.ts';

const MAX_VALUE = 4 * 1024 * 1024;
/** Longer data is kept in several cells ("big data"), each holding this much. */
const SEGMENT = 16_344;
const IN_OFFSET = 0x8000_0000;

/** The data of a value: in the offset field itself, in one cell, or in the segments of a big data list. */
export async function valueData(cells: Cells, sizeField: number, offsetField: Buffer): Promise<Buffer> {
  const size = sizeField % IN_OFFSET;
  if (sizeField >= IN_OFFSET) {
    if (size > 4) throw malformed('A value says it is kept in place but is too long for that.');
    return offsetField.subarray(0, size);
  }
  if (size === 0) return Buffer.alloc(0);
  if (size > MAX_VALUE) throw new HiveError('too-large', `A value of the hive is ${size} bytes long.`);
  const offset = offsetField.readUInt32LE(0);
  const cell = await cells.read(offset, size);
  if (cell.length >= size) return cell.bytes;
  if (size <= SEGMENT || cell.bytes.toString('latin1', 0, 2) !== 'db') {
    throw malformed('A value of the hive is longer than the cell that holds it.');
  }
  return bigData(cells, cell.bytes, size);
}

async function bigData(cells: Cells, header: Buffer, size: number): Promise<Buffer> {
  if (header.length < 8) throw malformed('A list of a long value is cut off.');
  const count = header.readUInt16LE(2);
  if (count !== Math.ceil(size / SEGMENT))
    throw malformed('A long value has another number of parts than its length needs.');
  const list = await cells.read(header.readUInt32LE(4), count * 4);
  if (list.bytes.length < count * 4) throw malformed('A list of a long value is cut off.');
  const parts: Buffer[] = [];
  for (let part = 0; part < count; part += 1) {
    const wanted = Math.min(SEGMENT, size - part * SEGMENT);
    const segment = await cells.read(list.bytes.readUInt32LE(part * 4), wanted);
    if (segment.bytes.length < wanted) throw malformed('A part of a long value is cut off.');
    parts.push(segment.bytes);
  }
  return Buffer.concat(parts);
}
