import { describe, expect, test } from 'vitest';
import { judged } from './judged.ts';
import { ADMINISTRATOR, having, listener, service, ucsProcess } from './machines.ts';

const OTHER_PID = 600;
const OTHER = service({ name: 'Transfer', displayName: 'Run transfer', pid: OTHER_PID });
const OTHER_PROCESS = ucsProcess({ pid: OTHER_PID, parentPid: 1, name: 'transfer.exe', description: null });
const services = [service(), OTHER];
const processes = [ucsProcess(), OTHER_PROCESS];
const onLoopback = listener({ address: '127.0.0.1', owner: { kind: 'process', pid: OTHER_PID } });
const stated = { statedUnit: OTHER.name };

describe('a unit that a person states to be UCS, beside UCS itself', () => {
  test('UCS whose listeners are unknown is not called closed because the stated unit is', () => {
    const machine = having({ services, processes, listeners: [onLoopback] });
    expect(judged(machine).network.row).toBe('no-listener-attributed');
    expect(judged(machine, stated).network).toEqual(judged(machine).network);
  });

  test('a port that may be of UCS is not called closed because the stated unit may hold it', () => {
    const hidden = listener({ owner: { kind: 'process', pid: OTHER_PID } });
    const machine = having({ services, processes: [ucsProcess()], listeners: [onLoopback, hidden] });
    expect(judged(machine).network.row).toBe('listener-owner-unreadable');
    expect(judged(machine, stated).network).toEqual(judged(machine).network);
  });

  test('what the stated unit does still counts against the instrument', () => {
    const raised = { services: [service(), { ...OTHER, account: ADMINISTRATOR }], processes };
    const reachable = listener({ port: 6000, owner: { kind: 'process', pid: OTHER_PID } });
    const machine = having({ ...raised, listeners: [listener(), reachable] });
    expect(judged(machine).states).toEqual(['mitigated', 'mitigated']);
    expect(judged(machine, stated).states).toEqual(['exposed', 'exposed']);
  });
});
