import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { openPack } from '../../../main/catalogue/open-pack.ts';
import type { PackCounter } from '../../../main/catalogue/pack-counters.ts';
import { practicePackKey } from '../../../main/catalogue/practice-pack-key.ts';
import { practicePack } from '../../../main/catalogue/practice-packs.ts';
import { SitePack } from '../../../main/catalogue/site-pack.ts';
import { practiceDefaults, scenarioSummaries } from '../../../main/host/practice/scenarios.ts';
import { sha256 } from '../../../main/model/json.ts';
import { MAX_PACK_BYTES } from '../../../main/model/pack-stamp.ts';
import { checks, issuerKey, packContent, packEntry, packFile, practiceKey, refusal, sealed } from './pack-bench.ts';

const key = await issuerKey();
const stranger = await issuerKey();
const practice = { privateKey: await practiceKey(), publicKey: practicePackKey() };
const good = packFile(packContent(), key);
const open = (file: typeof good, changed = {}) => openPack(file, checks([key.publicKey], changed));
const withEnvelope = (envelope: string) => ({ ...good, envelope });

describe('a pack by an enrolled key', () => {
  test('is opened, and its stamp says which one, from whom and signed with what', async () => {
    const { stamp, content } = await open(good);
    expect(content).toEqual(packContent());
    const payload = Buffer.from(JSON.parse(good.envelope).payload, 'base64');
    expect(stamp).toEqual({
      packId: 'test-pack',
      counter: 5,
      issuer: 'Test Laboratory',
      expiresAt: '2027-01-01T00:00:00Z',
      fingerprint: key.publicKey.fingerprint,
      digest: sha256(payload),
    });
  });

  test('is the same pack whatever white space its envelope has', async () => {
    const oneLine = JSON.stringify(JSON.parse(good.envelope));
    const windows = good.envelope.replaceAll('\n', '\r\n');
    for (const envelope of [oneLine, windows, `\n\n${oneLine}\t\n`]) {
      expect(await open(withEnvelope(envelope))).toEqual(await open(good));
    }
  });

  test('needs no key file beside it where the key itself is enrolled', async () => {
    const trust = {
      kinds: new Map([[key.publicKey.fingerprint, 'pack' as const]]),
      keys: new Map([[key.publicKey.fingerprint, key.publicKey]]),
    };
    expect(await refusal(open({ ...good, publicKey: null }, { trust }))).toBe('opened');
  });

  test('serves a practice instrument only where its key is enrolled there', async () => {
    expect(await refusal(open(good, { practice: true }))).toBe('opened');
    expect(await refusal(openPack(good, checks([], { practice: true })))).toBe('pack-key-unknown');
  });
});

describe('a pack is never used', () => {
  test.each([
    ['by a key nobody enrolled, though its key file lies beside it', packFile(packContent(), stranger)],
    [
      'that names an enrolled key and is signed by another',
      {
        envelope: sealed(JSON.stringify(packContent()), stranger.privateKey, key.publicKey.fingerprint),
        publicKey: key.publicKey.pem,
      },
    ],
    ['whose key file is missing', { ...good, publicKey: null }],
    ['whose key file is another key', { ...good, publicKey: stranger.publicKey.pem }],
    ['whose key file is rubbish', { ...good, publicKey: 'rubbish' }],
  ])('%s', async (_what, file) => {
    expect(await refusal(open(file))).toMatch(/^pack-(key-unknown|altered|key-missing)$/);
  });

  test.each(['instrument', 'probe'] as const)('by a key that was enrolled for an %s', async (kind) => {
    const trust = { kinds: new Map([[key.publicKey.fingerprint, kind]]), keys: new Map() };
    expect(await refusal(open(good, { trust }))).toBe('pack-key-other-use');
  });

  test.each([
    ['the content alone, without an envelope', JSON.stringify(packContent())],
    ['an envelope without signatures', JSON.stringify({ ...JSON.parse(good.envelope), signatures: [] })],
    ['an envelope whose signatures were taken out', good.envelope.replace(/,\s*"signatures"[\s\S]*\]/, '')],
  ])('unsigned: %s', async (_what, envelope) => {
    expect(await refusal(open(withEnvelope(envelope)))).toBe('pack-unsigned');
  });

  const parsed = JSON.parse(good.envelope);
  const [signature] = parsed.signatures;
  test.each([
    ['an empty file', ''],
    ['a text', 'hello'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a receipt', JSON.stringify({ ...parsed, payloadType: 'application/vnd.in-toto+json' })],
    ['two signatures', JSON.stringify({ ...parsed, signatures: [signature, signature] })],
    ['a field more', JSON.stringify({ ...parsed, more: 1 })],
    ['a payload twice', good.envelope.replace('"payload":', '"payload": "e30=", "payload":')],
    ['another spelling of the same', good.envelope.replace('payloadType', '\\u0070ayloadType')],
    ['base64 in another spelling', JSON.stringify({ ...parsed, payload: `${parsed.payload}====` })],
    ['more than 1 MiB', `${good.envelope}${' '.repeat(MAX_PACK_BYTES)}`],
  ])('malformed: %s', async (_what, envelope) => {
    expect(await refusal(open(withEnvelope(envelope)))).toBe('pack-malformed');
  });

  const content = packContent();
  const entry = packEntry();
  const port = (number: number) => ({ value: { protocol: 'tcp', port: number }, source: 'x' });
  test.each([
    ['not JSON', 'hello'],
    ['of another schema', { ...content, schema: 'ucs-site-pack/2' }],
    ['with a field more', { ...content, command: 'format c:' }],
    ['with neither entries nor a catalogue', { ...content, entries: [] }],
    ['for no instrument', { ...content, entries: [{ ...entry, appliesTo: [] }] }],
    ['with counter 0', { ...content, counter: 0 }],
    ['with a counter too large to compare', { ...content, counter: 2 ** 53 }],
    ['with an id that is a path', { ...content, packId: '../../evil' }],
    ['that expires before it was issued', { ...content, expiresAt: '2025-01-01T00:00:00Z' }],
    ['with a local time', { ...content, expiresAt: '2027-01-01T00:00:00+01:00' }],
    ['with a value without source', { ...content, entries: [{ ...entry, contact: { value: 'x' } }] }],
    ['with an empty source', { ...content, entries: [{ ...entry, contact: { value: 'x', source: '' } }] }],
    ['with a text that paints on the screen', { ...content, issuer: 'Lab \u001b[2J' }],
    ['with a text that turns its direction', { ...content, issuer: 'Lab \u202egood' }],
    [
      'with a name so short that it finds every service',
      { ...content, entries: [{ ...entry, serviceNames: [{ value: 'a-b', source: 'x' }] }] },
    ],
    ['with port 0', { ...content, entries: [{ ...entry, ports: [port(0)] }] }],
    ['with port 65536', { ...content, entries: [{ ...entry, ports: [port(65_536)] }] }],
    [
      'with a step that does not exist',
      { ...content, entries: [{ ...entry, automatic: [{ value: 'format', source: 'x' }] }] },
    ],
    [
      'with a range nobody can read',
      {
        ...content,
        entries: [
          {
            ...entry,
            fixCriteria: [
              {
                cve: 'CVE-2023-1968',
                installed: { value: { kind: 'software', name: 'UCS', range: 'newest' }, source: 'x' },
                mayListen: { value: 'loopback', source: 'x' },
              },
            ],
          },
        ],
      },
    ],
    [
      'with what may listen on the CVE about rights',
      {
        ...content,
        entries: [
          {
            ...entry,
            fixCriteria: [
              {
                cve: 'CVE-2023-1966',
                installed: { value: { kind: 'software', name: 'UCS', range: '2.9' }, source: 'x' },
                mayListen: { value: 'network', source: 'x' },
              },
            ],
          },
        ],
      },
    ],
  ])('signed, but malformed: %s', async (_what, payload) => {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    expect(await refusal(open(withEnvelope(sealed(text, key.privateKey, key.publicKey.fingerprint))))).toBe(
      'pack-malformed',
    );
  });

  test('signed, but not UTF-8', async () => {
    const envelope = sealed(Buffer.from([0xff, 0xfe]), key.privateKey, key.publicKey.fingerprint);
    expect(await refusal(open(withEnvelope(envelope)))).toBe('pack-malformed');
  });
});

describe('a practice pack', () => {
  const file = packFile(packContent({ practice: true }), practice);
  const byLab = packFile(packContent({ practice: true }), key);

  test('opens on a practice instrument without anybody enrolling its key', async () => {
    expect(await refusal(openPack(file, checks([], { practice: true })))).toBe('opened');
  });

  test('is refused by a real instrument, even where somebody enrolled the practice key', async () => {
    expect(await refusal(openPack(file, checks([practicePackKey()])))).toBe('pack-practice-key');
    const enrolled = {
      kinds: new Map([[practicePackKey().fingerprint, 'pack' as const]]),
      keys: new Map([[practicePackKey().fingerprint, practicePackKey()]]),
    };
    expect(await refusal(openPack(file, checks([], { trust: enrolled })))).toBe('pack-practice-key');
  });

  test('is refused by a real instrument, even where an enrolled key signed it', async () => {
    expect(await refusal(openPack(byLab, checks([key.publicKey])))).toBe('pack-practice-key');
  });

  test('that denies being one is refused everywhere', async () => {
    const denies = packFile(packContent({ practice: false }), practice);
    expect(await refusal(openPack(denies, checks([], { practice: true })))).toBe('pack-practice-key');
    expect(await refusal(openPack(denies, checks([practicePackKey()])))).toBe('pack-practice-key');
  });

  test('key: the published private half belongs to the compiled-in public half', () => {
    const der = createPublicKey(practice.privateKey).export({ type: 'spki', format: 'der' });
    expect(sha256(der)).toBe(practicePackKey().fingerprint);
  });

  test('in the program says what its readable text says, and opens', async () => {
    for (const name of scenarioSummaries().map(({ id }) => practiceDefaults(id).pack)) {
      if (name === null) continue;
      const opened = await openPack(practicePack(name), checks([], { practice: true }));
      const readable = await readFile(
        new URL(`../../../assets/practice/packs/${name}.payload.json`, import.meta.url),
        'utf8',
      );
      expect(opened.stamp.digest).toBe(sha256(readable));
      expect(opened.content.packId).toBe(name);
    }
  });
});

describe('the time of a pack', () => {
  test.each([
    ['2025-12-31T23:59:59.999Z', 'pack-not-yet-valid'],
    ['2026-01-01T00:00:00.000Z', 'opened'],
    ['2026-12-31T23:59:59.999Z', 'opened'],
    ['2027-01-01T00:00:00.000Z', 'pack-expired'],
    ['2040-01-01T00:00:00.000Z', 'pack-expired'],
  ])('at %s: %s', async (now, expected) => {
    expect(await refusal(open(good, { now: new Date(now) }))).toBe(expected);
  });
});

describe('the counter of a pack', () => {
  const digest = sha256(Buffer.from(JSON.parse(good.envelope).payload, 'base64'));
  test.each([
    [4, 'a'.repeat(64), 'opened'],
    [5, digest, 'opened'],
    [5, 'a'.repeat(64), 'pack-older'],
    [6, digest, 'pack-older'],
  ])('highest seen %i (%s): %s', async (counter, seen, expected) => {
    const highest: PackCounter = { schema: 'ucs-pack-counter/1', packId: 'test-pack', counter, digest: seen };
    expect(await refusal(open(good, { highestSeen: async () => highest }))).toBe(expected);
  });
});

/** What somebody gets who opens these bytes: null where they are refused. */
async function outcome(envelope: Buffer): Promise<unknown> {
  try {
    return await openPack({ ...good, envelope: envelope.toString('utf8') }, checks([key.publicKey]));
  } catch (error) {
    if ((error as { exitCode?: number }).exitCode !== 18) throw error;
    return null;
  }
}

describe('no change of one byte', () => {
  const bytes = Buffer.from(good.envelope);
  const parsed = JSON.parse(good.envelope);
  const inside = [parsed.payload, parsed.signatures[0].sig, parsed.signatures[0].keyid].flatMap((text: string) => {
    const start = good.envelope.indexOf(text);
    return Array.from({ length: text.length }, (_, offset) => start + offset);
  });

  test('of content, signature or key id is ever accepted', async () => {
    for (const position of inside) {
      const changed = Buffer.from(bytes);
      changed[position] = changed[position] === 65 ? 66 : 65;
      if (changed.equals(bytes)) continue;
      expect(await outcome(changed), `byte ${position}`).toBeNull();
    }
  });

  test('anywhere ever gives another pack', async () => {
    const original = await outcome(bytes);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (position, flip) => {
        const changed = Buffer.from(bytes);
        changed[position] = (changed[position] ?? 0) ^ flip;
        const got = await outcome(changed);
        if (got !== null) expect(got).toEqual(original);
      }),
      { numRuns: 2000 },
    );
  });

  test('of the signed content is accepted even where the envelope is made anew around it', async () => {
    const payload = Buffer.from(parsed.payload, 'base64');
    await fc.assert(
      fc.asyncProperty(fc.nat(payload.length - 1), fc.integer({ min: 1, max: 255 }), async (position, flip) => {
        const changed = Buffer.from(payload);
        changed[position] = (changed[position] ?? 0) ^ flip;
        const envelope = { ...parsed, payload: changed.toString('base64') };
        expect(await outcome(Buffer.from(JSON.stringify(envelope)))).toBeNull();
      }),
      { numRuns: 500 },
    );
  });
});

test('the published schema is the one packs are checked with', async () => {
  const published = await readFile(new URL('../../../assets/schema/site-pack.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(SitePack, { io: 'input' }))));
});
