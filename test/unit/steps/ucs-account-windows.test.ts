import { describe, expect, it } from 'vitest';
import type { Host, HostChanges } from '../../../main/host/host.ts';
import { Secret } from '../../../main/host/secret.ts';
import { read } from '../../../main/model/fact.ts';
import { ucsAccount } from '../../../wizard-steps/ucs-account/step.ts';
import { practiceBench } from '../practice/practice-bench.ts';
import { outcomes, runBench } from '../run/run-bench.ts';
import { applyContext, planContext } from './step-bench.ts';

const MISEQ = 'miseq-4.0-ruo';
const NOVASEQ = 'novaseq6000-1.7.5';

/** A practice instrument that says it is a real Windows, with a right to log on as a service that setting an account gives. */
function withLogonRight(host: Host, holders: Set<string>): Host {
  const { changes } = host;
  if (changes === null) throw new Error('this host changes nothing');
  const plain = (account: string) => account.replace(/^\.\\/, '');
  const own: HostChanges = {
    ...changes,
    async setServiceAccount(service, account, password) {
      if (password !== null) holders.add(plain(account));
      await changes.setServiceAccount(service, account, password);
    },
    logonRight: {
      isGranted: async (account) => holders.has(plain(account)),
      takeBack: async (account) => void holders.delete(plain(account)),
    },
  };
  return { ...host, about: { ...host.about, kind: 'windows' }, changes: own };
}

async function bench(holders: string[]) {
  const { host, edit } = await practiceBench(MISEQ);
  const set = new Set(holders);
  const windows = withLogonRight(host, set);
  const { params } = ucsAccount.prepare(await planContext(windows, MISEQ));
  const context = applyContext({ passwords: { '.\\sbsuser': new Secret('practice-user') } });
  return { host: windows, params, context, holders: set, edit };
}

describe('the right to log on as a service', () => {
  it('stands in the plan', async () => {
    const { params } = await bench([]);
    expect(ucsAccount.describe(params)[1]?.what).toContain('to log on as a service');
  });

  it.each([
    ['MISEQ-1\\sbsuser', 'an account of this machine', true],
    ['HOSPITAL\\sbsuser', 'an account of a domain, also where one here has its name', false],
  ])('%s, %s: whether the plan promises to give it', async (account, _what, gives) => {
    const { host } = await bench([]);
    const named: Host = {
      ...host,
      accounts: async () => {
        const fact = await host.accounts();
        if (fact.status === 'unavailable') return fact;
        return { ...fact, value: fact.value.map((each) => ({ ...each, fullName: `MISEQ-1\\${each.name}` })) };
      },
    };
    const { params } = ucsAccount.prepare(await planContext(named, MISEQ, { account }));
    expect(params).toMatchObject({ givesLogonRight: gives });
  });

  it('is taken back where the step gave it', async () => {
    const { host, params, context, holders } = await bench([]);
    const backup = await ucsAccount.backup(host, params);
    expect(await ucsAccount.apply(host, params, context)).toMatchObject({ status: 'done' });
    expect([...holders]).toEqual(['sbsuser']);
    expect(await ucsAccount.rollback(host, backup, context)).toMatchObject({ status: 'undone' });
    expect([...holders]).toEqual([]);
  });

  it('stays where the account had it before', async () => {
    const { host, params, context, holders } = await bench(['sbsuser']);
    const backup = await ucsAccount.backup(host, params);
    await ucsAccount.apply(host, params, context);
    await ucsAccount.rollback(host, backup, context);
    expect([...holders]).toEqual(['sbsuser']);
  });

  it('stays where another service needs it by now', async () => {
    const { host, params, context, holders, edit } = await bench([]);
    const backup = await ucsAccount.backup(host, params);
    await ucsAccount.apply(host, params, context);
    await edit({ services: { PracticeLrm: { account: '.\\sbsuser' } } });
    await ucsAccount.rollback(host, backup, context);
    expect([...holders]).toEqual(['sbsuser']);
  });

  it('is taken back by itself where the copy service does not start with the account', async () => {
    const holders = new Set<string>();
    const run = await runBench(MISEQ, (host) => withLogonRight(host, holders));
    await run.edit({ switches: { ucsDoesNotStartAs: ['.\\sbsuser'] } });
    const result = await run.run({}, { decline: ['firewall-ports'], account: '.\\sbsuser' });
    expect(outcomes(result)[0]).toEqual(['ucs-account', 'failed', 'start-failed']);
    expect(result.steps[0]?.outcome.says).toContain('The change was taken back.');
    expect([...holders]).toEqual([]);
  });
});

describe('UCS as a program of the session', () => {
  it('is not begun from the session of somebody else, where nothing would be seen of it', async () => {
    const { host } = await practiceBench(NOVASEQ);
    const account = { name: 'sbsadmin', id: 'S-1-5-21-9-9', kind: 'user' } as const;
    const elsewhere: Host = { ...host, session: async () => read({ account, kind: 'console' as const }, 'test') };
    const { needs } = ucsAccount.prepare(await planContext(elsewhere, NOVASEQ));
    expect(needs.join(' ')).toContain('sbsadmin is logged on here');
    expect(ucsAccount.prepare(await planContext(host, NOVASEQ)).needs).toEqual([]);
  });

  it('waits for the log-off that takes the rights away, and goes on after it without a restart', async () => {
    let loggedOff = true;
    const instrument = await runBench(NOVASEQ, (host) => ({
      ...host,
      async processes() {
        const processes = await host.processes();
        if (loggedOff || processes.status === 'unavailable') return processes;
        const value = processes.value.map((process) =>
          process.account?.kind === 'user'
            ? { ...process, account: { name: process.account.name, id: null, kind: 'until-log-off' as const } }
            : process,
        );
        return { ...processes, value };
      },
    }));
    instrument.front.onProgress = ({ kind, step }) => {
      if (kind === 'step-begun' && step === 'ucs-account') loggedOff = false;
    };
    const first = await instrument.run({}, { decline: ['firewall-ports'] });
    expect(outcomes(first)[0]?.slice(0, 2)).toEqual(['ucs-account', 'needs-restart']);
    expect(first).toMatchObject({ end: 'interim' });
    const again = await instrument.resume({ confirmIdle: true });
    expect(again).toMatchObject({ end: 'interim' });
    loggedOff = true;
    const last = await instrument.resume({ confirmIdle: true });
    expect(outcomes(last)[0]).toEqual(['ucs-account', 'done', 'done-after-restart']);
    expect(last.end).toBe('completed');
  });
});
