import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { copiedDiskHost } from '../../main/host/copied-disk.ts';
import { openHive } from '../../main/host/windows/hive/hive.ts';
import { HiveError } from '../../main/host/windows/hive/hive-error.ts';
import type { RegistryKey } from '../../main/host/windows/hive/registry-key.ts';
import { parseFirewallRule, RuleNotUnderstood } from '../../main/host/windows/registry/firewall-rule.ts';
import { fact } from '../../main/model/fact.ts';
import { buildHive, withChecksum } from '../unit/hive/hive-builder.ts';
import { inMemory } from '../unit/hive/memory.ts';
import { CONFIG, firewallOn, SELECT, service, software, together } from '../unit/hive/windows-disk.ts';

const LONG_VALUE = { values: { Long: { type: 3, data: Buffer.alloc(40_000, 5) } } };
const HIVES = (['lf', 'lh', 'li', 'ri'] as const).map((lists) =>
  buildHive(together(software('4.0'), SELECT, firewallOn(), service('UCS', 'LocalSystem', 2), LONG_VALUE), { lists }),
);
const folder = mkdtempSync(join(tmpdir(), 'hive-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A sound hive with some bytes changed near something that matters, perhaps cut off; its first block made sound again or not. */
const brokenHive = fc
  .record({
    hive: fc.constantFrom(...HIVES),
    flips: fc.array(fc.record({ at: fc.nat(), to: fc.oneof(fc.nat(255), fc.constantFrom(0, 0x7f, 0x80, 0xff)) }), {
      maxLength: 12,
    }),
    keptBytes: fc.option(fc.nat(), { freq: 4 }),
    repaired: fc.boolean(),
  })
  .map(({ hive, flips, keptBytes, repaired }) => {
    const bytes = Buffer.from(hive);
    for (const { at, to } of flips) bytes[at % bytes.length] = to;
    if (repaired) withChecksum(bytes);
    return keptBytes === null ? bytes : bytes.subarray(0, keptBytes % bytes.length);
  });

/** Visits keys and values down to a depth, as no caller does; stops where the reader's own bound does. */
async function visit(key: RegistryKey, depth: number): Promise<void> {
  await key.values();
  if (depth === 0) return;
  for (const below of await key.subkeys()) await visit(below, depth - 1);
}

describe('broken and hostile hives', () => {
  test('end in the one named error or are read, without reading outside', async () => {
    await fc.assert(
      fc.asyncProperty(brokenHive, async (bytes) => {
        try {
          await visit((await openHive(inMemory(bytes))).root, 8);
        } catch (error) {
          expect(error).toBeInstanceOf(HiveError);
        }
      }),
      { numRuns: 600 },
    );
  });

  test('never break an observation: each fact is read or unavailable', async () => {
    const anyFact = fact(z.unknown());
    await fc.assert(
      fc.asyncProperty(brokenHive, brokenHive, async (first, second) => {
        for (const [name, bytes] of [
          ['SOFTWARE', first],
          ['SYSTEM', second],
        ] as const) {
          const at = join(folder, CONFIG, name);
          await mkdir(dirname(at), { recursive: true });
          await writeFile(at, bytes);
        }
        const host = await copiedDiskHost(folder);
        for (const reader of [
          host.software,
          host.services,
          host.firewall,
          host.pendingReboot,
          host.operatingSystem,
          host.machineId,
        ]) {
          anyFact.parse(await reader());
        }
      }),
      { numRuns: 80 },
    );
  });
});

describe('firewall rules of any text', () => {
  const words = fc.constantFrom(
    'Action=Block',
    'Action=Allow',
    'Active=TRUE',
    'Dir=In',
    'Dir=Out',
    'Protocol=6',
    'LPort=80',
    'LPort2_10=1-9',
    'Svc=x',
    'RA4=1.2.3.4',
    'Profile=Public',
    'App=C:\\x',
    'IF=1',
    'Platform=2:6:2',
    'Odd=1',
  );
  const rule = fc.oneof(
    fc.string(),
    fc.array(fc.oneof({ weight: 9, arbitrary: words }, fc.string())).map((fields) => `v2.31|${fields.join('|')}|`),
  );

  test('are understood, left out, or refused by name', () => {
    fc.assert(
      fc.property(rule, (text) => {
        try {
          parseFirewallRule('id', text, 'local');
        } catch (error) {
          expect(error).toBeInstanceOf(RuleNotUnderstood);
        }
      }),
    );
  });

  test('never become a block rule that holds for less than it says', () => {
    fc.assert(
      fc.property(rule, (text) => {
        let parsed: ReturnType<typeof parseFirewallRule>;
        try {
          parsed = parseFirewallRule('id', text, 'local');
        } catch {
          return;
        }
        if (parsed?.action !== 'block') return;
        expect(text).not.toMatch(/\|(Svc|IF|Platform|Odd)=/);
        expect(parsed.remote === 'any').toBe(!text.includes('|RA4='));
      }),
      { numRuns: 2_000 },
    );
  });
});
