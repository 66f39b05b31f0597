/** A key of a hive to be built. Values are given with their type number and stored data. */
export interface KeyTree {
  values?: Record<string, StoredValue>;
  keys?: Record<string, KeyTree>;
  /** Makes the key say it is a link to another key. */
  link?: boolean;
}
export type StoredValue = { type: number; data: Buffer };

export const text = (content: string): StoredValue => ({ type: 1, data: Buffer.from(`${content}\0`, 'utf16le') });
export const expandText = (content: string): StoredValue => ({ ...text(content), type: 2 });
export const dword = (content: number): StoredValue => ({ type: 4, data: Buffer.from(Uint32Array.of(content).buffer) });
export const multiText = (...content: string[]): StoredValue => ({
  type: 7,
  data: Buffer.from(`${content.join('\0')}\0\0`, 'utf16le'),
});

export interface HiveForm {
  lists?: 'lf' | 'lh' | 'li' | 'ri';
  names?: 'one-byte' | 'utf-16';
  dirty?: boolean;
  minor?: number;
}

const NONE = 0xffffffff;
const SEGMENT = 16_344;
/** A self-relative security descriptor that says nothing: revision 1, no owner, no lists. */
const NO_RULES = Buffer.from([1, 0, 0, 0x80, ...new Array<number>(16).fill(0)]);

/** A registry hive with this tree, written by the format's own rules, independent of the reader. */
export function buildHive(tree: KeyTree, form: HiveForm = {}): Buffer {
  const writer = new CellWriter();
  const security = writer.add(
    Buffer.concat([Buffer.from('sk\0\0', 'latin1'), numbers(writer.next, writer.next, 1, NO_RULES.length), NO_RULES]),
  );
  const root = addKey(writer, 'hive', tree, security, form, NONE);
  const bins = writer.finish();
  return Buffer.concat([baseBlock(root, bins.length, form), bins]);
}

/** Writes the checksum that belongs to the first block, after a test changed it. */
export function withChecksum(hive: Buffer): Buffer {
  let sum = 0;
  for (let at = 0; at < 508; at += 4) sum ^= hive.readUInt32LE(at);
  hive.writeUInt32LE(sum >>> 0, 508);
  return hive;
}

class CellWriter {
  readonly #parts: Buffer[] = [Buffer.alloc(32)];
  #length = 32;

  get next(): number {
    return this.#length;
  }

  add(content: Buffer): number {
    const at = this.#length;
    const size = Math.ceil((content.length + 4) / 8) * 8;
    const cell = Buffer.alloc(size);
    cell.writeInt32LE(-size, 0);
    content.copy(cell, 4);
    this.#parts.push(cell);
    this.#length += size;
    return at;
  }

  finish(): Buffer {
    const total = Math.ceil((this.#length + 8) / 4096) * 4096;
    const free = Buffer.alloc(total - this.#length);
    free.writeInt32LE(free.length, 0);
    const bins = Buffer.concat([...this.#parts, free]);
    bins.write('hbin', 0, 'latin1');
    bins.writeUInt32LE(total, 8);
    return bins;
  }
}

function addKey(
  writer: CellWriter,
  name: string,
  tree: KeyTree,
  security: number,
  form: HiveForm,
  parent: number,
): number {
  const subkeys = Object.entries(tree.keys ?? {}).map(([child, below]) => ({
    name: child,
    at: addKey(writer, child, below, security, form, 32),
  }));
  const values = Object.entries(tree.values ?? {}).map(([value, stored]) => addValue(writer, value, stored, form));
  const subkeyList = subkeys.length === 0 ? NONE : addSubkeyList(writer, subkeys, form.lists ?? 'lh');
  const valueList = values.length === 0 ? NONE : writer.add(numbers(...values));
  const encoded = encodeName(name, form);
  const header = Buffer.alloc(76);
  header.write('nk', 0, 'latin1');
  header.writeUInt16LE((parent === NONE ? 0x0c : 0) | (encoded.oneByte ? 0x20 : 0) | (tree.link ? 0x10 : 0), 2);
  header.writeUInt32LE(parent === NONE ? 0 : parent, 16);
  header.writeUInt32LE(subkeys.length, 20);
  header.writeUInt32LE(subkeyList, 28);
  header.writeUInt32LE(NONE, 32);
  header.writeUInt32LE(values.length, 36);
  header.writeUInt32LE(valueList, 40);
  header.writeUInt32LE(security, 44);
  header.writeUInt32LE(NONE, 48);
  header.writeUInt16LE(encoded.bytes.length, 72);
  return writer.add(Buffer.concat([header, encoded.bytes]));
}

function addSubkeyList(
  writer: CellWriter,
  subkeys: readonly { name: string; at: number }[],
  kind: NonNullable<HiveForm['lists']>,
): number {
  const leaf = (part: typeof subkeys, leafKind: 'lf' | 'lh' | 'li') => {
    const entries = part.map(({ name, at }) => (leafKind === 'li' ? numbers(at) : numbers(at, hint(name, leafKind))));
    return writer.add(Buffer.concat([listHeader(leafKind, part.length), ...entries]));
  };
  if (kind !== 'ri') return leaf(subkeys, kind);
  const half = Math.ceil(subkeys.length / 2);
  const leaves = [subkeys.slice(0, half), subkeys.slice(half)].filter((part) => part.length > 0);
  return writer.add(
    Buffer.concat([listHeader('ri', leaves.length), numbers(...leaves.map((part) => leaf(part, 'lh')))]),
  );
}

function hint(name: string, kind: 'lf' | 'lh'): number {
  if (kind === 'lf') return Buffer.from(name.slice(0, 4).padEnd(4, '\0'), 'latin1').readUInt32LE(0);
  return [...name.toUpperCase()].reduce((sum, letter) => (Math.imul(sum, 37) + letter.charCodeAt(0)) >>> 0, 0);
}

function addValue(writer: CellWriter, name: string, { type, data }: StoredValue, form: HiveForm): number {
  const encoded = encodeName(name, form);
  const header = Buffer.alloc(20);
  header.write('vk', 0, 'latin1');
  header.writeUInt16LE(encoded.bytes.length, 2);
  header.writeUInt32LE(data.length <= 4 ? data.length + 0x8000_0000 : data.length, 4);
  if (data.length <= 4) data.copy(header, 8);
  else header.writeUInt32LE(addData(writer, data), 8);
  header.writeUInt32LE(type, 12);
  header.writeUInt16LE(encoded.oneByte ? 1 : 0, 16);
  return writer.add(Buffer.concat([header, encoded.bytes]));
}

function addData(writer: CellWriter, data: Buffer): number {
  if (data.length <= SEGMENT) return writer.add(data);
  const segments: number[] = [];
  for (let at = 0; at < data.length; at += SEGMENT) segments.push(writer.add(data.subarray(at, at + SEGMENT)));
  const list = writer.add(numbers(...segments));
  return writer.add(Buffer.concat([listHeader('db', segments.length), numbers(list)]));
}

function encodeName(name: string, { names }: HiveForm): { bytes: Buffer; oneByte: boolean } {
  const oneByte = names !== 'utf-16' && [...name].every((letter) => letter.charCodeAt(0) < 256);
  return { bytes: Buffer.from(name, oneByte ? 'latin1' : 'utf16le'), oneByte };
}

function listHeader(kind: string, count: number): Buffer {
  const header = Buffer.alloc(4);
  header.write(kind, 0, 'latin1');
  header.writeUInt16LE(count, 2);
  return header;
}

function numbers(...all: number[]): Buffer {
  const bytes = Buffer.alloc(all.length * 4);
  for (const [index, number] of all.entries()) bytes.writeUInt32LE(number, index * 4);
  return bytes;
}

function baseBlock(root: number, binsLength: number, { dirty, minor = 5 }: HiveForm): Buffer {
  const block = Buffer.alloc(4096);
  block.write('regf', 0, 'latin1');
  block.writeUInt32LE(dirty ? 8 : 7, 4);
  block.writeUInt32LE(7, 8);
  block.writeUInt32LE(1, 20);
  block.writeUInt32LE(minor, 24);
  block.writeUInt32LE(1, 32);
  block.writeUInt32LE(root, 36);
  block.writeUInt32LE(binsLength, 40);
  block.writeUInt32LE(1, 44);
  return withChecksum(block);
}
