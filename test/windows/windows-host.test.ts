import { readdir, rm } from 'node:fs/promises';
import { win32 } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDecision } from '../../main/assess/start-decision.ts';
import { HostChangeError } from '../../main/host/host.ts';
import { Secret } from '../../main/host/secret.ts';
import type { LetteredDrive } from '../../main/host/windows/win32/drives.ts';
import { type Fact, whenRead } from '../../main/model/fact.ts';
import { type FirewallRule, OUR_RULE_PREFIX } from '../../main/model/firewall.ts';
import type { Observation } from '../../main/model/observation.ts';
import { rightsByName } from '../../wizard-steps/ucs-account/chosen-account.ts';
import { describeHostContract } from '../contract/host-contract.ts';
import { judged } from '../unit/assess/judged.ts';
import { fakeWindows } from './support/fake-windows.ts';
import { BENCHTOP, LONG_RUN_FOLDER, PORTS } from './support/images.ts';
import { openRemoteHost, type RemoteHost } from './support/remote-host.ts';
import { becomeInstrument, inDrive, putFile } from './support/windows-image.ts';
import { compilerMissing } from './support/windows-programs.ts';
import { Wine, wineMissing } from './support/wine.ts';

const missing = (await wineMissing()) ?? (await compilerMissing());
if (missing !== null) console.log(`Skipped "the Windows host": ${missing}.`);

const PORT_PROXY = 'HKLM\\System\\CurrentControlSet\\Services\\PortProxy\\v4tov4\\tcp';
const POLICY_RULES = 'HKLM\\Software\\Policies\\Microsoft\\WindowsFirewall\\FirewallRules';
const DOMAIN_POLICY = 'HKLM\\Software\\Policies\\Microsoft\\WindowsFirewall\\DomainProfile';
const SAFER = 'HKLM\\Software\\Policies\\Microsoft\\Windows\\Safer\\CodeIdentifiers';
const SAFER_OF_PERSON = SAFER.replace('HKLM', 'HKCU');
const SESSION_MANAGER = 'HKLM\\System\\CurrentControlSet\\Control\\Session Manager';

function value<T>(fact: Fact<T>): T {
  if (fact.status !== 'read') throw new Error(JSON.stringify(fact));
  return fact.value;
}

async function refusal(change: Promise<unknown>): Promise<string> {
  const error = await change.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof HostChangeError)) throw new Error('it was not refused');
  return error.code;
}

describe.skipIf(missing !== null)('the Windows host on the Win32 calls of Wine', () => {
  let wine: Wine;
  let remote: RemoteHost;
  const host = () => remote.host;
  const changes = () => {
    if (remote.host.changes === null) throw new Error('this host changes nothing');
    return remote.host.changes;
  };
  const service = async (name: string) => value(await host().services()).find((each) => each.name === name);

  beforeAll(async () => {
    wine = await Wine.start({ E: 'network', F: 'floppy', G: 'cdrom' });
    await becomeInstrument(wine, BENCHTOP);
    remote = await openRemoteHost(wine, [fakeWindows()]);
  }, 300_000);

  afterAll(async () => {
    await remote?.close();
    await wine?.stop();
  }, 60_000);

  describeHostContract('Windows', async () => remote.host);

  it('software of both views of the registry is found', async () => {
    const names = value(await host().software()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['MiSeq Control Software', 'Local Run Manager']));
  });

  it('names in German and Japanese are read, and looked up as any other', async () => {
    expect(await service('StandInNames')).toMatchObject({
      displayName: 'Prüfdienst 検査',
      account: { name: '.\\müller', id: 'S-1-5-21-1000-2000-3000-1004', kind: 'user' },
      state: 'running',
      startType: 'automatic',
    });
    const running = value(await host().processes()).find(({ imagePath }) => imagePath?.includes('Prüfdienst 検査'));
    expect(running?.description).toBe('Prüfdienst für 検査');
    expect(value(await host().accounts()).map(({ name }) => name)).toContain('検査技師');
  });

  it('an administrator through a group in a group is one, and the way is told', async () => {
    const accounts = value(await host().accounts());
    const mueller = accounts.find(({ name }) => name === 'müller');
    expect(mueller).toMatchObject({ administrator: true, administratorVia: ['Gerätebetreuung', 'Administratoren'] });
    expect(accounts.find(({ name }) => name === 'sbsuser')).toMatchObject({ administrator: false, enabled: true });
    expect(accounts.find(({ name }) => name === 'Administrator')).toMatchObject({ enabled: false });
  });

  it('an account written with the name of this machine is known before anything is changed', async () => {
    const machine = value(await host().accounts())
      .find(({ name }) => name === 'sbsuser')
      ?.fullName?.split('\\')[0];
    expect(await rightsByName(host(), `${machine}\\müller`)).toBe('privileged');
    expect(await rightsByName(host(), `${machine}\\sbsuser`)).toBe('other');
    expect(await changes().checkPassword(`${machine}\\sbsuser`, new Secret('practice-user'))).toBe('accepted');
  });

  it('a run folder with a path of more than 300 characters, spaces and umlauts is read', async () => {
    const found = value(await host().runFolders()).find(({ path }) => path === LONG_RUN_FOLDER);
    expect(LONG_RUN_FOLDER.length).toBeGreaterThan(300);
    expect(found?.files.map(({ name }) => name)).toContain('RTAComplete.txt');
    expect(found?.parameters?.status).toBe('read');
  });

  it('the sockets of UCS are its own, in both address families, TCP and UDP', async () => {
    const pid = (await service('StandInUcs'))?.pid;
    const own = value(await host().listeners()).filter(({ owner }) => owner.kind === 'process' && owner.pid === pid);
    expect(own.map(({ protocol, address, port }) => `${protocol} ${address} ${port}`).sort()).toEqual([
      `tcp 0.0.0.0 ${PORTS.open}`,
      `tcp 127.0.0.1 ${PORTS.loopback}`,
      `tcp :: ${PORTS.open}`,
      `udp 0.0.0.0 ${PORTS.udp}`,
    ]);
  });

  it('a port proxy is a listener of its own; one that is not understood hides no others', async () => {
    await wine.reg('add', PORT_PROXY, '/v', `*/${PORTS.proxy}`, '/d', `127.0.0.1/${PORTS.loopback}`, '/f');
    const proxies = value(await host().listeners()).filter(({ owner }) => owner.kind === 'port-proxy');
    expect(proxies).toMatchObject([
      { address: '0.0.0.0', port: PORTS.proxy, owner: { toAddress: '127.0.0.1', toPort: PORTS.loopback } },
    ]);
    await wine.reg('add', PORT_PROXY, '/v', 'odd', '/d', 'odd', '/f');
    expect((await host().listeners()).status).toBe('unavailable');
    await wine.reg('delete', PORT_PROXY, '/f');
  });

  it('rules of a group policy, and a policy that makes local rules count for nothing, are seen', async () => {
    const rule = 'v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=18081|Name=From the domain|';
    await wine.reg('add', POLICY_RULES, '/v', '{P}', '/d', rule, '/f');
    await wine.reg('add', DOMAIN_POLICY, '/v', 'AllowLocalPolicyMerge', '/t', 'REG_DWORD', '/d', '0', '/f');
    const { rules, zones } = value(await host().firewall());
    expect(rules).toContainEqual(expect.objectContaining({ name: 'From the domain', origin: 'policy' }));
    expect(zones.find(({ name }) => name === 'Domain')?.localRulesApply).toBe(false);
    await wine.reg('delete', 'HKLM\\Software\\Policies\\Microsoft\\WindowsFirewall', '/f');
  });

  it('a firewall whose service is stopped does not filter', async () => {
    await wine.run('sc', 'stop', 'mpssvc');
    expect(value(await host().firewall()).running).toBe(false);
    await wine.run('sc', 'start', 'mpssvc');
    expect(value(await host().firewall()).running).toBe(true);
  });

  it('files that wait to be replaced mean that a restart is pending', async () => {
    expect(value(await host().pendingReboot()).pending).toBe(false);
    const words = ['/v', 'PendingFileRenameOperations', '/t', 'REG_MULTI_SZ', '/d', '\\??\\C:\\old\\0', '/f'];
    await wine.reg('add', SESSION_MANAGER, ...words);
    expect(value(await host().pendingReboot()).pending).toBe(true);
    await wine.reg('delete', SESSION_MANAGER, '/v', 'PendingFileRenameOperations', '/f');
  });

  it('a Software Restriction Policy is read, and that it does not let this program start from where it lies', async () => {
    expect(value(await host().restrictions())).toEqual({
      policies: [],
      starts: [],
      programFolder: 'C:\\Program Files',
    });
    const folder = '%HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\ProgramFilesDir%';
    await wine.reg('add', SAFER, '/v', 'DefaultLevel', '/t', 'REG_DWORD', '/d', '0', '/f');
    await wine.reg('add', `${SAFER}\\262144\\Paths\\{1}`, '/v', 'ItemData', '/t', 'REG_EXPAND_SZ', '/d', folder, '/f');
    const { policies, starts } = value(await host().restrictions());
    expect(policies[0]?.paths).toMatchObject([{ level: 'unrestricted', expanded: 'C:\\Program Files' }]);
    expect(starts.map(({ what }) => what)).toEqual(['program', 'helper', 'installer']);
    for (const start of starts) expect(startDecision(policies, start)).toBe('blocked');
    expect(await remote.ask('startWarning', 'C:\\stick\\ucs-remedy.exe')).toContain(
      'Install it under C:\\Program Files',
    );
    expect(await remote.ask('startWarning', 'C:\\Program Files\\UCS\\ucs-remedy.exe')).toBeNull();
    const told = judged((await remote.ask('observe')) as Observation).assessment.notes.map(({ code }) => code);
    expect(told).toContain('restrictions-program');
    const installed = {
      what: 'helper',
      path: 'C:\\Program Files\\UCS\\ucs-remedy.exe',
      elevated: true,
      content: null,
    } as const;
    expect(startDecision(policies, installed)).toBe('allowed');
    await wine.reg('delete', 'HKLM\\Software\\Policies\\Microsoft\\Windows\\Safer', '/f');
  });

  it('a Software Restriction Policy of the person alone is found, and told before the prompt', async () => {
    await wine.reg('add', SAFER_OF_PERSON, '/v', 'DefaultLevel', '/t', 'REG_DWORD', '/d', '0', '/f');
    const path = 'C:\\Program Files\\UCS';
    await wine.reg('add', `${SAFER_OF_PERSON}\\262144\\Paths\\{1}`, '/v', 'ItemData', '/t', 'REG_SZ', '/d', path, '/f');
    const fact = await host().restrictions();
    expect(fact.source).toContain('HKCU');
    const { policies, starts } = value(fact);
    expect(policies).toMatchObject([{ of: 'person', defaultLevel: 'disallowed', paths: [{ expanded: path }] }]);
    for (const start of starts) expect(startDecision(policies, start)).toBe('blocked');
    expect(await remote.ask('startWarning', 'C:\\stick\\ucs-remedy.exe')).toContain('Leave the policy as it is.');
    expect(await remote.ask('startWarning', 'C:\\Program Files\\UCS\\ucs-remedy.exe')).toBeNull();
    await wine.reg('delete', 'HKCU\\Software\\Policies\\Microsoft\\Windows\\Safer', '/f');
    expect(value(await host().restrictions()).policies).toEqual([]);
  });

  it('a stick is told from a built-in, a network and an optical drive, so that nobody waits for a server', async () => {
    const drives = (await remote.ask('drives')) as LetteredDrive[];
    expect(Object.fromEntries(drives.map(({ letter, kind }) => [letter, kind]))).toMatchObject({
      C: 'fixed',
      E: 'network',
      F: 'removable',
      G: 'other',
    });
  });

  it('a program rule with a path with spaces and umlauts comes back as it was set', async () => {
    const rule: FirewallRule = {
      name: `${OUR_RULE_PREFIX}test program`,
      origin: 'local',
      enabled: true,
      action: 'block',
      protocol: 'any',
      ports: 'any',
      program: 'C:\\Program Files\\Illumina\\Prüfdienst 検査\\StandIn.exe',
      zones: 'any',
      families: ['ipv4', 'ipv6'],
      remote: 'any',
      overridesBlock: false,
    };
    await changes().addFirewallRules([rule]);
    expect(value(await host().firewall()).rules).toContainEqual(rule);
    await changes().removeFirewallRules([rule.name]);
    expect(await refusal(changes().removeFirewallRules(['Copy service']))).toBe('tool-failed');
    expect(value(await host().firewall()).rules.map(({ name }) => name)).toContain('Copy service');
  });

  it('a password is taken or refused before anything is touched; other machines are not asked', async () => {
    expect(await changes().checkPassword('.\\sbsuser', new Secret('practice-user'))).toBe('accepted');
    expect(await changes().checkPassword('sbsuser', new Secret('no'))).toBe('refused');
    expect(await changes().checkPassword('Administrator', new Secret('unused'))).toBe('refused');
    expect(await changes().checkPassword('HOSPITAL\\sbsuser', new Secret('practice-user'))).toBe('cannot-tell');
  });

  it('a test file is written as the account a service was given, where it may, and nothing stays behind', async () => {
    const place = { path: 'C:\\Illumina\\MiSeqAnalysis', kind: 'local' } as const;
    expect(await changes().testWrite(place, 'sbsuser')).toBe('cannot-tell');
    await changes().setServiceAccount('StandInUcs', 'sbsuser', new Secret('practice-user'));
    const before = await readdir(inDrive(wine, place.path));
    expect(await changes().testWrite(place, '.\\sbsuser')).toBe('written');
    expect(await changes().testWrite({ ...place, path: win32.dirname(LONG_RUN_FOLDER) }, 'SBSUSER')).toBe('written');
    expect(await readdir(inDrive(wine, place.path))).toEqual(before);
    // Nobody may make a file there, and this Windows says so itself.
    expect(await changes().testWrite({ ...place, path: 'Z:\\sys' }, 'sbsuser')).toBe('refused');
    expect(await changes().testWrite({ ...place, path: 'C:\\not there' }, 'sbsuser')).toBe('cannot-tell');
    for (const account of ['müller', 'HOSPITAL\\sbsuser', 'NT AUTHORITY\\LocalService', 'NT SERVICE\\StandInUcs'])
      expect(await changes().testWrite(place, account)).toBe('cannot-tell');
    await changes().setServiceAccount('StandInUcs', 'LocalSystem', null);
  });

  it('the right to log on as a service is read, given with the account, and taken back', async () => {
    const { logonRight } = changes();
    await logonRight?.takeBack('sbsuser');
    expect(await logonRight?.isGranted('.\\sbsuser')).toBe(false);
    await changes().setServiceAccount('StandInUcs', 'sbsuser', new Secret('practice-user'));
    expect(await logonRight?.isGranted('sbsuser')).toBe(true);
    await changes().setServiceAccount('StandInUcs', 'LocalSystem', null);
    await logonRight?.takeBack('sbsuser');
    expect(await logonRight?.isGranted('sbsuser')).toBe(false);
    expect(await logonRight?.isGranted('NT AUTHORITY\\LocalService')).toBeNull();
    expect(await logonRight?.isGranted('nobody')).toBeNull();
  });

  it('a service gets another account, the right it needs, and runs as it; what needed it runs again too', async () => {
    await changes().setServiceAccount('StandInUcs', 'sbsuser', new Secret('practice-user'));
    expect((await service('StandInUcs'))?.account?.name).toBe('.\\sbsuser');
    const before = (await service('StandInUcs'))?.pid;
    await changes().restartService('StandInUcs');
    const after = await service('StandInUcs');
    expect(after).toMatchObject({ state: 'running' });
    expect(after?.pid).not.toBe(before);
    expect(await service('StandInLrm')).toMatchObject({ state: 'running' });
    const process = value(await host().processes()).find(({ pid }) => pid === after?.pid);
    expect(process?.account?.id).toBe('S-1-5-21-1000-2000-3000-1002');
    await changes().setServiceAccount('StandInUcs', 'LocalSystem', null);
    await changes().restartService('StandInUcs');
  });

  it('an account that is not there is refused, and the service keeps its own', async () => {
    expect(await refusal(changes().setServiceAccount('StandInUcs', '.\\nobody', new Secret('x')))).toBe(
      'account-refused',
    );
    expect((await service('StandInUcs'))?.account?.kind).toBe('local-system');
  });

  it('a service whose account does not log on is told so; put right, what was stopped for it runs again', async () => {
    await putFile(wine, 'C:\\fake-windows\\no-logon-StandInUcs.txt', '');
    expect(await refusal(changes().restartService('StandInUcs'))).toBe('account-refused');
    expect(await service('StandInLrm')).toMatchObject({ state: 'stopped' });
    await rm(inDrive(wine, 'C:\\fake-windows\\no-logon-StandInUcs.txt'));
    await changes().restartService('StandInUcs');
    expect(await service('StandInUcs')).toMatchObject({ state: 'running' });
    expect(await service('StandInLrm')).toMatchObject({ state: 'running' });
  });

  it('every handle is closed again, also after refusals', async () => {
    await remote.ask('observe');
    const before = (await remote.ask('handles')) as { held: number; system: number };
    for (let time = 0; time < 2; time += 1) {
      await remote.ask('observe');
      await refusal(changes().restartService('no such service'));
      await refusal(changes().setServiceAccount('no such service', 'sbsuser', null));
    }
    const after = (await remote.ask('handles')) as { held: number; system: number };
    expect(before.held).toBe(0);
    expect(after.held).toBe(0);
    // Threads of Node's own come and go.
    expect(after.system - before.system).toBeLessThan(10);
  });

  it('a look takes this long when the programs have been looked at before', async () => {
    const milliseconds = (await remote.ask('milliseconds')) as number;
    console.log(`A whole look at the instrument, warm: ${Math.round(milliseconds)} ms.`);
    expect(milliseconds).toBeGreaterThan(0);
  });

  it('owners, groups and sessions that Windows does not tell make the verdict unknown, never good', async () => {
    const bare = await openRemoteHost(wine, []);
    try {
      const observation = (await bare.ask('observe')) as Observation;
      const listeners = whenRead(observation.listeners) ?? [];
      const ucs = listeners.filter(({ port }) => port === PORTS.open);
      expect(ucs.length).toBeGreaterThan(0);
      for (const { owner } of ucs) expect(owner.kind).toBe('unreadable');
      expect(observation.accounts.status).toBe('unavailable');
      expect(observation.session.status).toBe('unavailable');
      expect(judged(observation).network.state).toBe('unknown');
    } finally {
      await bare.close();
    }
  });
});
