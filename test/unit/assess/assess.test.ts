import { describe, expect, test } from 'vitest';
import type { Observation } from '../../../main/model/observation.ts';
import { bothAs, judged, OPEN } from './judged.ts';
import {
  ADMINISTRATOR,
  firewall,
  having,
  identified,
  LOCAL_SERVICE,
  LOCAL_SYSTEM,
  listener,
  observation,
  rule,
  service,
  standing,
  ucsProcess,
  without,
} from './machines.ts';

const OFF = service({ state: 'stopped', startType: 'disabled', pid: null });
const STOPPED = service({ state: 'stopped', pid: null });

describe('CVE-2023-1968, what UCS listens on', () => {
  test('a port nothing closes is exposed, with the reason', () => {
    const { network, assessment } = judged(having(OPEN));
    expect(network).toMatchObject({ state: 'exposed', row: 'ucs-reachable' });
    expect(network.because).toContain('TCP port 5000');
    expect(network.evidence.map(({ fact }) => fact)).toEqual(['listeners', 'firewall']);
    expect(assessment.overall).toBe('exposed');
  });

  test('a port a rule closes everywhere is mitigated, never fixed', () => {
    expect(judged(observation()).network).toMatchObject({ state: 'mitigated', row: 'ucs-blocked' });
  });

  test('one open port counts among closed ones', () => {
    const listeners = [listener(), listener({ port: 6000, protocol: 'udp' })];
    const { network } = judged(having({ listeners }));
    expect(network.state).toBe('exposed');
    expect(network.because).toContain('UDP port 6000');
    expect(network.because).not.toContain('5000');
  });

  test('a listener on loopback only is mitigated, with the firewall read or not', () => {
    const machine = having({ listeners: [listener({ address: '127.0.0.1' })], ...OPEN });
    expect(judged(machine).network).toMatchObject({ state: 'mitigated', row: 'ucs-loopback-only' });
    expect(judged(without(['firewall'], machine)).network.state).toBe('mitigated');
  });

  test('a port proxy to a loopback listener is exposed', () => {
    const through = listener({ port: 80, owner: { kind: 'port-proxy', toAddress: '127.0.0.1', toPort: 5000 } });
    const { network } = judged(having({ listeners: [listener({ address: '127.0.0.1' }), through] }));
    expect(network.state).toBe('exposed');
    expect(network.because).toContain('TCP port 80');
  });

  test('a rule of ours that something overrides is a conflict', () => {
    const filter = firewall([rule(), rule({ name: 'Allow', action: 'allow', overridesBlock: true })]);
    expect(judged(having({ firewall: filter })).network).toMatchObject({
      state: 'conflict',
      row: 'ucs-firewall-overridden',
    });
  });

  test.each<[string, Observation, string]>([
    ['a firewall that could not be read', without(['firewall']), 'ucs-firewall-unreadable'],
    ['sockets that could not be read', without(['listeners']), 'sockets-unreadable'],
    ['processes that could not be read', without(['processes']), 'ucs-partly-readable'],
    ['services that could not be read', without(['services']), 'ucs-partly-readable'],
    ['no listener of UCS', having({ listeners: [] }), 'no-listener-attributed'],
    [
      'a stopped service that may start again',
      having({ services: [STOPPED], processes: [], listeners: [] }),
      'ucs-stopped',
    ],
    [
      'a service that is just changing',
      having({ services: [service({ state: 'changing', pid: null })], processes: [], listeners: [] }),
      'ucs-running-unknown',
    ],
    [
      'a port whose owner could not be told',
      having({ listeners: [listener(), listener({ port: 9, owner: { kind: 'unreadable', detail: 'no rights' } })] }),
      'listener-owner-unreadable',
    ],
    [
      'a second service of UCS that may start again',
      having({ services: [service(), { ...STOPPED, name: 'UCS2' }] }),
      'ucs-stopped',
    ],
    [
      'a second service of UCS that is just changing',
      having({ services: [service(), service({ name: 'UCS2', state: 'changing', pid: null })] }),
      'ucs-running-unknown',
    ],
  ])('%s never counts as closed', (_, machine, row) => {
    expect(judged(machine).network).toMatchObject({ state: 'unknown', row });
  });

  test('an open port of UCS is exposed even beside a port nobody can attribute', () => {
    const doubtful = listener({ port: 9, owner: { kind: 'unreadable', detail: 'no rights' } });
    expect(judged(having({ ...OPEN, listeners: [doubtful, listener()] })).network.state).toBe('exposed');
  });
});

describe('CVE-2023-1966, what UCS runs as', () => {
  test.each([
    ['LocalSystem', LOCAL_SYSTEM],
    ['an administrator through nested groups', ADMINISTRATOR],
    ['root', { name: 'root', id: '0', kind: 'root' as const }],
  ])('%s is exposed', (_, account) => {
    expect(judged(having(bothAs(account))).privilege).toMatchObject({ state: 'exposed', row: 'ucs-privileged' });
  });

  test.each([
    ['LocalService', LOCAL_SERVICE],
    ['a virtual account', { name: 'NT SERVICE\\UCS', id: 'S-1-5-80-1', kind: 'virtual' as const }],
  ])('%s is mitigated, even when the account list was not read', (_, account) => {
    const machine = without(['accounts'], having(bothAs(account)));
    expect(judged(machine).privilege).toMatchObject({ state: 'mitigated', row: 'ucs-limited-account' });
  });

  test('a standard account is mitigated and cites the account list', () => {
    const { privilege } = judged(observation());
    expect(privilege.state).toBe('mitigated');
    expect(privilege.evidence.map(({ fact }) => fact)).toContain('accounts');
  });

  test('a NovaSeq whose UCS runs as the logged-in administrator is exposed without any service', () => {
    const machine = having({ services: [], processes: [ucsProcess({ account: ADMINISTRATOR })] });
    const { privilege } = judged(machine, { identification: identified('novaseq-6000', ['1.8.1']) });
    expect(privilege.state).toBe('exposed');
  });

  test('a service set to a standard account that still runs as LocalSystem is exposed', () => {
    expect(judged(having({ processes: [ucsProcess({ account: LOCAL_SYSTEM })] })).privilege.state).toBe('exposed');
  });

  test('a child of UCS with all rights is exposed', () => {
    const child = ucsProcess({ pid: 501, parentPid: 500, name: 'child', description: null, account: LOCAL_SYSTEM });
    expect(judged(having({ processes: [ucsProcess(), child] })).privilege.state).toBe('exposed');
  });

  test.each<[string, Observation]>([
    ['an account that was not read', having(bothAs(null))],
    ['a process whose account was not read', having({ processes: [ucsProcess({ account: null })] })],
    ['an account list that was not read', without(['accounts'])],
    ['an account that is not on the list', having({ accounts: [] })],
    ['processes that were not read', without(['processes'])],
  ])('%s never counts as a lowered account', (_, machine) => {
    expect(judged(machine).privilege.state).toBe('unknown');
  });

  test('an account that was lowered and is privileged again is a conflict', () => {
    const applied = [standing('ucs-account', 'applied', ['CVE-2023-1966'])];
    expect(judged(having(bothAs(LOCAL_SYSTEM)), { standing: applied }).privilege).toMatchObject({
      state: 'conflict',
      row: 'ucs-privileged-again',
    });
  });

  test('another change of ours does not turn a privileged account into a conflict', () => {
    const applied = [standing('firewall-ports', 'applied', ['CVE-2023-1968'])];
    expect(judged(having(bothAs(LOCAL_SYSTEM)), { standing: applied }).privilege.state).toBe('exposed');
  });
});

describe('stopped and disabled', () => {
  const machine = having({ services: [{ ...OFF, account: LOCAL_SYSTEM }], processes: [], listeners: [] });

  test('is mitigated for both, whatever account it is set to', () => {
    expect(judged(machine).states).toEqual(['mitigated', 'mitigated']);
  });

  test('is no proof while processes could not be read', () => {
    expect(judged(without(['processes'], machine)).states).toEqual(['unknown', 'unknown']);
  });
});
