import { describe, expect, it } from 'vitest';
import { HostChangeError } from '../../../main/host/host.ts';
import { Secret } from '../../../main/host/secret.ts';
import { ucsAccount } from '../../../wizard-steps/ucs-account/step.ts';
import { practiceBench } from '../practice/practice-bench.ts';
import { withChanges } from '../run/run-bench.ts';
import { applyContext, planContext } from './step-bench.ts';

const MISEQ = 'miseq-4.0-ruo';

describe('planning', () => {
  it.each([
    [MISEQ, 'service-logon', 'automatic'],
    ['miniseq-2.2.1', 'lrm-4', 'guided'],
    ['novaseq6000-1.7.5', 'session', 'guided'],
    ['nextseq2000-1.4.1', 'linux-unit', 'guided'],
  ])('%s: %s, %s', async (scenario, variant, mode) => {
    const { host } = await practiceBench(scenario);
    const context = await planContext(host, scenario);
    expect(ucsAccount.applicable(context)).toContain('The copy service runs as');
    expect(ucsAccount.mode(context)).toBe(mode);
    const { params } = ucsAccount.prepare(context);
    expect(params).toMatchObject({ variant });
    expect(ucsAccount.describe(params)).toHaveLength(1);
  });

  it('does not apply where the account could not be read, or is no longer privileged', async () => {
    const { host, edit } = await practiceBench(MISEQ);
    await edit({ switches: { unreadable: ['services', 'processes'] } });
    expect(ucsAccount.applicable(await planContext(host, MISEQ))).toBe(false);
    const remediated = await practiceBench('already-remediated');
    expect(ucsAccount.applicable(await planContext(remediated.host, 'already-remediated'))).toBe(false);
  });

  it('warns that Local Service cannot reach a share runs are copied to', async () => {
    const { host, edit } = await practiceBench(MISEQ);
    await edit({ outputPlaces: { '\\\\server\\share\\runs\\': { kind: 'share', writers: ['sbsuser'] } } });
    const { warnings } = ucsAccount.prepare(await planContext(host, MISEQ, { account: 'LocalService' }));
    expect(warnings.join(' ')).toContain('cannot reach network shares');
  });

  it('does not begin where the account to go back to cannot be read', async () => {
    const { host, edit } = await practiceBench(MISEQ);
    const { params } = ucsAccount.prepare(await planContext(host, MISEQ));
    await edit({ switches: { unreadable: ['services'] } });
    await expect(ucsAccount.backup(host, params)).rejects.toThrow(HostChangeError);
  });
});

describe('going back', () => {
  it('to an account with a password asks for it, and without it a person has to do it', async () => {
    const bench = await practiceBench(MISEQ);
    await bench.edit({
      groups: { Administrators: ['Administrator', 'sbsadmin'] },
      services: { PracticeUcs: { account: '.\\sbsadmin', storedPassword: 'right', runningAs: '.\\sbsadmin' } },
    });
    const { params } = ucsAccount.prepare(await planContext(bench.host, MISEQ));
    const backup = await ucsAccount.backup(bench.host, params);
    const before = JSON.parse(await bench.bytes());
    const passwords = { '.\\sbsuser': new Secret('practice-user'), '.\\sbsadmin': new Secret('practice-admin') };
    expect(await ucsAccount.apply(bench.host, params, applyContext({ passwords }))).toMatchObject({ status: 'done' });

    const nobody = applyContext();
    expect(await ucsAccount.rollback(bench.host, backup, nobody)).toMatchObject({ status: 'needs-person' });
    expect(nobody.askedPasswords).toEqual(['.\\sbsadmin']);
    expect(await ucsAccount.rollback(bench.host, backup, applyContext({ passwords }))).toMatchObject({
      status: 'undone',
    });
    expect(JSON.parse(await bench.bytes())).toEqual(before);
  });

  it('is not believed: the account is read again', async () => {
    const bench = await practiceBench(MISEQ);
    const { params } = ucsAccount.prepare(await planContext(bench.host, MISEQ));
    const backup = await ucsAccount.backup(bench.host, params);
    const passwords = { '.\\sbsuser': new Secret('practice-user') };
    await ucsAccount.apply(bench.host, params, applyContext({ passwords }));
    const deaf = withChanges(bench.host, { setServiceAccount: async () => undefined });
    expect(await ucsAccount.rollback(deaf, backup, applyContext())).toMatchObject({
      status: 'failed',
      code: 'account-not-restored',
    });
  });
});
