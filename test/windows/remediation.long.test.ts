import { readFile, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReceiptFiles } from '../../main/model/conversation.ts';
import type { RunResult } from '../../main/model/run-state.ts';
import { fakeWindows } from './support/fake-windows.ts';
import { BENCHTOP, NEXTSEQ, NOVASEQ } from './support/images.ts';
import type { DriverRequest } from './support/run-driver.ts';
import { becomeInstrument, inDrive, putFile, type WindowsImage } from './support/windows-image.ts';
import { bundled, plainNode } from './support/windows-program.ts';
import { compilerMissing } from './support/windows-programs.ts';
import { Wine, wineMissing } from './support/wine.ts';

const missing = (await wineMissing()) ?? (await compilerMissing());
if (missing !== null) console.log(`Skipped "remediation on Windows": ${missing}.`);

const FIREWALL_RULES =
  'HKLM\\System\\CurrentControlSet\\Services\\SharedAccess\\Parameters\\FirewallPolicy\\FirewallRules';
const UCS_SERVICE = 'HKLM\\System\\CurrentControlSet\\Services\\StandInUcs';

interface Answer {
  result: RunResult;
  receipt: ReceiptFiles;
  asked: string[];
}

/** An instrument of one kind for some tests: what one of them changed is undone before the next. */
function onInstrument(name: string, image: WindowsImage, tests: (bench: Bench) => void): void {
  describe.skipIf(missing !== null)(name, () => {
    let wine: Wine;
    let node: string;
    let program: string;

    async function drive(changed: Partial<DriverRequest>): Promise<Answer> {
      const request = { job: 'run', account: null, installer: null, password: null, person: 'refuses', ...changed };
      await putFile(wine, 'C:\\request.json', JSON.stringify(request));
      const { exitCode, stderr } = await wine.finish(node, [program, 'C:\\request.json'], { timeout: 170_000 });
      if (exitCode !== 0) throw new Error(stderr);
      return JSON.parse(await readFile(inDrive(wine, 'C:\\request.json.answer'), 'utf8'));
    }

    beforeAll(async () => {
      wine = await Wine.start();
      await becomeInstrument(wine, image);
      node = await plainNode(wine);
      program = await bundled(wine, 'run-driver.ts', [fakeWindows()]);
    }, 300_000);

    afterAll(() => wine?.stop(), 60_000);

    tests({
      drive,
      put: (path, content) => putFile(wine, path, content),
      remove: (path) => rm(inDrive(wine, path)),
      registry: (...args) => wine.run('reg', 'query', ...args),
    });
  });
}

interface Bench {
  drive(changed: Partial<DriverRequest>): Promise<Answer>;
  put(path: string, content: string): Promise<void>;
  remove(path: string): Promise<void>;
  registry(...args: string[]): Promise<string>;
}

const states = ({ result }: Answer) => result.verdicts.map(({ state }) => state);
const statuses = ({ result }: Answer) => result.steps.map(({ id, outcome }) => [id, outcome.status]);

async function ourRules({ registry }: Bench): Promise<string[]> {
  return (await registry(FIREWALL_RULES)).split('\n').filter((line) => line.includes('UCS-Remediation-Wizard'));
}

async function closedAndBack(bench: Bench): Promise<void> {
  const there = await bench.drive({ account: '.\\sbsuser', password: 'practice-user' });
  expect(there.result.problem).toBeNull();
  expect(states(there)).toEqual(['mitigated', 'mitigated']);
  expect(statuses(there)).toEqual([
    ['firewall-ports', 'done'],
    ['ucs-account', 'done'],
  ]);
  expect(await ourRules(bench)).toHaveLength(3);
  expect(there.receipt.page).toContain('Mitigated');
  // The account of the service as Windows keeps it, not as the product says.
  expect(await bench.registry(UCS_SERVICE, '/v', 'ObjectName')).toContain('.\\sbsuser');

  const back = await bench.drive({ job: 'rollback' });
  expect(back.result.end).toBe('rolled-back');
  expect(states(back)).toEqual(['exposed', 'exposed']);
  expect(await ourRules(bench)).toEqual([]);
  expect(await bench.registry(UCS_SERVICE, '/v', 'ObjectName')).toContain('LocalSystem');
  expect(back.receipt.id).not.toBe(there.receipt.id);
}

onInstrument('MiSeq 4.0 in research mode, with Windows', BENCHTOP, (bench) => {
  it('a firewall tool that reports success and does nothing is found out', async () => {
    await bench.put('C:\\fake-windows\\netsh-lies.txt', '');
    const answer = await bench.drive({});
    expect(statuses(answer)[0]).toEqual(['firewall-ports', 'failed']);
    expect(states(answer)).toEqual(['exposed', 'exposed']);
    expect(answer.result.exitCode).not.toBe(0);
    await bench.remove('C:\\fake-windows\\netsh-lies.txt');
  }, 170_000);

  it('a wrong password touches neither the service nor its account', async () => {
    const answer = await bench.drive({ account: '.\\sbsuser', password: 'not-the-password' });
    expect(states(answer)).toEqual(['mitigated', 'exposed']);
    expect(answer.result.steps.at(-1)?.outcome.code).toBe('password-refused');
    expect(await bench.registry(UCS_SERVICE, '/v', 'ObjectName')).toContain('LocalSystem');
    expect(JSON.stringify(answer)).not.toContain('not-the-password');
    await bench.drive({ job: 'rollback' });
  }, 170_000);

  it(
    'the ports are closed and the service gets a standard account; undone, all is as it was',
    () => closedAndBack(bench),
    170_000,
  );
});

onInstrument('NextSeq 500/550 4.0, with Windows', NEXTSEQ, (bench) => {
  it(
    'the ports are closed and the service gets a standard account; undone, all is as it was',
    () => closedAndBack(bench),
    170_000,
  );
});

onInstrument('NovaSeq 6000 1.7.5, with Windows', NOVASEQ, (bench) => {
  it('an account that is still logged on with the rights of an administrator is not called a standard one', async () => {
    const answer = await bench.drive({ person: 'makes-account-standard' });
    expect(states(answer)[1]).not.toBe('mitigated');
    expect(answer.result.exitCode).not.toBe(0);
    await bench.drive({ job: 'rollback', person: 'makes-account-administrator' });
  }, 170_000);

  it('a person makes the account a standard one and logs on again; undone, all is as it was', async () => {
    const there = await bench.drive({ person: 'makes-account-standard-and-logs-on-again' });
    expect(states(there)).toEqual(['mitigated', 'mitigated']);
    expect(there.asked).toContain('guide');
    const back = await bench.drive({ job: 'rollback', person: 'makes-account-administrator' });
    expect(states(back)).toEqual(['exposed', 'exposed']);
    expect(await ourRules(bench)).toEqual([]);
  }, 170_000);
});
