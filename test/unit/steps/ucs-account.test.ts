import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { HostChangeError } from '../../../main/host/host.ts';
import { Secret } from '../../../main/host/secret.ts';
import { unavailable } from '../../../main/model/fact.ts';
import { ucsAccount } from '../../../wizard-steps/ucs-account/step.ts';
import { practiceBench } from '../practice/practice-bench.ts';
import { outcomes, type RunBench, runBench, withChanges, withReaders } from '../run/run-bench.ts';
import { applyContext, planContext } from './step-bench.ts';

const MISEQ = 'miseq-4.0-ruo';
const WHOLE = { decline: ['firewall-ports' as const] };

/** Runs only this step, and compares the instrument with what it was. */
async function onlyAccount(bench: RunBench, account: string | null = '.\\sbsuser') {
  const before = JSON.parse(await bench.bytes());
  const result = await bench.run({}, { ...WHOLE, account });
  const unchanged = isDeepStrictEqual(JSON.parse(await bench.bytes()), before);
  return { result, unchanged, outcome: outcomes(result)[0] };
}

describe('the account is refused before anything is touched', () => {
  it.each([
    '.\\sbsadmin',
    'sbsadmin',
    'LocalSystem',
    '.\\LocalSystem',
    'NT AUTHORITY\\SYSTEM',
    'system',
    'Administrator',
  ])('where it is an administrator: %s', async (account) => {
    const bench = await runBench(MISEQ);
    const { outcome, unchanged, result } = await onlyAccount(bench, account);
    expect(outcome).toEqual(['ucs-account', 'needs-person', 'account-is-administrator']);
    expect(unchanged).toBe(true);
    expect(bench.front.askedPasswords).toEqual([]);
    expect(result.exitCode).toBe(10);
  });

  it('where it is an administrator through a group within a group', async () => {
    const bench = await runBench(MISEQ);
    await bench.edit({ groups: { Administrators: ['Administrator', 'sbsadmin', 'Lab'], Lab: ['sbsuser'] } });
    const { outcome, unchanged } = await onlyAccount(bench);
    expect(outcome?.[2]).toBe('account-is-administrator');
    expect(unchanged).toBe(true);
  });

  it('where its rights cannot be read', async () => {
    let planned = false;
    const bench = await runBench(MISEQ, (host) =>
      withReaders(host, {
        accounts: async () => (planned ? unavailable('tool-failed', 'no answer', 'test') : host.accounts()),
      }),
    );
    bench.front.onProgress = ({ kind }) => {
      if (kind === 'step-begun') planned = true;
    };
    const { outcome, unchanged } = await onlyAccount(bench);
    expect(outcome).toEqual(['ucs-account', 'needs-person', 'account-rights-not-readable']);
    expect(unchanged).toBe(true);
  });

  it('where none was named', async () => {
    const { outcome, unchanged } = await onlyAccount(await runBench(MISEQ), null);
    expect(outcome).toEqual(['ucs-account', 'needs-person', 'input-missing']);
    expect(unchanged).toBe(true);
  });

  it('where the password is wrong, or nobody gives one', async () => {
    const { host, bytes } = await practiceBench(MISEQ);
    const { params } = ucsAccount.prepare(await planContext(host, MISEQ));
    const before = await bytes();
    const wrong = applyContext({ passwords: { '.\\sbsuser': new Secret('not the password') } });
    expect(await ucsAccount.apply(host, params, wrong)).toMatchObject({
      status: 'needs-person',
      code: 'password-refused',
    });
    expect(await ucsAccount.apply(host, params, applyContext())).toMatchObject({ code: 'password-missing' });
    expect(await bytes()).toBe(before);
    expect(JSON.stringify(wrong.said)).not.toContain('not the password');
  });
});

describe('a change the lab could not work with is taken back by itself', () => {
  async function takenBack(switches: Record<string, string[]>) {
    const bench = await runBench(MISEQ);
    await bench.edit({ switches });
    return onlyAccount(bench);
  }

  it('where the copy service does not start', async () => {
    const { outcome, unchanged, result } = await takenBack({ ucsDoesNotStartAs: ['.\\sbsuser'] });
    expect(outcome).toEqual(['ucs-account', 'failed', 'start-failed']);
    expect(result.steps[0]?.outcome.says).toContain('The change was taken back.');
    expect(unchanged).toBe(true);
    expect(result.exitCode).toBe(10);
  });

  it('where the account cannot write where runs are copied to', async () => {
    const { outcome, unchanged } = await takenBack({ outputRefuses: ['.\\sbsuser'] });
    expect(outcome).toEqual(['ucs-account', 'undone', 'lab-would-not-work']);
    expect(unchanged).toBe(true);
  });

  it('where what works with the copy service stops', async () => {
    const { outcome, unchanged } = await takenBack({ dependantsStopWhenUcsRunsAs: ['.\\sbsuser'] });
    expect(outcome).toEqual(['ucs-account', 'undone', 'lab-would-not-work']);
    expect(unchanged).toBe(true);
  });

  it('and when even that does not work, the receipt says so, and the run can still be ended', async () => {
    let calls = 0;
    const bench = await runBench(MISEQ, (host) =>
      withChanges(host, {
        async setServiceAccount(service, account, password) {
          calls += 1;
          if (calls > 1) throw new HostChangeError('access-denied', 'the service manager does not answer');
          await host.changes?.setServiceAccount(service, account, password);
        },
      }),
    );
    await bench.edit({ switches: { ucsDoesNotStartAs: ['.\\sbsuser'] } });
    const { outcome, result } = await onlyAccount(bench);
    expect(outcome).toEqual(['ucs-account', 'failed', 'not-taken-back']);
    expect(result.steps[0]?.outcome.says).toContain('the service manager does not answer');
    expect(result.end).toBe('failed');
    expect((await bench.state()).phase).toBe('ended');
    calls = 0;
    expect(await bench.rollback()).toMatchObject({ end: 'rolled-back' });
  });

  it('and is not called undone where Local Run Manager stays down afterwards', async () => {
    const bench = await runBench(MISEQ, (host) => ({
      ...host,
      services: async () => {
        const services = await host.services();
        const state = JSON.parse(await bench.bytes());
        const hurt = state.firewall.rules['Hurt'] !== undefined;
        if (services.status !== 'read' || !hurt) return services;
        const value = services.value.map((service) =>
          service.name === 'PracticeLrm' ? { ...service, state: 'stopped' as const, pid: null } : service,
        );
        return { ...services, value };
      },
      changes:
        host.changes === null
          ? null
          : {
              ...host.changes,
              async setServiceAccount(service, account, password) {
                await host.changes?.setServiceAccount(service, account, password);
                const rule = JSON.parse(await bench.bytes()).firewall.rules['Practice: allow the copy service'];
                await bench.edit({ firewall: { rules: { Hurt: rule } } });
              },
            },
    }));
    const { outcome } = await onlyAccount(bench);
    expect(outcome).toEqual(['ucs-account', 'failed', 'not-taken-back']);
  });
});

describe('the copy service', () => {
  it('that a supervisor sets back is a conflict in the verdict, never closed', async () => {
    const bench = await runBench(MISEQ);
    await bench.run();
    await bench.edit({ switches: { supervisorSetsAccount: 'LocalSystem' } });
    await bench.host.changes?.restartService('PracticeUcs');
    const result = await bench.run();
    expect(result.verdicts[1]).toMatchObject({ cve: 'CVE-2023-1966', state: 'conflict' });
    expect(result.exitCode).toBe(12);
  });

  it('that a supervisor sets back at once does not count as changed', async () => {
    const bench = await runBench(MISEQ);
    await bench.edit({ switches: { supervisorSetsAccount: 'LocalSystem' } });
    const { result, outcome } = await onlyAccount(bench);
    expect(outcome).toEqual(['ucs-account', 'failed', 'no-effect']);
    expect(result.verdicts[1]?.state).not.toBe('mitigated');
    expect(result.exitCode).toBe(10);
  });

  it('still running with its old rights is not called lowered', async () => {
    const bench = await runBench(MISEQ, (host) => withChanges(host, { restartService: async () => undefined }));
    const { outcome } = await onlyAccount(bench);
    expect(outcome).toEqual(['ucs-account', 'failed', 'no-effect']);
  });
});

describe('writing where runs are copied to', () => {
  it('that cannot be tested is said so and not taken for a passed test', async () => {
    for (const testWrite of [
      async () => 'cannot-tell' as const,
      async () => Promise.reject(new HostChangeError('tool-failed', 'no log-on session')),
    ]) {
      const bench = await runBench(MISEQ, (host) => withChanges(host, { testWrite }));
      const { result } = await onlyAccount(bench);
      const check = result.steps[0]?.checks.find(({ id }) => id === 'output-writable');
      expect(check?.result).toBe('not-possible');
      expect(result.steps[0]?.outcome.status).toBe('done');
    }
  });
});

describe('guided by a person', () => {
  it('Local Run Manager 4: done by the simulated person, recorded as such, and undone again', async () => {
    const bench = await runBench('miniseq-2.2.1');
    const before = await bench.bytes();
    const result = await bench.run();
    expect(result.steps.find(({ id }) => id === 'ucs-account')).toMatchObject({
      mode: 'guided',
      performedBy: 'simulated-person',
      outcome: { status: 'done' },
    });
    await bench.rollback();
    expect(await bench.bytes()).toBe(before);
  });

  it('what the person did not do is never called done', async () => {
    const bench = await runBench('miniseq-2.2.1');
    await bench.edit({ switches: { personRefuses: ['lrm-service-account'] } });
    const { outcome, unchanged, result } = await onlyAccount(bench);
    expect(outcome).toEqual(['ucs-account', 'needs-person', 'guided-step-open']);
    expect(unchanged).toBe(true);
    expect(result.exitCode).toBe(10);
  });

  it('what the person says is done is looked at: said and not done counts as no effect', async () => {
    const bench = await runBench('miniseq-2.2.1', (host) => ({ ...host, simulatedPerson: null }));
    bench.front.answer = ({ kind }) => (kind === 'guide' ? 'yes' : 'no');
    const { outcome, result } = await onlyAccount(bench);
    expect(outcome?.[1]).toBe('failed');
    expect(result.verdicts[1]?.state).toBe('exposed');
    expect(result.exitCode).toBe(10);
  });

  it('on a real instrument with nobody there the step waits for a person', async () => {
    const bench = await runBench('miniseq-2.2.1', (host) => ({ ...host, simulatedPerson: null }));
    const { outcome, unchanged, result } = await onlyAccount(bench);
    expect(outcome).toEqual(['ucs-account', 'needs-person', 'guided-step-open']);
    expect(unchanged).toBe(true);
    expect(result.exitCode).toBe(10);
  });

  it('the only administrator of a NovaSeq is left as it is', async () => {
    const bench = await runBench('single-administrator');
    const { outcome, unchanged } = await onlyAccount(bench, 'sbsuser');
    expect(outcome).toEqual(['ucs-account', 'needs-person', 'last-administrator']);
    expect(unchanged).toBe(true);
  });

  it('a NovaSeq account is seen to be what it was also where Windows names it with its machine', async () => {
    const machine = 'NOVASEQ-1\\';
    const bench = await runBench('novaseq6000-1.7.5', (host) => ({
      ...host,
      async processes() {
        const processes = await host.processes();
        if (processes.status !== 'read') return processes;
        const value = processes.value.map(({ account, ...process }) => ({
          ...process,
          account: account?.kind === 'user' ? { ...account, name: `${machine}${account.name}` } : account,
        }));
        return { ...processes, value };
      },
      simulatedPerson: host.simulatedPerson && {
        ...host.simulatedPerson,
        perform: (task) => {
          const account = String(task.details['account']).replace(machine, '');
          return host.simulatedPerson?.perform({ ...task, details: { ...task.details, account } }) ?? Promise.reject();
        },
      },
    }));
    await bench.run();
    const back = await bench.rollback();
    expect(outcomes(back)).toContainEqual(['ucs-account', 'undone', 'account-restored']);
  });

  it('an administrator named for a guided change is refused before anybody is asked to do it', async () => {
    const bench = await runBench('miniseq-2.2.1');
    const { outcome, unchanged } = await onlyAccount(bench, '.\\sbsadmin');
    expect(outcome?.[2]).toBe('account-is-administrator');
    expect(unchanged).toBe(true);
    expect(bench.front.seen.filter(({ kind }) => kind === 'person')).toEqual([]);
  });
});
