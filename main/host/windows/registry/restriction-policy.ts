import type { Fact } from '../../../model/fact.ts';
import type { HashRule, PathRule, RestrictionLevel, RestrictionPolicy } from '../../../model/restriction-facts.ts';
import { numberOf, textOf, textsOf, VALUE_TYPE } from '../hive/registry-value.ts';
import { type Registry, RegistryGap, type RegistryKey } from './registry.ts';

/** `SAFER_LEVELID_*` of winsafer.h. The keys of rules carry these numbers, written in decimal. */
const LEVELS: readonly (readonly [bigint, RestrictionLevel])[] = [
  [0n, 'disallowed'],
  [0x1000n, 'untrusted'],
  [0x10000n, 'constrained'],
  [0x20000n, 'basic-user'],
  [0x40000n, 'unrestricted'],
];
const POLICY = ['Policies', 'Microsoft', 'Windows', 'Safer', 'CodeIdentifiers'];
const CERTIFICATES = ['Policies', 'Microsoft', 'SystemCertificates'];
/** `TransparentEnabled`: 0 nothing follows the policy, 1 programs do, 2 libraries too. */
const NOTHING_FOLLOWS = 0n;
const LIBRARIES_TOO = 2n;
/** `PolicyScope`. */
const ALL_BUT_ADMINISTRATORS = 1n;
const SHA256_BYTES = 32;

/** The policy as it is kept; its paths still hold their variables. */
type Stored = Omit<RestrictionPolicy, 'paths'> & { paths: Omit<PathRule, 'expanded'>[] };

/**
 * A Software Restriction Policy; null where there is none. Windows keeps it in SOFTWARE of the machine or of the person below
 * Policies\Microsoft\Windows\Safer\CodeIdentifiers: `DefaultLevel`, `TransparentEnabled`, `PolicyScope`, `ExecutableTypes`,
 * `AuthenticodeEnabled`, and below the number of each level `Paths`, `Hashes` and `UrlZones` with one key a rule (`ItemData`); the
 * certificates lie in the stores of group policy. What they mean: Microsoft, "How Software Restriction Policies Work" (Windows Server
 * documentation cc786941) and winsafer.h.
 *
 * @param registry where the policy is
 * @param expand puts folders of the machine in the place of variables of a path; null where one of them is not known
 */
export async function readRestrictionPolicy(
  of: RestrictionPolicy['of'],
  registry: Pick<Registry, 'read'>,
  expand: (path: string) => Promise<string | null>,
): Promise<Fact<RestrictionPolicy | null>> {
  const stored = await registry.read('SOFTWARE', (software) => storedPolicy(of, software));
  if (stored.status === 'unavailable') return stored;
  if (stored.value === null) return { ...stored, value: null };
  const paths: PathRule[] = [];
  for (const rule of stored.value.paths) {
    paths.push({ ...rule, expanded: await expand(rule.path) });
  }
  return { ...stored, value: { ...stored.value, paths } };
}

async function storedPolicy(of: RestrictionPolicy['of'], software: RegistryKey): Promise<Stored | null> {
  const key = await software.find(POLICY);
  if (key === null) return null;
  const found: Stored = {
    of,
    // Where it is not set, programs start as usual: Windows' own default.
    defaultLevel: levelOf(await number(key, 'DefaultLevel', 0x40000n)),
    enforced: (await number(key, 'TransparentEnabled', 1n)) !== NOTHING_FOLLOWS,
    coversLibraries: (await number(key, 'TransparentEnabled', 1n)) === LIBRARIES_TOO,
    exemptsAdministrators: (await number(key, 'PolicyScope', 0n)) === ALL_BUT_ADMINISTRATORS,
    programTypes: textsOf(await key.value('ExecutableTypes')) ?? [],
    paths: [],
    hashes: [],
    zones: [],
    certificates: {
      counted: (await number(key, 'AuthenticodeEnabled', 0n)) !== 0n,
      allowed: await thumbprints(software, 'TrustedPublisher'),
      refused: await thumbprints(software, 'Disallowed'),
    },
  };
  let rules = 0;
  for (const [at, level] of LEVELS) {
    const below = await key.find([String(at)]);
    if (below === null) continue;
    rules += 1;
    for (const rule of await rulesOf(below, 'Paths')) found.paths.push({ level, path: await pathOf(rule) });
    for (const rule of await rulesOf(below, 'Hashes')) found.hashes.push({ level, ...(await hashOf(rule)) });
    for (const rule of await rulesOf(below, 'UrlZones')) {
      found.zones.push({ level, zone: Number(await number(rule, 'ItemData', 0n)) });
    }
  }
  // Every Windows has the key itself, with nothing of a policy in it.
  const isPolicy = rules > 0 || (await key.value('DefaultLevel')) !== null;
  return isPolicy ? found : null;
}

function levelOf(stored: bigint): RestrictionLevel {
  const level = LEVELS.find(([number]) => number === stored)?.[1];
  if (level === undefined) throw gap(`the level ${stored} is not known`);
  return level;
}

async function number(key: RegistryKey, name: string, whenAbsent: bigint): Promise<bigint> {
  const value = await key.value(name);
  if (value === null) return whenAbsent;
  const stored = numberOf(value);
  if (stored === null) throw gap(`"${name}" is no number`);
  return stored;
}

async function rulesOf(level: RegistryKey, kind: string): Promise<RegistryKey[]> {
  return (await (await level.find([kind]))?.subkeys()) ?? [];
}

async function pathOf(rule: RegistryKey): Promise<string> {
  const path = textOf(await rule.value('ItemData'));
  if (path === null) throw gap(`the path of the rule ${rule.name} is no text`);
  return path;
}

/** Since Windows Vista a rule holds an older hash and, in a key of its own, a SHA-256. */
async function hashOf(rule: RegistryKey): Promise<Omit<HashRule, 'level'>> {
  const hash = (await (await rule.find(['SHA256']))?.value('ItemData')) ?? null;
  const isSha256 = hash?.type === VALUE_TYPE.binary && hash.data.length === SHA256_BYTES;
  const size = numberOf(await rule.value('ItemSize'));
  return { sha256: isSha256 ? hash.data.toString('hex') : null, size: size === null ? null : Number(size) };
}

/** Stores of group policy name each certificate by its SHA-1. */
async function thumbprints(software: RegistryKey, store: string): Promise<string[]> {
  const keys = (await (await software.find([...CERTIFICATES, store, 'Certificates']))?.subkeys()) ?? [];
  return keys.map(({ name }) => name.toLowerCase()).sort();
}

function gap(why: string): RegistryGap {
  return new RegistryGap('not-known', `The Software Restriction Policy is not understood: ${why}.`);
}
