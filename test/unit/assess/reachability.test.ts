import { describe, expect, test } from 'vitest';
import { reachability } from '../../../main/assess/reachability.ts';
import { read } from '../../../main/model/fact.ts';
import type { Firewall } from '../../../main/model/firewall.ts';
import type { Listener } from '../../../main/model/system-facts.ts';
import { AT, failed, firewall, listener, rule } from './machines.ts';

const PROGRAM = 'C:\\Program Files\\Illumina\\UCS\\ucs.exe';

function resultOf(filter: Firewall, changed: Partial<Listener> = {}, program: string | null = PROGRAM) {
  return reachability(listener(changed), read(filter, 'test', AT), program).result;
}

const theirs = (changed: Parameters<typeof rule>[0] = {}) => rule({ name: 'Lab rule', ...changed });
const allowing = (changed: Parameters<typeof rule>[0] = {}) => theirs({ name: 'Allow', action: 'allow', ...changed });
const blockingByDefault = (): Firewall => ({
  ...firewall(),
  zones: firewall().zones.map((zone) => ({ ...zone, defaultInbound: 'block' })),
});

describe('addresses', () => {
  test.each(['127.0.0.1', '127.8.8.8', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::ffff:7f00:1'])(
    '%s answers this machine only, whatever the firewall does',
    (address) => {
      const family = address.includes(':') ? 'ipv6' : 'ipv4';
      expect(resultOf(firewall([], { running: false }), { address, family })).toBe('loopback');
      expect(reachability(listener({ address, family }), failed(), null).result).toBe('loopback');
    },
  );

  test.each(['0.0.0.0', '192.168.1.20', '::', '::ffff:10.0.0.1', 'fe80::1%eth0', '128.0.0.1', '::7f00:1', '*', ''])(
    '"%s" is never taken for loopback',
    (address) => {
      expect(resultOf(firewall(), { address, family: address.includes(':') ? 'ipv6' : 'ipv4' })).toBe('open');
    },
  );

  test('the wildcard :: also takes IPv4, so a rule for IPv6 alone does not close it', () => {
    const onlyIpv6 = firewall([theirs({ families: ['ipv6'] })]);
    expect(resultOf(onlyIpv6, { address: '::', family: 'ipv6' })).toBe('open');
    expect(resultOf(onlyIpv6, { address: 'fe80::1', family: 'ipv6' })).toBe('blocked');
  });
});

describe('a firewall that filters nothing', () => {
  test('rules that could not be read never count as closed', () => {
    expect(reachability(listener(), failed(), PROGRAM)).toMatchObject({ result: 'undecided' });
  });

  test('a firewall that is not running closes nothing', () => {
    expect(resultOf(firewall([theirs()], { running: false }))).toBe('open');
  });

  test('one zone switched off is enough to be open', () => {
    const [first, second] = firewall().zones;
    expect(resultOf(firewall([theirs()], { zones: [first!, { ...second!, enabled: false }] }))).toBe('open');
  });

  test('an address family that no zone filters is open', () => {
    const onlyIpv4 = firewall([theirs()], {
      zones: firewall().zones.map((zone) => ({ ...zone, families: ['ipv4' as const] })),
    });
    expect(resultOf(onlyIpv4)).toBe('blocked');
    expect(resultOf(onlyIpv4, { address: '::', family: 'ipv6' })).toBe('open');
  });

  test('a firewall without zones closes nothing', () => {
    expect(resultOf(firewall([theirs()], { zones: [] }))).toBe('open');
  });
});

describe('block rules', () => {
  test('a rule that closes the port in every zone and family closes it', () => {
    expect(resultOf(firewall([theirs()]))).toBe('blocked');
    expect(resultOf(firewall([theirs({ protocol: 'any', ports: 'any' })]))).toBe('blocked');
    expect(resultOf(firewall([theirs({ ports: [{ from: 4000, to: 5000 }] })]))).toBe('blocked');
  });

  test.each([
    ['is switched off', { enabled: false }],
    ['is for another protocol', { protocol: 'udp' as const }],
    ['is for another port', { ports: [{ from: 5001, to: 5001 }] }],
    ['is for no port', { ports: [] }],
    ['is for the other address family', { families: ['ipv6' as const] }],
    ['holds in one zone only', { zones: ['Private'] }],
    ['closes it to some remote addresses only', { remote: ['10.0.0.0/8'] }],
    ['is for another program', { program: 'C:\\other.exe' }],
    ['names its program by a variable', { program: '%ProgramFiles%\\Illumina\\UCS\\ucs.exe' }],
  ])('a rule that %s never counts as closed', (_, changed) => {
    expect(resultOf(firewall([theirs(changed)]))).toBe('open');
  });

  test('a program rule closes its program, however the path is spelled', () => {
    const filter = firewall([theirs({ program: 'c:/program files/ILLUMINA/UCS/ucs.exe', ports: 'any' })]);
    expect(resultOf(filter)).toBe('blocked');
  });

  test('on Linux a program rule for a path in other case is another program', () => {
    const filter = firewall([theirs({ program: '/opt/UCS' })]);
    expect(resultOf(filter, {}, '/opt/ucs')).toBe('open');
  });

  test('a program rule is not relied on while the program is unknown', () => {
    expect(resultOf(firewall([theirs({ program: PROGRAM })]), {}, null)).toBe('open');
  });

  test('a local rule closes nothing where a policy makes the system ignore local rules', () => {
    const zones = firewall().zones.map((zone) => ({ ...zone, localRulesApply: false }));
    expect(resultOf(firewall([theirs()], { zones }))).toBe('open');
    expect(resultOf(firewall([theirs({ origin: 'policy' })], { zones }))).toBe('blocked');
  });
});

describe('allow rules that compete', () => {
  test('an allow rule that overrides block rules opens', () => {
    expect(resultOf(firewall([theirs(), allowing({ overridesBlock: true })]))).toBe('open');
  });

  test('an ordinary allow rule does not win over a block rule', () => {
    expect(resultOf(firewall([theirs(), allowing()]))).toBe('blocked');
  });

  test('blocking by default closes what no rule allows', () => {
    expect(resultOf(blockingByDefault())).toBe('blocked');
  });

  test.each([
    ['for everybody', {}],
    ['for some remote addresses only', { remote: ['10.0.0.5'] }],
    ['in one zone only', { zones: ['Public'] }],
    ['from a policy', { origin: 'policy' as const }],
    ['for a program by a variable', { program: '%ProgramFiles%\\x.exe' }],
  ])('an allow rule %s opens what is blocked by default', (_, changed) => {
    expect(resultOf({ ...blockingByDefault(), rules: [allowing(changed)] })).toBe('open');
  });

  test('an allow rule for some program opens while the program is unknown', () => {
    const filter = { ...blockingByDefault(), rules: [allowing({ program: 'C:\\other.exe' })] };
    expect(resultOf(filter, {}, null)).toBe('open');
    expect(resultOf(filter)).toBe('blocked');
  });

  test('an allow rule that is switched off, or that the system ignores, opens nothing', () => {
    expect(resultOf({ ...blockingByDefault(), rules: [allowing({ enabled: false })] })).toBe('blocked');
    const zones = blockingByDefault().zones.map((zone) => ({ ...zone, localRulesApply: false }));
    expect(resultOf({ ...firewall(), zones, rules: [allowing()] })).toBe('blocked');
  });
});

describe('a rule of ours', () => {
  test('that something overrides is told apart from no rule at all', () => {
    expect(resultOf(firewall([rule(), allowing({ overridesBlock: true })]))).toBe('overridden');
    expect(resultOf(firewall([rule({ enabled: false })]))).toBe('overridden');
    const zones = firewall().zones.map((zone) => ({ ...zone, localRulesApply: false }));
    expect(resultOf(firewall([rule()], { zones }))).toBe('overridden');
    expect(resultOf(firewall([rule()], { running: false }))).toBe('overridden');
  });

  test('for another port does not turn an open port into a conflict', () => {
    expect(resultOf(firewall([rule({ ports: [{ from: 9, to: 9 }] })]))).toBe('open');
  });

  test('by name only, which allows instead of blocks, is no rule of ours', () => {
    expect(resultOf(firewall([rule({ action: 'allow' })]))).toBe('open');
  });
});
