import { createServer } from 'node:net';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../main/host/host.ts';
import { Secret } from '../../main/host/secret.ts';
import type { Fact } from '../../main/model/fact.ts';
import { type FirewallRule, OUR_RULE_PREFIX } from '../../main/model/firewall.ts';
import { describeHostContract } from '../contract/host-contract.ts';

const onWindows = process.platform === 'win32';
if (!onWindows)
  console.log('Skipped "what only Windows can show": it needs Windows, and the rights of an administrator.');

function value<T>(fact: Fact<T>): T {
  if (fact.status !== 'read') throw new Error(JSON.stringify(fact));
  return fact.value;
}

describe.skipIf(!onWindows)('what only Windows can show', () => {
  let host: Host;

  beforeAll(async () => {
    const { windowsHost } = await import('../../main/host/windows/live/windows-host.ts');
    host = windowsHost();
  });

  describeHostContract('Windows', async () => host);

  it('is asked as an administrator: without these rights half of it shows nothing', () => {
    expect(host.about.elevated).toBe(true);
  });

  it.each(['0.0.0.0', '::', '127.0.0.1'])('a listener on %s is told with its owner', async (address) => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, address, listening));
    try {
      const place = server.address();
      const port = typeof place === 'object' && place !== null ? place.port : 0;
      const found = value(await host.listeners()).find((each) => each.port === port && each.address === address);
      expect(found?.owner).toEqual({ kind: 'process', pid: process.pid });
    } finally {
      server.close();
    }
  });

  it('every service that runs has a process in the list', async () => {
    const pids = new Set(value(await host.processes()).map(({ pid }) => pid));
    const running = value(await host.services()).filter(({ pid }) => pid !== null);
    expect(running.filter(({ pid }) => pid !== null && !pids.has(pid))).toEqual([]);
  });

  it('somebody is an administrator, by SID and not by a word', async () => {
    const administrators = value(await host.accounts()).filter(({ administrator }) => administrator);
    expect(administrators.map(({ id }) => id).some((id) => id.endsWith('-500'))).toBe(true);
  });

  describe('rules by the real netsh are read back as they were asked for', () => {
    const base: FirewallRule = {
      name: `${OUR_RULE_PREFIX}needs-windows`,
      origin: 'local',
      enabled: true,
      action: 'block',
      protocol: 'any',
      ports: 'any',
      program: 'any',
      zones: 'any',
      families: ['ipv4', 'ipv6'],
      remote: 'any',
      overridesBlock: false,
    };
    const rules: FirewallRule[] = [
      { ...base, program: 'C:\\Program Files\\Prüfdienst 検査\\x.exe' },
      { ...base, protocol: 'udp', ports: [{ from: 9, to: 9 }] },
      { ...base, protocol: 'tcp', ports: [{ from: 9, to: 11 }] },
    ];
    afterAll(() => host?.changes?.removeFirewallRules([base.name]));

    it.each(rules)('protocol $protocol, ports $ports, program $program', async (rule) => {
      await host.changes?.addFirewallRules([rule]);
      expect(value(await host.firewall()).rules.filter(({ name }) => name === rule.name)).toEqual([rule]);
    });
  });

  describe('an account and a service made for this', () => {
    const ACCOUNT = 'ucs-needs-win';
    const PASSWORD = 'Ucs-needs-14!';
    const SERVICE = 'UcsNeedsWindows';
    const tool = (name: string, ...words: string[]) =>
      execa(`C:\\Windows\\System32\\${name}`, words, { reject: false });

    beforeAll(async () => {
      await tool('net.exe', 'user', ACCOUNT, PASSWORD, '/add');
      await tool('sc.exe', 'create', SERVICE, 'binPath=', 'C:\\Windows\\System32\\cmd.exe');
    });
    afterAll(async () => {
      await tool('sc.exe', 'delete', SERVICE);
      await tool('net.exe', 'user', ACCOUNT, '/delete');
    });

    it('its password is accepted, a wrong one is not', async () => {
      expect(await host.changes?.checkPassword(ACCOUNT, new Secret(PASSWORD))).toBe('accepted');
      expect(await host.changes?.checkPassword(ACCOUNT, new Secret('surely another'))).toBe('refused');
    });

    it('the right to log on as a service is given with the account, and taken back', async () => {
      expect(await host.changes?.logonRight?.isGranted(ACCOUNT)).toBe(false);
      await host.changes?.setServiceAccount(SERVICE, ACCOUNT, new Secret(PASSWORD));
      expect(await host.changes?.logonRight?.isGranted(ACCOUNT)).toBe(true);
      const service = value(await host.services()).find(({ name }) => name === SERVICE);
      expect(service?.account?.name).toBe(`.\\${ACCOUNT}`);
    });

    it('a test file is written as it where it may, and nowhere else', async () => {
      const place = (path: string) => ({ path, kind: 'local' as const });
      expect(await host.changes?.testWrite(place('C:\\Users\\Public\\Documents'), ACCOUNT)).toBe('written');
      expect(await host.changes?.testWrite(place('C:\\Windows'), ACCOUNT)).toBe('refused');
      expect(await host.changes?.testWrite(place('C:\\Windows'), 'NT AUTHORITY\\LocalService')).toBe('cannot-tell');
    });

    it('the right is gone when it is taken back', async () => {
      await host.changes?.setServiceAccount(SERVICE, 'LocalSystem', null);
      await host.changes?.logonRight?.takeBack(ACCOUNT);
      expect(await host.changes?.logonRight?.isGranted(ACCOUNT)).toBe(false);
    });
  });

  it('a wrong password is refused', async () => {
    expect(await host.changes?.checkPassword('Administrator', new Secret('surely not the password'))).toBe('refused');
  });

  it('Windows vouches for the signature of Node.js, and names who signed it', async () => {
    const { signer } = value(await host.installerFile(process.execPath));
    expect(signer?.organisation).toMatch(/OpenJS|Node\.js/);
  });
});
