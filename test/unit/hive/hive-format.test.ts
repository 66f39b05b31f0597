import { describe, expect, it } from 'vitest';
import { openHive } from '../../../main/host/windows/hive/hive.ts';
import { HiveError } from '../../../main/host/windows/hive/hive-error.ts';
import { numberOf, textOf, textsOf } from '../../../main/host/windows/hive/registry-value.ts';
import {
  buildHive,
  dword,
  expandText,
  type HiveForm,
  type KeyTree,
  multiText,
  text,
  withChecksum,
} from './hive-builder.ts';
import { inMemory } from './memory.ts';

const TREE: KeyTree = {
  keys: {
    Microsoft: { keys: { Windows: { values: { Name: text('MiSeq'), Small: dword(7) } }, Ünïcode: {}, 東京: {} } },
    Other: {},
  },
};

async function root(tree: KeyTree, form?: HiveForm) {
  return (await openHive(inMemory(buildHive(tree, form)))).root;
}

/** The offset in the file of the only place where these bytes stand. */
function placeOf(hive: Buffer, bytes: string): number {
  const at = hive.indexOf(bytes, 0, 'latin1');
  expect(hive.indexOf(bytes, at + 1, 'latin1')).toBe(-1);
  return at;
}

describe('every way a hive writes its lists and names is read', () => {
  it.each<HiveForm>([
    { lists: 'lf' },
    { lists: 'lh' },
    { lists: 'li' },
    { lists: 'ri' },
    { names: 'utf-16' },
    { minor: 3 },
    { minor: 6 },
  ])('%j', async (form) => {
    const key = await root(TREE, form);
    expect((await key.subkeys()).map(({ name }) => name)).toEqual(['Microsoft', 'Other']);
    const microsoft = await key.find(['MICROSOFT']);
    expect((await microsoft?.subkeys())?.map(({ name }) => name)).toEqual(['Windows', 'Ünïcode', '東京']);
    const windows = await key.find(['microsoft', 'windows']);
    expect(textOf((await windows?.value('NAME')) ?? null)).toBe('MiSeq');
    expect(numberOf((await windows?.value('Small')) ?? null)).toBe(7n);
    expect(await key.find(['Microsoft', 'Nothing'])).toBeNull();
    expect(await windows?.value('Nothing')).toBeNull();
  });

  it.each([0, 1, 4, 5, 16_343, 16_344, 16_345, 32_688, 100_000])(
    'a value of %i bytes comes back whole',
    async (length) => {
      const data = Buffer.from(Array.from({ length }, (_, index) => index % 251));
      const value = await (await root({ values: { Data: { type: 3, data } } })).value('Data');
      expect(value?.data.equals(data)).toBe(true);
    },
  );

  it('texts end at their first NUL, and other types are no text', async () => {
    const values = await (
      await root({
        values: {
          cut: { type: 1, data: Buffer.from('ab\0cd\0', 'utf16le') },
          path: expandText('%X%\\y'),
          list: multiText('a', 'b'),
          n: dword(1),
        },
      })
    ).values();
    expect(values.map(textOf)).toEqual(['ab', '%X%\\y', null, null]);
    expect(values.map(textsOf)).toEqual([null, null, ['a', 'b'], null]);
  });

  it('a number with the wrong length is refused, not guessed', async () => {
    const value = await (await root({ values: { Start: { type: 4, data: Buffer.from([4, 0]) } } })).value('Start');
    expect(() => numberOf(value)).toThrow(HiveError);
  });

  it('a hive that was not cleanly closed says so', async () => {
    expect((await openHive(inMemory(buildHive(TREE, { dirty: true })))).cleanlyClosed).toBe(false);
    expect((await openHive(inMemory(buildHive(TREE)))).cleanlyClosed).toBe(true);
  });
});

describe('a broken hive is refused with the one named error', () => {
  const refused = (hive: Buffer) =>
    expect(openHive(inMemory(hive)).then(({ root: key }) => key.subkeys())).rejects.toThrow(HiveError);

  it.each([
    ['no hive at all', Buffer.from('MZ'.padEnd(8192, 'x'))],
    ['an empty file', Buffer.alloc(0)],
    ['cut in the middle', buildHive(TREE).subarray(0, 6000)],
  ])('%s', async (_, hive) => refused(hive));

  it.each([
    ['a newer format', 24, 7],
    ['a log file', 28, 6],
    ['no whole bins', 40, 5000],
    ['bins beyond the end', 40, 4096 * 4096],
    ['a root outside', 36, 0x7ffffff8],
    ['a root that is no key', 36, 32],
    ['a root between cells', 36, 33],
  ])('%s', async (_, at, value) => {
    const hive = buildHive(TREE);
    hive.writeUInt32LE(value, at);
    await refused(withChecksum(hive));
  });

  it('a wrong checksum', async () => {
    const hive = buildHive(TREE);
    hive[100] = 1;
    await refused(hive);
  });

  it('a key that hides one of its subkeys from the list', async () => {
    const hive = buildHive({ keys: { a: {}, b: {} } }, { lists: 'li' });
    hive.writeUInt16LE(1, placeOf(hive, 'li') + 2);
    await refused(hive);
  });

  it('a list of subkeys that contains itself', async () => {
    const hive = buildHive({ keys: { a: {}, b: {} } }, { lists: 'ri' });
    const list = placeOf(hive, 'ri');
    hive.writeUInt32LE(list - 4 - 4096, list + 4);
    await refused(hive);
  });

  it('a key that is its own child does not hold a search up', async () => {
    const hive = buildHive({ keys: { a: {} } }, { lists: 'li' });
    const { root: before } = await openHive(inMemory(Buffer.from(hive)));
    expect(before.name).toBe('hive');
    hive.writeUInt32LE(hive.readUInt32LE(36), placeOf(hive, 'li') + 4);
    const { root: key } = await openHive(inMemory(hive));
    expect(await key.find(['hive', 'hive', 'hive', 'a'])).toBeNull();
  });

  it('a link is not followed to a wrong answer', async () => {
    const key = await root({ keys: { CurrentControlSet: { link: true, keys: { Services: {} } } } });
    await expect(key.find(['CurrentControlSet', 'Services'])).rejects.toThrow(HiveError);
  });

  it('a value that claims gigabytes is not loaded', async () => {
    const hive = buildHive({ values: { Data: { type: 3, data: Buffer.alloc(100) } } });
    hive.writeUInt32LE(0x7fffffff, placeOf(hive, 'vk') + 4);
    await expect((await openHive(inMemory(hive))).root.value('Data')).rejects.toMatchObject({ why: 'too-large' });
  });

  it('a long value with a missing part is not half a value', async () => {
    const hive = buildHive({ values: { Data: { type: 3, data: Buffer.alloc(40_000, 1) } } });
    hive.writeUInt16LE(2, placeOf(hive, 'db') + 2);
    await expect((await openHive(inMemory(hive))).root.value('Data')).rejects.toThrow(HiveError);
  });

  it('twenty thousand values over the same data end in a bound', async () => {
    const shared = Buffer.alloc(16_000, 1);
    const hive = buildHive({
      values: Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`v${i}`, dword(i)])),
    });
    const bins = Buffer.alloc(20_480);
    bins.writeInt32LE(-20_480, 0);
    shared.copy(bins, 4);
    const whole = Buffer.concat([hive, bins]);
    const dataAt = hive.length - 4096;
    for (let at = whole.indexOf('vk', 0, 'latin1'); at !== -1; at = whole.indexOf('vk', at + 1, 'latin1')) {
      whole.writeUInt32LE(16_000, at + 4);
      whole.writeUInt32LE(dataAt, at + 8);
    }
    whole.writeUInt32LE(whole.length - 4096, 40);
    const { root: key } = await openHive(inMemory(withChecksum(whole)));
    await expect(key.values()).rejects.toMatchObject({ why: 'too-large' });
  });
});
