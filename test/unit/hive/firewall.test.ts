import { describe, expect, it } from 'vitest';
import { dword, type KeyTree, text } from './hive-builder.ts';
import {
  firewallOn,
  hostWith,
  localFirewall,
  policyFirewall,
  service,
  texts,
  together,
  under,
} from './windows-disk.ts';

const BLOCK_80 = 'v2.31|Action=Block|Active=TRUE|Dir=In|Protocol=6|LPort=80|Name=closed|';
const EMPTY = under('Microsoft', {});
const off: KeyTree = { values: { EnableFirewall: dword(0) } };

async function firewall(system: KeyTree, software: KeyTree = EMPTY) {
  return (await hostWith({ system, software })).firewall();
}

describe('firewall of a copied Windows disk', () => {
  it('profiles and own rules, blocking where nothing else is said', async () => {
    const fact = await firewall(firewallOn({ '{1}': BLOCK_80 }));
    const zone = { enabled: true, defaultInbound: 'block', localRulesApply: true, families: ['ipv4', 'ipv6'] };
    expect(fact).toMatchObject({
      status: 'read',
      value: {
        engine: 'Windows Firewall',
        running: true,
        zones: [
          { name: 'Domain', ...zone },
          { name: 'Private', ...zone },
          { name: 'Public', ...zone },
        ],
        rules: [{ name: 'closed', origin: 'local', action: 'block' }],
      },
    });
    expect(fact.source).toContain('SYSTEM');
    expect(fact.source).toContain('SOFTWARE');
  });

  it('a profile that is off or lets everything in is shown so', async () => {
    const local = localFirewall({
      keys: { PublicProfile: off, StandardProfile: { values: { DefaultInboundAction: dword(0) } } },
    });
    expect(await firewall(together(firewallOn(), local))).toMatchObject({
      value: { zones: [{ enabled: true }, { defaultInbound: 'allow' }, { name: 'Public', enabled: false }] },
    });
  });

  it.each(['BFE', 'mpssvc'])('without %s set to start nothing filters', async (name) => {
    const disabled = service(name, 'NT AUTHORITY\\LocalService', 4);
    expect(await firewall(together(firewallOn(), disabled))).toMatchObject({ value: { running: false } });
  });

  it('group policy outranks the machine: its rules, its profiles, and that local rules do not count', async () => {
    const policy = policyFirewall({
      keys: {
        PublicProfile: { values: { AllowLocalPolicyMerge: dword(0), EnableFirewall: dword(0) } },
        StandardProfile: { values: { EnableFirewall: dword(0) } },
        FirewallRules: { values: texts({ gpo: BLOCK_80.replace('Block', 'Allow') }) },
      },
    });
    expect(await firewall(firewallOn(), policy)).toMatchObject({
      value: {
        zones: [
          { enabled: true },
          { enabled: true, localRulesApply: true },
          { enabled: false, localRulesApply: false },
        ],
        rules: [{ origin: 'policy', action: 'allow' }],
      },
    });
  });

  it('a policy from before Windows Vista stands for private and public', async () => {
    const policy = policyFirewall({ keys: { StandardProfile: off } });
    expect(await firewall(firewallOn(), policy)).toMatchObject({
      value: { zones: [{ enabled: true }, { enabled: false }, { enabled: false }] },
    });
  });

  it.each<[string, KeyTree, KeyTree]>([
    [
      'an unknown field in one rule',
      firewallOn({ '{1}': BLOCK_80, bad: BLOCK_80.replace('Name=', 'New=1|Name=') }),
      EMPTY,
    ],
    ['an unknown version of one rule', firewallOn({ bad: BLOCK_80.replace('2.31', '2.99') }), EMPTY],
    [
      'a rule of policy that is not understood',
      firewallOn(),
      policyFirewall({ keys: { FirewallRules: { values: { bad: dword(1) } } } }),
    ],
  ])('%s takes the whole answer back, and is named', async (_, system, software) => {
    expect(await firewall(system, software)).toMatchObject({
      status: 'unavailable',
      cause: 'not-known',
      detail: expect.stringContaining('"bad"'),
    });
  });

  it.each<[string, KeyTree]>([
    [
      'exceptions of an old form',
      { keys: { PublicProfile: under('GloballyOpenPorts\\List', { values: { '80:TCP': text('x') } }) } },
    ],
    ['a device management', { keys: { Mdm: { keys: { PublicProfile: off } } } }],
    ['a setting that is no yes or no', { keys: { PublicProfile: { values: { EnableFirewall: dword(2) } } } }],
    ['a setting that is no number', { keys: { PublicProfile: { values: { EnableFirewall: text('1') } } } }],
  ])('%s is not judged', async (_, local) => {
    expect(await firewall(together(firewallOn(), localFirewall(local)))).toMatchObject({
      status: 'unavailable',
      cause: 'not-known',
    });
  });

  it('a profile that says neither on nor off is not taken as on', async () => {
    const system = localFirewall({ keys: { DomainProfile: {}, FirewallRules: {} } });
    expect(await firewall(system)).toMatchObject({ status: 'unavailable', cause: 'not-known' });
  });

  it('without the hive of policy the rules of the machine alone are no answer', async () => {
    expect(await (await hostWith({ system: firewallOn() })).firewall()).toMatchObject({
      status: 'unavailable',
      cause: 'not-known',
    });
  });
});
