import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FactName, type Observation } from '../../../main/model/observation.ts';
import { EXPOSURE_RULES } from '../../../wizard-steps/network-exposure/rules.ts';
import { networkExposure } from '../../../wizard-steps/network-exposure/step.ts';
import { anyObservation } from '../../fuzz/arbitrary-observation.ts';
import { catalogue, firewall, having, listener, without } from '../assess/machines.ts';

const adviceOn = (machine: Observation) => networkExposure.advise(machine, { catalogue });
const codesOf = (machine: Observation) => adviceOn(machine).map(({ code }) => code);

const network = (address: string, changed: object = {}, routes = false) =>
  having({
    networkInterfaces: [
      { name: 'eth0', up: true, addresses: [{ family: 'ipv4', address, prefix: 24 }], profile: null, ...changed },
    ],
    defaultRoutes: routes ? [{ family: 'ipv4', gateway: '10.0.0.1', interface: 'eth0' }] : [],
  });
const zones = (changed: object) =>
  having({ firewall: firewall([], { zones: firewall().zones.map((zone) => ({ ...zone, ...changed })) }) });
const share = { name: 'Runs', path: 'D:\\Runs', listening: false };

const SEEN: [code: string, what: string, machine: Observation][] = [
  ['public-address', 'an address of the Internet', network('203.0.113.7')],
  ['default-route', 'a default route', network('10.0.0.5', {}, true)],
  [
    'default-route',
    'a default route without a gateway',
    having({ defaultRoutes: [{ family: 'ipv6', gateway: null, interface: 'ppp0' }] }),
  ],
  ['behind-gateway-only', 'a private address and a gateway', network('10.0.0.5', {}, true)],
  ['remote-desktop', 'remote desktop', having({ remoteDesktop: { enabled: true, through: ['xrdp, tcp port 3389'] } })],
  ['file-sharing', 'a share, also while its service is down', having({ fileShares: [share] })],
  ['firewall-off', 'a firewall that does not run', having({ firewall: firewall([], { running: false }) })],
  ['firewall-off', 'a firewall without any zone', having({ firewall: firewall([], { zones: [] }) })],
  ['firewall-off', 'a zone that is off', zones({ enabled: false })],
  ['firewall-lets-in', 'a zone that allows by default', zones({ defaultInbound: 'allow' })],
  ['public-network', 'a network taken for public', network('10.0.0.5', { profile: 'public' })],
  [
    'other-listeners',
    'another program on the network',
    having({ listeners: [listener({ port: 22, owner: { kind: 'process', pid: 4 } })] }),
  ],
  [
    'other-listeners',
    'a socket of nobody knows whom',
    having({ listeners: [listener({ owner: { kind: 'unreadable', detail: 'x' } })] }),
  ],
];

const NOT_SEEN: [code: string, what: string, machine: Observation][] = [
  ['public-address', 'a private address', network('10.0.0.5')],
  ['public-address', 'an address of an interface that is down', network('203.0.113.7', { up: false })],
  ['behind-gateway-only', 'a private address without a way out', network('10.0.0.5')],
  [
    'behind-gateway-only',
    'a public address: then there is more than a gateway to speak of',
    network('203.0.113.7', {}, true),
  ],
  ['firewall-off', 'a firewall that could not be read', without(['firewall'])],
  ['firewall-lets-in', 'a firewall that blocks by default', zones({ defaultInbound: 'block' })],
  ['other-listeners', 'UCS itself', having({ listeners: [listener()] })],
  [
    'other-listeners',
    'a socket of this machine alone',
    having({ listeners: [listener({ address: '127.0.0.1', owner: { kind: 'process', pid: 4 } })] }),
  ],
];

describe('network advice', () => {
  it.each(SEEN)('%s: %s is spoken of, with what shows it', (code, _what, machine) => {
    const advice = adviceOn(machine).find((each) => each.code === code);
    expect(advice?.evidence).not.toEqual([]);
    expect(advice?.evidence).toBeDefined();
  });

  it.each(NOT_SEEN)('%s: %s is not', (code, _what, machine) => {
    expect(codesOf(machine)).not.toContain(code);
  });

  it('every rule has a case that shows it, and stands in the README with what it rests on', () => {
    expect(new Set(SEEN.map(([code]) => code))).toEqual(new Set(EXPOSURE_RULES.map(({ code }) => code)));
    const readme = readFileSync('wizard-steps/network-exposure/README.md', 'utf8');
    const rows = [...readme.matchAll(/^\| `([^`]+)` \| .* \| ([\w, ]+) \|$/gm)].map(([, ...row]) => row);
    expect(rows).toEqual(EXPOSURE_RULES.map(({ code, restsOn }) => [code, restsOn.join(', ')]));
  });

  it('what could not be read is named, and a view from inside is never called safe', () => {
    fc.assert(
      fc.property(anyObservation, fc.subarray(FactName.options), (machine, lost) => {
        const blind = adviceOn(without(lost, machine));
        const named = blind.find(({ code }) => code === 'not-readable')?.evidence.map(({ fact }) => fact) ?? [];
        const needed = EXPOSURE_RULES.flatMap(({ restsOn }) => restsOn);
        for (const fact of lost) if (needed.includes(fact)) expect(named).toContain(fact);
        expect(blind.at(-1)?.code).toBe('seen-from-inside-only');
      }),
    );
  });

  it('a machine with nothing to speak of still gets told that it cannot see the network', () => {
    expect(codesOf(zones({ defaultInbound: 'block' }))).toEqual(['seen-from-inside-only']);
  });
});
