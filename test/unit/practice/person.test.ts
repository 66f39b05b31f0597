import { describe, expect, it } from 'vitest';
import { whenRead } from '../../../main/model/fact.ts';
import { practiceBench } from './practice-bench.ts';

describe('the simulated person', () => {
  it('changes the account in Local Run Manager, and back to the same bytes', async () => {
    const { task, service, bytes } = await practiceBench('miniseq-2.2.1');
    const before = await bytes();
    expect(await task('lrm-service-account', { service: 'PracticeUcs', account: '.\\sbsuser' })).toBe('done');
    expect(await service('PracticeUcs')).toEqual({ account: '.\\sbsuser', runsAs: 'sbsuser', state: 'running' });
    expect(await task('restore-account', { service: 'PracticeUcs', account: '.\\practicecopy' })).toBe('done');
    expect(await bytes()).toBe(before);
  });

  it('changes the account of a Linux unit, and back to the same bytes', async () => {
    const { task, service, bytes } = await practiceBench('nextseq2000-1.4.1');
    const before = await bytes();
    expect(await task('linux-unit-account', { unit: 'practice-ucs.service', account: 'ilmnuser' })).toBe('done');
    expect((await service('practice-ucs.service')).runsAs).toBe('ilmnuser');
    expect(await task('restore-account', { unit: 'practice-ucs.service', account: 'root' })).toBe('done');
    expect(await bytes()).toBe(before);
  });

  it('makes the sequencing account a standard one, and gives the rights back to the same bytes', async () => {
    const { task, host, bytes } = await practiceBench('novaseq6000-1.7.5');
    const before = await bytes();
    const account = async () => whenRead(await host.accounts())?.find(({ name }) => name === 'sbsuser');
    expect((await account())?.administrator).toBe(true);
    expect(await task('sequence-as-standard-user', { account: 'sbsuser' })).toBe('done');
    expect((await account())?.administrator).toBe(false);
    expect(whenRead(await host.session())?.account.name).toBe('sbsuser');
    expect(await task('sequence-as-standard-user', { account: 'sbsuser' })).toBe('done');
    expect(await task('restore-account', { account: 'sbsuser', administrator: 'yes' })).toBe('done');
    expect(await bytes()).toBe(before);
  });

  it('gives nested rights back through the group they came from', async () => {
    const bench = await practiceBench('novaseq6000-1.7.5');
    await bench.edit({ groups: { Administrators: ['PracticeOperators', 'sbsadmin'], PracticeOperators: ['sbsuser'] } });
    const before = JSON.parse(await bench.bytes());
    await bench.task('sequence-as-standard-user', { account: 'sbsuser' });
    const accounts = whenRead(await bench.host.accounts());
    expect(accounts?.find(({ name }) => name === 'sbsuser')?.administrator).toBe(false);
    await bench.task('restore-account', { account: 'sbsuser', administrator: 'yes' });
    expect(JSON.parse(await bench.bytes())).toEqual(before);
  });

  it('never leaves an instrument without an enabled administrator', async () => {
    const { task, bytes } = await practiceBench('single-administrator');
    const before = await bytes();
    expect(await task('sequence-as-standard-user', { account: 'sbsuser' })).toBe('refused');
    expect(await bytes()).toBe(before);
  });

  it('makes sbsadmin first where that is allowed, and takes it away again with the undo', async () => {
    const bench = await practiceBench('single-administrator');
    await bench.edit({ switches: { personMakesAdministrator: true } });
    const before = JSON.parse(await bench.bytes());
    expect(await bench.task('sequence-as-standard-user', { account: 'sbsuser' })).toBe('done');
    const administrators = whenRead(await bench.host.accounts())?.filter((a) => a.administrator && a.enabled);
    expect(administrators?.map(({ name }) => name)).toEqual(['sbsadmin']);
    expect((await bench.person.passwordFor('sbsadmin'))?.reveal()).toContain('practice');
    await bench.task('restore-account', { account: 'sbsuser', administrator: 'yes' });
    expect(JSON.parse(await bench.bytes())).toEqual(before);
  });

  it('refuses what the scenario tells them to refuse, and changes nothing', async () => {
    const bench = await practiceBench('miniseq-2.2.1');
    await bench.edit({ switches: { personRefuses: ['lrm-service-account'] } });
    expect(await bench.task('lrm-service-account', { service: 'PracticeUcs', account: '.\\sbsuser' })).toBe('refused');
    expect((await bench.service('PracticeUcs')).account).toBe('.\\practicecopy');
  });

  it('refuses tasks that cannot be done as they are written', async () => {
    const { task } = await practiceBench('miseq-4.0-ruo');
    expect(await task('lrm-service-account', { service: 'Nothing', account: 'sbsuser' })).toBe('refused');
    expect(await task('lrm-service-account', { service: 'PracticeUcs', account: 'nobody' })).toBe('refused');
    expect(await task('sequence-as-standard-user', {})).toBe('refused');
    expect(await task('restore-account', { account: 'sbsuser' })).toBe('refused');
    expect(await task('close-ports-by-hand', { ports: 'all of them' })).toBe('refused');
    expect(await task('close-ports-by-hand', { rules: '[]' })).toBe('refused');
    expect(await task('install-by-hand', { installer: 'E:\\missing.exe' })).toBe('refused');
  });

  it('closes ports by hand with a rule for each port, which can be removed again', async () => {
    const { task, host, changes, bytes } = await practiceBench('miseq-4.0-ruo');
    const before = await bytes();
    expect(await task('close-ports-by-hand', { ports: 'tcp 18081, udp 18082' })).toBe('done');
    const closed = whenRead(await host.firewall())?.rules.filter(({ action }) => action === 'block') ?? [];
    expect(closed.map(({ protocol, ports }) => ({ protocol, ports }))).toEqual([
      { protocol: 'tcp', ports: [{ from: 18081, to: 18081 }] },
      { protocol: 'udp', ports: [{ from: 18082, to: 18082 }] },
    ]);
    await changes.removeFirewallRules(closed.map(({ name }) => name));
    expect(await bytes()).toBe(before);
  });

  it('types in rules exactly as they are given', async () => {
    const { task, host, bytes, changes } = await practiceBench('miseq-4.0-ruo');
    const before = await bytes();
    const rule = whenRead(await host.firewall())?.rules[0];
    const rules = [{ ...rule, name: 'By hand', action: 'block' }];
    expect(await task('close-ports-by-hand', { rules: JSON.stringify(rules) })).toBe('done');
    expect(whenRead(await host.firewall())?.rules).toContainEqual(rules[0]);
    await changes.removeFirewallRules(['By hand']);
    expect(await bytes()).toBe(before);
  });

  it('runs an installer by hand, and says so only when it succeeded', async () => {
    const { task, software } = await practiceBench('miseq-4.0-ruo');
    const installer = (name: string) => ({ installer: `E:\\UCS Update\\${name}` });
    expect(await task('install-by-hand', installer('UCS-Setup-fails.exe'))).toBe('refused');
    expect(await task('install-by-hand', installer('UCS-Setup.exe'))).toBe('done');
    expect(await software('Illumina Universal Copy Service')).toBe('2.9.0.1000');
  });
});
