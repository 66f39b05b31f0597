import type { Cells } from './cells.ts';
import { HiveError, malformed } from './hive-error.ts';
import type { RegistryValue } from './registry-value.ts';
import { subkeyOffsets } from './subkey-list.ts';
import { valueData } from './value-data.ts';

const KEY_HEADER = 76;
const VALUE_HEADER = 20;
/** Names are at most 255 (keys) and 16383 (values) characters of two bytes. */
const MAX_KEY_NAME = 510;
const MAX_VALUE_NAME = 32_766;
const MAX_VALUES = 20_000;
const LINK = 0x10;
const ONE_BYTE_KEY_NAME = 0x20;
const ONE_BYTE_VALUE_NAME = 1;

/** A key of a hive. Its methods throw `HiveError` where the hive contradicts itself, and never loop or read outside it. */
export class RegistryKey {
  readonly #cells: Cells;
  readonly #header: Buffer;
  readonly name: string;

  private constructor(cells: Cells, header: Buffer, name: string) {
    this.#cells = cells;
    this.#header = header;
    this.name = name;
  }

  /** The key whose cell lies at an offset. */
  static async at(cells: Cells, offset: number): Promise<RegistryKey> {
    const { bytes } = await cells.read(offset, KEY_HEADER + MAX_KEY_NAME);
    if (bytes.length < KEY_HEADER || bytes.toString('latin1', 0, 2) !== 'nk') {
      throw malformed(`There is no key at offset ${offset} of the hive.`);
    }
    const compressed = (bytes.readUInt16LE(2) & ONE_BYTE_KEY_NAME) !== 0;
    const name = nameFrom(bytes, KEY_HEADER, bytes.readUInt16LE(72), compressed);
    return new RegistryKey(cells, bytes, name);
  }

  /** The keys directly below, as many as this key says it has. */
  async subkeys(): Promise<RegistryKey[]> {
    const keys: RegistryKey[] = [];
    for (const offset of await this.#subkeyOffsets()) keys.push(await RegistryKey.at(this.#cells, offset));
    return keys;
  }

  /** The key along a path below this one (`['Microsoft', 'Windows NT']`), capital letters not told apart; null: not there. */
  async find(path: readonly string[]): Promise<RegistryKey | null> {
    let here: RegistryKey = this;
    for (const step of path) {
      const next = await here.#child(step.toLowerCase());
      if (next === null) return null;
      here = next;
    }
    return here;
  }

  /** Every value of this key. */
  async values(): Promise<RegistryValue[]> {
    const values: RegistryValue[] = [];
    for (const offset of await this.#valueOffsets()) {
      const { name, header } = await this.#valueHeader(offset);
      values.push(await this.#value(name, header));
    }
    return values;
  }

  /** The value of that name, capital letters not told apart; null: not there. */
  async value(name: string): Promise<RegistryValue | null> {
    for (const offset of await this.#valueOffsets()) {
      const found = await this.#valueHeader(offset);
      if (found.name.toLowerCase() === name.toLowerCase()) return this.#value(found.name, found.header);
    }
    return null;
  }

  async #child(lowerCaseName: string): Promise<RegistryKey | null> {
    for (const offset of await this.#subkeyOffsets()) {
      const key = await RegistryKey.at(this.#cells, offset);
      if (key.name.toLowerCase() === lowerCaseName) return key;
    }
    return null;
  }

  #subkeyOffsets(): Promise<number[]> {
    this.#refuseLink();
    return subkeyOffsets(this.#cells, this.#header.readUInt32LE(28), this.#header.readUInt32LE(20));
  }

  async #valueOffsets(): Promise<number[]> {
    this.#refuseLink();
    const count = this.#header.readUInt32LE(36);
    if (count === 0) return [];
    if (count > MAX_VALUES) throw new HiveError('too-large', `The key "${this.name}" has ${count} values.`);
    const { bytes } = await this.#cells.read(this.#header.readUInt32LE(40), count * 4);
    if (bytes.length < count * 4) throw malformed(`The list of values of "${this.name}" is cut off.`);
    return Array.from({ length: count }, (_, index) => bytes.readUInt32LE(index * 4));
  }

  async #valueHeader(offset: number): Promise<{ name: string; header: Buffer }> {
    const { bytes } = await this.#cells.read(offset, VALUE_HEADER + MAX_VALUE_NAME);
    if (bytes.length < VALUE_HEADER || bytes.toString('latin1', 0, 2) !== 'vk') {
      throw malformed(`There is no value at offset ${offset} of the hive.`);
    }
    const compressed = (bytes.readUInt16LE(16) & ONE_BYTE_VALUE_NAME) !== 0;
    return { name: nameFrom(bytes, VALUE_HEADER, bytes.readUInt16LE(2), compressed), header: bytes };
  }

  async #value(name: string, header: Buffer): Promise<RegistryValue> {
    const data = await valueData(this.#cells, header.readUInt32LE(4), header.subarray(8, 12));
    return { name, type: header.readUInt32LE(12), data };
  }

  /** What a link leads to is another key, perhaps of another hive: what lies under it here would be the wrong answer. */
  #refuseLink(): void {
    if ((this.#header.readUInt16LE(2) & LINK) !== 0)
      throw malformed(`The key "${this.name}" is a link to another key.`);
  }
}

function nameFrom(bytes: Buffer, at: number, length: number, compressed: boolean): string {
  if (at + length > bytes.length) throw malformed('A name of the hive is cut off.');
  const name = bytes.subarray(at, at + length);
  if (compressed) return name.toString('latin1');
  if (length % 2 !== 0) throw malformed('A name of the hive has half a character.');
  return name.toString('utf16le');
}
