import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { AssessDocument, documentOf, ErrorDocument, errorCode, PlanDocument, RunDocument } from './documents.ts';
import { newFolder, ucsRemedy } from './harness.ts';
import { PracticeInstrument, predicateOf } from './practice-instrument.ts';

describe.concurrent('a program that reads our output', () => {
  test.each([
    ['no command', [], 2, 'wrong-use'],
    ['an unknown command', ['repair'], 2, 'wrong-use'],
    ['an unknown option', ['assess', '--force'], 2, 'wrong-use'],
    ['an argument too many', ['assess', 'miseq-4.0-ruo'], 2, 'wrong-use'],
    ['a missing argument', ['verify'], 2, 'wrong-use'],
    ['a group without its command', ['key'], 2, 'wrong-use'],
    ['another group without its command', ['practice'], 2, 'wrong-use'],
    ['an unknown step', ['plan', '--practice', 'miseq-4.0-ruo', '--decline', 'everything'], 2, 'wrong-use'],
    ['an unknown practice instrument', ['assess', '--practice', 'nonesuch'], 2, 'unknown-scenario'],
    ['an unknown practice instrument to run', ['run', '--practice', 'nonesuch', '--yes'], 2, 'unknown-scenario'],
    ['a name that leads out of the folder', ['assess', '--practice', '../miseq-4.0-ruo'], 2, 'unknown-scenario'],
    ['two machines at once', ['assess', '--practice', 'miseq-4.0-ruo', '--root', '/'], 2, 'wrong-use'],
    ['half a change control', ['plan', '--practice', 'miseqdx-4.0.1', '--guide-read'], 2, 'change-control-incomplete'],
    ['two approvals', ['run', '--practice', 'miseq-4.0-ruo', '--yes', '--approve', '00'], 2, 'wrong-use'],
    ['blind approval of a real instrument', ['run', '--yes'], 2, 'wrong-use'],
    ['blind approval of a real resume', ['resume', '--yes'], 2, 'wrong-use'],
    ['a data folder of a real instrument', ['assess', '--data-dir', '/tmp/elsewhere'], 2, 'wrong-use'],
    ['a data folder of a real run', ['run', '--approve', '00', '--data-dir', '/tmp/elsewhere'], 2, 'wrong-use'],
    ['nothing to resume', ['resume', '--practice', 'miseq-4.0-ruo'], 2, 'nothing-to-resume'],
    ['nothing to roll back', ['rollback', '--practice', 'miseq-4.0-ruo'], 2, 'nothing-to-roll-back'],
    ['no such key', ['verify', 'x.receipt.json', '--key', '/nonexistent.pem'], 2, 'key-unreadable'],
    ['two authorities', ['verify', 'x', '--key', 'a', '--trust', 'b'], 2, 'wrong-use'],
  ] as const)('gets one document, with code and advice, for %s', async (_what, args, exitCode, code) => {
    const finished = await ucsRemedy([...args, '--json']);
    expect(errorCode(finished, exitCode)).toBe(code);
    expect(finished.stderr).toBe('');
  });

  test.each([
    ['the help', ['--help']],
    ['the help of a command', ['run', '--help']],
    ['the version', ['--version']],
  ])('gets one document for %s too', async (_what, args) => {
    const { exitCode, json, stdout } = await ucsRemedy([...args, '--json']);
    expect(exitCode).toBe(0);
    expect(json, stdout).toEqual({ text: expect.any(String) });
  });

  test.each([
    [['practice', 'list'], 0],
    [['catalogue', 'show'], 0],
    [['key', 'show', '--practice'], 0],
    [['verify', 'nowhere.receipt.json'], 17],
    [['assess', '--root', '/nonexistent'], 2],
  ] as const)('gets one document from %j', async (args, exitCode) => {
    const finished = await ucsRemedy([...args, '--json']);
    expect(finished.exitCode, finished.stderr).toBe(exitCode);
    expect(finished.json, finished.stdout).toBeTypeOf('object');
  });

  test('gets one document when an option lacks its value', async () => {
    expect(errorCode(await ucsRemedy(['assess', '--json', '--practice']), 2)).toBe('wrong-use');
  });

  test('a practice folder that cannot be made is an error with advice, not a stack of calls', async () => {
    const finished = await ucsRemedy(['assess', '--practice', 'miseq-4.0-ruo', '--json'], { dataDir: '/dev/null/x' });
    expect(documentOf(ErrorDocument, finished, 1).error.code).not.toBe('internal-error');
  });

  test('finds the fields of assess, plan, run and receipt under the agreed names and types', async () => {
    const instrument = await PracticeInstrument.create('novaseq6000-1.7.5');
    const assessed = documentOf(AssessDocument, await instrument.command('assess'), 10);
    expect(assessed.instrument).toMatchObject({ product: 'NovaSeq 6000 Control Software', version: '1.7.5' });
    expect(assessed.verdicts.every(({ evidence }) => evidence.length > 0)).toBe(true);
    documentOf(PlanDocument, await instrument.command('plan'), 10);
    const run = documentOf(RunDocument, await instrument.run(), 0);
    expect(run.steps.map(({ performedBy }) => performedBy)).toContain('simulated-person');
    const receipt = await predicateOf(run.receipt);
    expect(receipt).toMatchObject({
      overall: run.overall,
      verdicts: run.verdicts,
      instrument: { product: 'NovaSeq 6000 Control Software', version: '1.7.5' },
      practice: true,
    });
  });

  test('a receipt carries who, where, why and under which change control, and says what was not checked', async () => {
    const instrument = await PracticeInstrument.create('miseqdx-4.0.1');
    const out = await newFolder();
    const said = ['--role', 'lab', '--site', 'Room 7', '--reason', 'Recall', '--out', out];
    const { receipt } = documentOf(RunDocument, await instrument.run(said), 0);
    expect(receipt.startsWith(out)).toBe(true);
    expect(await predicateOf(receipt)).toMatchObject({
      operator: { name: 'A. Tech', role: 'lab', site: 'Room 7', reason: 'Recall', roleIsAClaim: true },
      changeControl: { reference: 'CC-PRACTICE-1', guideRead: true },
      notes: expect.arrayContaining([expect.objectContaining({ code: 'other-mode-not-checked' })]),
    });
    const page = await readFile(receipt.replace('.receipt.json', '.receipt.html'), 'utf8');
    expect(page).toContain('PRACTICE');
    expect(page).not.toMatch(/<script|https?:\/\/[^"']*\.(js|css)/i);
  });
});
