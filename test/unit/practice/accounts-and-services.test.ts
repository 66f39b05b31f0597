import { describe, expect, it } from 'vitest';
import { Secret } from '../../../main/host/secret.ts';
import { whenRead } from '../../../main/model/fact.ts';
import { practiceBench } from './practice-bench.ts';

const USER = '.\\sbsuser';
const RIGHT = new Secret('practice-user');
const UCS = 'PracticeUcs';

describe('accounts of a practice instrument', () => {
  it('an administrator through a group within a group is an administrator', async () => {
    const { host } = await practiceBench('miniseq-2.2.1');
    const account = whenRead(await host.accounts())?.find(({ name }) => name === 'practicecopy');
    expect(account).toMatchObject({ administrator: true, administratorVia: ['PracticeOperators', 'Administrators'] });
  });

  it('groups that contain each other do not make anybody an administrator, nor hang the reading', async () => {
    const bench = await practiceBench('miseq-4.0-ruo');
    await bench.edit({ groups: { One: ['Two', 'sbsuser'], Two: ['One'] } });
    const account = whenRead(await bench.host.accounts())?.find(({ name }) => name === 'sbsuser');
    expect(account?.administrator).toBe(false);
  });

  it('root and members of wheel are administrators on Linux, others are not', async () => {
    const { host } = await practiceBench('nextseq2000-1.4.1');
    const administrators = whenRead(await host.accounts())?.filter(({ administrator }) => administrator);
    expect(administrators?.map(({ name }) => name)).toEqual(['ilmnadmin', 'root']);
  });

  it('accepts only the right password, of an account that is enabled', async () => {
    const { changes } = await practiceBench('miseq-4.0-ruo');
    expect(await changes.checkPassword(USER, RIGHT)).toBe('accepted');
    expect(await changes.checkPassword('SBSUSER', RIGHT)).toBe('accepted');
    expect(await changes.checkPassword(USER, new Secret('wrong'))).toBe('refused');
    expect(await changes.checkPassword('.\\nobody', RIGHT)).toBe('refused');
    expect(await changes.checkPassword('LocalSystem', RIGHT)).toBe('cannot-tell');
  });

  it('the simulated person knows passwords that fit, and none of accounts that have none', async () => {
    const { changes, person } = await practiceBench('miseq-4.0-ruo');
    const password = await person.passwordFor(USER);
    expect(password && (await changes.checkPassword(USER, password))).toBe('accepted');
    expect(await person.passwordFor('LocalSystem')).toBeNull();
  });

  it('never keeps a typed password in the state file', async () => {
    const bench = await practiceBench('miseq-4.0-ruo');
    await bench.changes.setServiceAccount(UCS, USER, new Secret('typed-by-somebody'));
    expect(await bench.bytes()).not.toContain('typed-by-somebody');
  });
});

describe('services of a practice instrument', () => {
  it('a new account does not count before the restart', async () => {
    const { changes, service } = await practiceBench('miseq-4.0-ruo');
    await changes.setServiceAccount(UCS, 'sbsuser', RIGHT);
    expect(await service(UCS)).toEqual({ account: USER, runsAs: 'LocalSystem', state: 'running' });
    await changes.restartService(UCS);
    expect(await service(UCS)).toEqual({ account: USER, runsAs: 'sbsuser', state: 'running' });
  });

  it('going back to the former account leaves the same bytes', async () => {
    const { changes, bytes } = await practiceBench('miseq-4.0-ruo');
    const before = await bytes();
    await changes.setServiceAccount(UCS, USER, RIGHT);
    await changes.restartService(UCS);
    expect(await bytes()).not.toBe(before);
    await changes.setServiceAccount(UCS, 'LocalSystem', null);
    await changes.restartService(UCS);
    expect(await bytes()).toBe(before);
  });

  it.each([
    ['a wrong password', USER, new Secret('wrong')],
    ['no password', USER, null],
    ['a disabled account', 'Administrator', null],
  ])('with %s the service does not start, and is seen stopped', async (_case, account, password) => {
    const { changes, service } = await practiceBench('miseq-4.0-ruo');
    await changes.setServiceAccount(UCS, account, password);
    await expect(changes.restartService(UCS)).rejects.toMatchObject({ code: 'start-failed' });
    expect((await service(UCS)).state).toBe('stopped');
  });

  it('a service and an account that do not exist are refused', async () => {
    const { changes, bytes } = await practiceBench('miseq-4.0-ruo');
    const before = await bytes();
    await expect(changes.restartService('Nothing')).rejects.toMatchObject({ code: 'not-found' });
    await expect(changes.setServiceAccount(UCS, '.\\nobody', null)).rejects.toMatchObject({ code: 'account-refused' });
    expect(await bytes()).toBe(before);
  });

  it('a supervisor puts the account back at the restart', async () => {
    const bench = await practiceBench('miseq-4.0-ruo');
    await bench.edit({ switches: { supervisorSetsAccount: 'LocalSystem' } });
    await bench.changes.setServiceAccount(UCS, USER, RIGHT);
    await bench.changes.restartService(UCS);
    expect(await bench.service(UCS)).toEqual({ account: 'LocalSystem', runsAs: 'LocalSystem', state: 'running' });
  });

  it('a copy service that does not bear its new account starts again with the former one', async () => {
    const bench = await practiceBench('miseq-4.0-ruo');
    await bench.edit({ switches: { ucsDoesNotStartAs: ['sbsuser'] } });
    await bench.changes.setServiceAccount(UCS, USER, RIGHT);
    await expect(bench.changes.restartService(UCS)).rejects.toMatchObject({ code: 'start-failed' });
    await bench.changes.setServiceAccount(UCS, 'LocalSystem', null);
    await bench.changes.restartService(UCS);
    expect((await bench.service(UCS)).state).toBe('running');
  });

  it('Local Run Manager can fail with the new account, and comes back with the former one', async () => {
    const bench = await practiceBench('miseq-4.0-ruo');
    await bench.edit({ switches: { dependantsStopWhenUcsRunsAs: [USER] } });
    await bench.changes.setServiceAccount(UCS, USER, RIGHT);
    await bench.changes.restartService(UCS);
    expect((await bench.service('PracticeLrm')).state).toBe('stopped');
    await bench.changes.setServiceAccount(UCS, 'LocalSystem', null);
    await bench.changes.restartService(UCS);
    expect((await bench.service('PracticeLrm')).state).toBe('running');
  });
});

describe('output places of a practice instrument', () => {
  const share = { path: '\\\\practice-server\\arrays\\output\\', kind: 'share' } as const;

  it('LocalService cannot write to a share, the standard account can', async () => {
    const { changes } = await practiceBench('iscan-4.0.0');
    expect(await changes.testWrite(share, 'NT AUTHORITY\\LocalService')).toBe('refused');
    expect(await changes.testWrite(share, USER)).toBe('written');
    expect(await changes.testWrite(share, 'sbsadmin')).toBe('refused');
    expect(await changes.testWrite(share, 'nobody')).toBe('cannot-tell');
  });

  it('an output place can refuse the new account', async () => {
    const bench = await practiceBench('iscan-4.0.0');
    await bench.edit({ switches: { outputRefuses: ['sbsuser'] } });
    expect(await bench.changes.testWrite(share, USER)).toBe('refused');
  });

  it('a member of a group that may write can write', async () => {
    const { changes } = await practiceBench('nextseq2000-1.4.1');
    const place = { path: '/practice/output', kind: 'local' } as const;
    expect(await changes.testWrite(place, 'ilmnuser')).toBe('written');
    expect(await changes.testWrite(place, 'root')).toBe('written');
    expect(await changes.testWrite({ ...place, path: '/elsewhere' }, 'root')).toBe('refused');
  });
});
