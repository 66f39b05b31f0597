import { describe, expect, test } from 'vitest';
import type { Listener } from '../../../main/model/system-facts.ts';
import { findUcs } from '../../../main/observe/ucs.ts';
import {
  catalogue,
  having,
  LOCAL_SYSTEM,
  listener,
  observation,
  service,
  UCS_PID,
  ucsProcess,
  without,
} from './machines.ts';

const NAMES = catalogue.ucsNames.map(({ name }) => name);
const other = (pid: number, parentPid: number | null) =>
  ucsProcess({ pid, parentPid, name: `p${pid}`, description: null });
const proxy = (port: number, toAddress: string, toPort: number): Listener =>
  listener({ port, owner: { kind: 'port-proxy', toAddress, toPort } });
const portsOf = (listeners: readonly Listener[]) => listeners.map(({ port }) => port);

describe('finding UCS', () => {
  test.each(['Illumina Universal Copy Service', 'illumina  universal copy-service', 'Universal Copy Service v2'])(
    'the service "%s" is found whatever its short name is',
    (displayName) => {
      const found = findUcs(having({ services: [service({ name: 'X1', displayName })] }), NAMES);
      expect(found).toMatchObject({ status: 'found', running: 'yes', disabled: false });
    },
  );

  test('a unit that carries the name only in its short name is found', () => {
    const unit = service({ name: 'universal-copy-service.service', displayName: 'copies runs' });
    expect(findUcs(having({ services: [unit] }), NAMES).services).toHaveLength(1);
  });

  test('a service of another name is not taken for UCS', () => {
    const machine = having({ services: [service({ displayName: 'Volume Shadow Copy', name: 'VSS' })], processes: [] });
    expect(findUcs(machine, NAMES)).toMatchObject({ status: 'not-found', running: 'no', disabled: false });
  });

  test('on NovaSeq UCS is found as a program without any service', () => {
    const found = findUcs(having({ services: [] }), NAMES);
    expect(found).toMatchObject({ status: 'found', running: 'yes' });
    expect(found.runsAs).toMatchObject([{ of: 'process', account: { name: '.\\sbsuser' } }]);
  });

  test('no reading is never "no UCS"', () => {
    expect(findUcs(without(['services', 'processes']), NAMES)).toMatchObject({
      status: 'unreadable',
      running: 'unknown',
    });
    const noService = having({ services: [] });
    expect(findUcs(without(['processes'], noService), NAMES).status).toBe('unreadable');
    const noProcess = having({ processes: [] });
    expect(findUcs(without(['services'], noProcess), NAMES).status).toBe('unreadable');
  });

  test('what could not be read is named, and cited', () => {
    const found = findUcs(without(['processes', 'listeners']), NAMES);
    expect(found.unread).toEqual(['processes', 'listeners']);
    expect(found.evidence.map(({ says }) => says)).toContain('Not readable: access denied');
  });
});

describe('what UCS started', () => {
  test('children and their children belong to UCS, even in a circle', () => {
    const machine = having({
      processes: [ucsProcess({ parentPid: 12 }), other(11, UCS_PID), other(12, 11), other(13, 1), other(1, 0)],
    });
    const found = findUcs(machine, NAMES);
    expect(found.processes.map(({ pid }) => pid)).toEqual([UCS_PID, 11, 12]);
  });

  test('a listener of a grandchild is one of UCS', () => {
    const machine = having({
      processes: [ucsProcess(), other(11, UCS_PID), other(12, 11)],
      listeners: [listener({ port: 7000, owner: { kind: 'process', pid: 12 } })],
    });
    expect(portsOf(findUcs(machine, NAMES).listeners)).toEqual([7000]);
  });

  test('a stopped service whose process id reads 0 does not claim the whole machine', () => {
    const machine = having({
      services: [service({ state: 'stopped', pid: 0 })],
      processes: [other(0, 0), other(4, 0), other(5, 4)],
    });
    expect(findUcs(machine, NAMES)).toMatchObject({ processes: [], running: 'no' });
  });
});

describe('stopped and disabled', () => {
  const off = service({ state: 'stopped', startType: 'disabled', pid: null });

  test('counts only when services and processes were read', () => {
    expect(findUcs(having({ services: [off], processes: [] }), NAMES)).toMatchObject({ disabled: true, runsAs: [] });
    expect(findUcs(without(['processes'], having({ services: [off] })), NAMES).disabled).toBe(false);
  });

  test('does not count while a UCS program still runs', () => {
    expect(findUcs(having({ services: [off] }), NAMES)).toMatchObject({ disabled: false, running: 'yes' });
  });

  test('does not count for one of two services', () => {
    const found = findUcs(having({ services: [off, service({ name: 'UCS2' })] }), NAMES);
    expect(found.disabled).toBe(false);
  });

  test.each(['changing', 'unknown'] as const)('does not count for a service whose state is %s', (state) => {
    const machine = having({ services: [{ ...off, state }], processes: [] });
    expect(findUcs(machine, NAMES)).toMatchObject({ disabled: false, running: 'unknown' });
  });
});

describe('accounts', () => {
  test('the account a service is set to and the one it runs as are both told', () => {
    const found = findUcs(having({ services: [service({ account: LOCAL_SYSTEM })] }), NAMES);
    expect(found.runsAs.map(({ of, account }) => [of, account?.name])).toEqual([
      ['service', 'LocalSystem'],
      ['process', '.\\sbsuser'],
    ]);
  });

  test('a running service whose process is not in the list has an account nobody read', () => {
    const found = findUcs(having({ processes: [other(1, 0)] }), NAMES);
    expect(found.runsAs.at(-1)).toMatchObject({ of: 'process', account: null });
  });
});

describe('who listens', () => {
  test('an address registered with http.sys by UCS is one of UCS, with no program a rule could name', () => {
    const machine = having({
      listeners: [listener({ owner: { kind: 'http-sys', url: 'http://+:5000/', pids: [9, UCS_PID] } })],
    });
    expect(findUcs(machine, NAMES).listeners).toMatchObject([{ port: 5000, through: 'http-sys', programPath: null }]);
  });

  test.each(['127.0.0.1', 'localhost', '::1', '0.0.0.0'])(
    'a port proxy to %s that hands on to UCS exposes UCS on its own port',
    (toAddress) => {
      const machine = having({ listeners: [listener({ address: '127.0.0.1' }), proxy(80, toAddress, 5000)] });
      expect(portsOf(findUcs(machine, NAMES).listeners)).toEqual([5000, 80]);
    },
  );

  test('a chain of port proxies is followed to UCS', () => {
    const machine = having({
      listeners: [proxy(90, '127.0.0.1', 80), proxy(80, '127.0.0.1', 5000), listener({ address: '127.0.0.1' })],
    });
    expect(portsOf(findUcs(machine, NAMES).listeners)).toEqual([5000, 80, 90]);
  });

  test('a port proxy to the same port elsewhere may be this machine, so its owner is not known', () => {
    const found = findUcs(having({ listeners: [listener(), proxy(80, '192.168.1.9', 5000)] }), NAMES);
    expect(portsOf(found.listeners)).toEqual([5000]);
    expect(portsOf(found.unattributed)).toEqual([80]);
  });

  test('a port proxy to another port has nothing to do with UCS', () => {
    const found = findUcs(having({ listeners: [listener(), proxy(80, '127.0.0.1', 5001)] }), NAMES);
    expect([portsOf(found.listeners), found.unattributed]).toEqual([[5000], []]);
  });

  test("a listener whose owner cannot be told is nobody's, and a proxy to it likewise", () => {
    const unreadable = { kind: 'unreadable' as const, detail: 'no rights' };
    const machine = having({
      listeners: [
        listener({ port: 6000, owner: unreadable }),
        listener({ port: 6001, address: '127.0.0.1', owner: unreadable }),
        listener({ port: 6002, owner: { kind: 'http-sys', url: 'http://+:6002/', pids: [] } }),
        listener({ port: 6003, owner: { kind: 'process', pid: 99999 } }),
        proxy(6004, '127.0.0.1', 6001),
      ],
    });
    expect(portsOf(findUcs(machine, NAMES).unattributed)).toEqual([6000, 6002, 6003, 6004]);
  });

  test('a listener of another program is neither UCS nor in doubt', () => {
    const machine = having({ listeners: [listener({ owner: { kind: 'process', pid: 4 } })] });
    expect(findUcs(machine, NAMES)).toMatchObject({ listeners: [], unattributed: [] });
  });

  test('the program is told where the process list names it', () => {
    expect(findUcs(observation(), NAMES).listeners[0]?.programPath).toBe(ucsProcess().imagePath);
    expect(findUcs(without(['processes']), NAMES).listeners[0]?.programPath).toBeNull();
  });
});
