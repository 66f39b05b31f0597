import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, expect, test } from 'vitest';
import { Failure } from '../../main/model/failure.ts';
import { goToPlan, openBench, sayYesUntilEnded, type WizardBench } from './wizard-harness.ts';

const open: WizardBench[] = [];

afterEach(async () => {
  for (const bench of open.splice(0)) await bench.leave();
});

async function bench(folder?: string): Promise<WizardBench> {
  const one = await openBench(folder);
  open.push(one);
  return one;
}

test('a person gets from the first screen to a signed receipt, and each screen comes when its time has come', async () => {
  const one = await bench();
  const { handlers } = one.wizard;
  expect(one.shown().screen).toBe('welcome');
  const { prepared, look } = await goToPlan(one, 'miseq-4.0-ruo');
  expect(look?.assessment.overall).toBe('exposed');
  expect(look?.picture.sockets.some(({ reach }) => reach === 'open')).toBe(true);
  expect(prepared?.plan.steps.map(({ id }) => id)).toEqual(['firewall-ports', 'ucs-account']);
  await handlers.goTo({ screen: 'elevate' });
  expect(one.shown().elevation).toEqual({ way: 'practice', program: null, warning: null });
  await handlers.startRun(null);
  const idle = await one.until(({ work }) => (work?.question ?? null) !== null);
  expect(idle).toMatchObject({ screen: 'approve', work: { question: { question: { kind: 'confirm-idle' } } } });
  await handlers.answer({ id: idle.work?.question?.id ?? '', answer: 'yes' });
  const approve = await one.until(({ work }) => work?.question?.question.kind === 'approve');
  expect(approve.screen).toBe('approve');
  const { ended, receipt, screen } = await sayYesUntilEnded(one);
  expect(screen).toBe('result');
  expect(ended?.result.overall).toBe('mitigated');
  expect(ended?.before?.picture.sockets.some(({ reach }) => reach === 'open')).toBe(true);
  expect(ended?.after?.picture.sockets.some(({ reach }) => reach === 'open')).toBe(false);
  expect(receipt?.content.operator).toMatchObject({ name: 'A. Tech', role: 'technician', site: 'Lab 3' });
  const { path } = await handlers.saveReceipt({ folder: join(one.folder, 'stick') });
  expect(await readFile(path, 'utf8')).toContain('payloadType');
  await handlers.saveReceiptPdf({ folder: join(one.folder, 'stick') });
  expect(one.shown().receipt?.saved).toHaveLength(2);
});

test('whoever stops before changing anything still gets a receipt of what was found', async () => {
  const one = await bench();
  await goToPlan(one, 'miseq-4.0-ruo');
  await one.wizard.handlers.stopWithReceipt(null);
  const { ended, receipt } = await sayYesUntilEnded(one);
  expect(ended?.result.end).toBe('declined');
  expect(ended?.result.overall).toBe('exposed');
  expect(receipt?.content.steps.map(({ outcome }) => outcome.status)).toEqual(['declined', 'declined']);
});

test('a run that waits for a restart is found again by the next start of the program, and goes on', async () => {
  const one = await bench();
  await goToPlan(one, 'installer-needs-reboot');
  await one.wizard.handlers.startRun(null);
  const paused = await sayYesUntilEnded(one);
  expect(paused.ended?.result.overall).toBe('pending-reboot');
  expect(paused.unfinished?.phase).toBe('paused');
  await one.wizard.handlers.restartPractice(null);
  await one.wizard.closing();
  const again = await one.startAgain();
  expect(again.shown()).toMatchObject({
    screen: 'welcome',
    machine: { kind: 'practice' },
    unfinished: { phase: 'paused' },
  });
  await again.wizard.handlers.resumeRun({ confirmIdle: true });
  const { ended } = await sayYesUntilEnded(again);
  expect(ended?.result.overall).toBe('mitigated');
  expect(again.shown().unfinished).toBeNull();
});

test('an answer to a question that is not open is refused, and nothing happens by it', async () => {
  const one = await bench();
  await goToPlan(one, 'miseq-4.0-ruo');
  await one.wizard.handlers.startRun(null);
  await one.until(({ work }) => (work?.question ?? null) !== null);
  await expect(one.wizard.handlers.answer({ id: 'another', answer: 'yes' })).rejects.toMatchObject({
    code: 'question-gone',
  });
  await expect(one.wizard.handlers.decide({ decline: [] })).rejects.toMatchObject({ code: 'work-under-way' });
  await one.wizard.handlers.stop(null);
  const { ended } = await one.until(({ ended: end }) => end !== null);
  expect(ended?.result.steps.every(({ outcome }) => outcome.status !== 'done')).toBe(true);
});

test('closing the window in mid-run brings the step under way to its end and nothing more', async () => {
  const one = await bench();
  await goToPlan(one, 'miseq-4.0-ruo');
  await one.wizard.handlers.startRun(null);
  await one.until(({ work }) => (work?.question ?? null) !== null);
  await one.wizard.closing();
  expect(one.shown().work).toBeNull();
  expect(one.shown().ended?.result.overall).toBe('exposed');
});

test('a run that ended keeps its result and receipt where its journal cannot be read afterwards, and says so', async () => {
  const one = await bench();
  await goToPlan(one, 'miseq-4.0-ruo');
  await one.wizard.handlers.startRun(null);
  for (;;) {
    const { work } = await one.until(({ work: now }) => (now?.question ?? null) !== null);
    const question = work?.question;
    if (question?.question.kind === 'password') break;
    await one.wizard.handlers.answer({ id: question?.id ?? '', answer: 'yes' });
    await one.until(({ work: now }) => now?.question?.id !== question?.id);
  }
  // What lies there is no journal, so none of the journals is read any more.
  await mkdir(join(one.folder, 'practice', 'miseq-4.0-ruo', 'journal', 'not-a-journal.jsonl'));
  await one.wizard.handlers.password({ id: one.shown().work?.question?.id ?? '', password: null });
  const { screen, ended, receipt, problem } = await one.until(({ work }) => work === null);
  expect(screen).toBe('result');
  expect(ended?.result.overall).toBe('mitigated');
  expect(receipt?.content.operator.name).toBe('A. Tech');
  expect(problem?.code).toBe('runs-not-read-after');
});

test('a diagnostic instrument is changed only with change control, which the plan asks for', async () => {
  const one = await bench();
  const { prepared } = await goToPlan(one, 'miseqdx-4.0.1');
  expect(prepared?.gates.changeControl).toBe(true);
  await one.wizard.handlers.startRun(null);
  const { ended } = await sayYesUntilEnded(one);
  expect(ended?.result.problem?.code).toBe('change-control-missing');
  expect(ended?.result.overall).toBe('exposed');
});

test('a screen is not shown before its time', async () => {
  const one = await bench();
  for (const screen of ['plan', 'elevate', 'approve', 'result', 'receipt'] as const) {
    await expect(one.wizard.handlers.goTo({ screen })).rejects.toBeInstanceOf(Failure);
  }
  expect(one.shown().screen).toBe('welcome');
});

test('a report for support names no person, place, serial number or account', async () => {
  const one = await bench();
  const { look } = await goToPlan(one, 'miseq-4.0-ruo');
  const { path } = await one.wizard.handlers.saveSupportReport({ folder: join(one.folder, 'stick') });
  const files = unzipSync(await readFile(path));
  const text = Object.values(files)
    .map((bytes) => Buffer.from(bytes).toString('utf8'))
    .join('\n');
  const { serial } = look?.assessment.identification ?? {};
  expect(serial).toBeTruthy();
  for (const telling of ['A. Tech', 'Lab 3', String(serial)]) expect(text).not.toContain(telling);
  expect(Object.keys(files).sort()).toEqual(['README.txt', 'log.jsonl', 'program.json', 'runs.json', 'snapshot.json']);
  expect(text).toContain('ucs-reachable');
});

test('damaged settings do not keep anybody from starting', async () => {
  const one = await bench();
  await one.wizard.handlers.saveSettings({ language: 'de', name: 'B' });
  await writeFile(join(one.folder, 'settings.json'), '{"language":');
  const again = await one.startAgain();
  expect(again.shown().settings.role).toBe('lab');
  expect(await readdir(one.folder)).toContain('settings.json');
});
