import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtInCatalogue } from '../../../main/catalogue/catalogue.ts';
import { allUcsNames } from '../../../main/catalogue/pack-for-instrument.ts';
import { practicePack } from '../../../main/catalogue/practice-packs.ts';
import { practiceDefaults, scenarioSummaries } from '../../../main/host/practice/scenarios.ts';
import { drawPicture } from '../../../main/ipc/engine/picture.ts';
import { unavailable } from '../../../main/model/fact.ts';
import { Failure } from '../../../main/model/failure.ts';
import { FactName } from '../../../main/model/observation.ts';
import { judgeIdle } from '../../../main/observe/idle.ts';
import { lookAt } from '../../../main/run/session.ts';
import { keyOf, phrasebook, say } from '../../../renderer/i18n/phrasebook.ts';
import english from '../../../renderer/locales/en/engine.json' with { type: 'json' };
import { notIdleProblem } from '../../../wizard-steps/idle-check/step.ts';
import { type RunBench, runBench, SEQUENCING_NOW, withReaders } from '../run/run-bench.ts';
import { sentences, sentencesInSource } from './engine-sentences.ts';

const book = phrasebook(english);
const SCENARIOS = scenarioSummaries();

/** The files of a folder and those below it, by their ending. */
function filesIn(folder: string, ending: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
}

/** The sentences among these that no template knows. */
function unknown(texts: readonly string[]): string[] {
  return [...new Set(texts)].flatMap((text) =>
    say(book, text, (key) => key)
      .filter(({ known }) => !known)
      .map((piece) => piece.text),
  );
}

/** Everything a run of a bench would show, whatever it ends with. */
async function shownBy(bench: RunBench, work: () => Promise<unknown>): Promise<string[]> {
  const problems: string[] = [];
  try {
    const result = await work();
    problems.push(...sentences.result(result as Parameters<typeof sentences.result>[0]));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    problems.push(...sentences.problem(error.problem));
  }
  return [
    ...problems,
    ...bench.front.seen.flatMap(sentences.progress),
    ...bench.front.asked.flatMap(sentences.question),
    ...bench.receipts.flatMap(sentences.receipt),
  ];
}

function packOf(id: string) {
  const { pack } = practiceDefaults(id);
  return pack === null ? null : practicePack(pack);
}

async function lookedAt(bench: RunBench, host = bench.host): Promise<string[]> {
  const catalogue = builtInCatalogue();
  const stated = { product: null, version: null, mode: null, ucsUnit: null };
  const { observation, assessment, snapshot } = await lookAt({ host, catalogue, pack: null }, stated, []);
  const idle = judgeIdle(observation, new Date());
  return [
    ...sentences.assessment(assessment),
    ...sentences.signs(snapshot.signs),
    ...sentences.exposure(snapshot.exposure),
    ...sentences.picture(drawPicture(observation, allUcsNames(catalogue, null))),
    ...sentences.problem(notIdleProblem(idle).problem),
    ...idle.evidence.map(({ says }) => says),
  ];
}

describe('every sentence of a practice instrument has its template', () => {
  it.each(SCENARIOS)('when $id is looked at, done, undone and looked at again', async ({ id }) => {
    const bench = await runBench(id);
    const shown = [...(await lookedAt(bench))];
    bench.front.answer = () => 'yes';
    const pack = packOf(id);
    shown.push(
      ...(await shownBy(bench, () =>
        bench.run({ approval: { kind: 'ask' }, confirmIdle: false, interactive: true, pack }),
      )),
    );
    shown.push(...(await lookedAt(bench)));
    await bench.host.reboot();
    shown.push(...(await shownBy(bench, () => bench.resume({ confirmIdle: true }))));
    shown.push(...(await shownBy(bench, () => bench.rollback())));
    expect(unknown(shown)).toEqual([]);
  });

  it.each(SCENARIOS)('when nobody agrees to anything at $id', async ({ id }) => {
    const bench = await runBench(id);
    bench.front.answer = () => 'no';
    const ask = { approval: { kind: 'ask' }, interactive: true } as const;
    const shown = [
      ...(await shownBy(bench, () => bench.run({ ...ask, confirmIdle: false, confirmBackup: false }))),
      ...(await shownBy(bench, () => bench.run({ ...ask, confirmBackup: false }, { changeControl: null }))),
      ...(await shownBy(bench, () => bench.run({ ...ask, acceptSigns: 'seen by the security officer' }))),
      ...(await shownBy(bench, () =>
        bench.run({}, { decline: ['firewall-ports', 'ucs-account', 'product-installer'] }),
      )),
      ...(await shownBy(bench, () => bench.run({ operator: { name: '', role: 'lab', site: '', reason: '' } }))),
      ...(await shownBy(bench, () => bench.run({}, { account: null, installer: null }))),
      ...(await shownBy(bench, () => bench.run({}, { account: 'nobody' }))),
      ...(await shownBy(bench, () => bench.run({ approval: { kind: 'digest', digest: 'f'.repeat(64) } }))),
      ...(await shownBy(bench, () =>
        bench.run({}, { stated: { product: 'miniseq', version: '2.0', mode: 'Dx', ucsUnit: null } }),
      )),
      ...(await shownBy(bench, () => bench.run({}, { installer: 'E:\\not-there.exe' }))),
      ...(await shownBy(bench, () => bench.resume())),
    ];
    expect(unknown(shown)).toEqual([]);
  });

  it('when a run is stopped, and when one goes on at the instrument', async () => {
    const bench = await runBench('miseq-4.0-ruo');
    bench.front.onProgress = ({ kind }) => {
      if (kind === 'step-begun') bench.front.stop = 'cancelled';
    };
    const shown = await shownBy(bench, () => bench.run());
    bench.front.stop = 'no';
    await bench.edit(SEQUENCING_NOW);
    shown.push(...(await shownBy(bench, () => bench.run())), ...(await lookedAt(bench)));
    expect(unknown(shown)).toEqual([]);
  });

  it.each(FactName.options)('when %s cannot be read', async (fact) => {
    const bench = await runBench('miseq-4.0-ruo');
    const failing = async () => unavailable('tool-failed', 'this reading fails on this practice instrument', 'a test');
    const host = withReaders(bench.host, { [fact]: failing }) as typeof bench.host;
    const unread = await runBench('miseq-4.0-ruo', (one) => withReaders(one, { [fact]: failing }));
    expect(unknown([...(await lookedAt(bench, host)), ...(await shownBy(unread, () => unread.run()))])).toEqual([]);
  });

  it('in the list of practice instruments', () => {
    expect(unknown(SCENARIOS.flatMap(({ title, summary }) => [title, summary]))).toEqual([]);
  });
});

/** Sentences that no window shows: those of the terminal, of files, and of the site pack's author. */
const NOT_SHOWN = [
  /^The key could not be enrolled|^Start the program as an administrator, or name a folder/,
  /^This key is already enrolled here|^Check the fingerprint\. Only if the enrolment/,
  /^This is not a key fingerprint|^Copy the fingerprint from/,
  /record of trusted keys|is not an enrolled key|enrols another fingerprint|is not a public Ed25519 key|folder of trusted keys/,
  /cannot be read or is too large\.$|^Make room on the disk, or start the program as an administrator/,
  /^Keep it as it is, copy the whole data folder to a safe place, and find out/,
  /^--practice and --root|^Give one of them|^The data folder of a real instrument is fixed|^Leave --data-dir out/,
];

describe('every sentence in the source of the engine has its template', () => {
  const files = [
    ...['assess', 'observe', 'run', 'plan', 'elevation', 'ipc'].flatMap((room) => filesIn(`main/${room}`, '.ts')),
    ...filesIn('main/catalogue', '.ts').filter((path) => !path.includes('csaf')),
    ...['practice', 'data-folder'].flatMap((folder) => filesIn(`main/host/${folder}`, '.ts')),
    ...filesIn('wizard-steps', '.ts'),
  ].filter((path) => !path.includes('test-double'));

  it.each(files.sort())('%s', (path) => {
    const missing = sentencesInSource(path)
      .filter(({ pieces }) => !NOT_SHOWN.some((pattern) => pattern.test(pieces.join('x'))))
      .filter(({ pieces }) => !WAYS_TO_FILL.some((hole) => known(pieces.join(hole))) && !partOfOne(pieces))
      .map(({ where, pieces }) => `${where} ${pieces.join('{{}}')}`);
    expect(missing).toEqual([]);
  });

  /** What a hole of the source may hold: a value, nothing, or an addition of its own. */
  const WAYS_TO_FILL = [
    'x1',
    '',
    ': x1',
    ' (x1)',
    ' on x1',
    ' x1',
    'TCP port 1',
    'can',
    '1',
    'This step was not begun.',
  ];

  function known(text: string): boolean {
    return keyOf(book, text) !== null || say(book, text, (key) => key).every((piece) => piece.known);
  }

  /** Some texts of the source are put together before they are shown: their pieces stand in one template, in their order. */
  function partOfOne(pieces: readonly string[]): boolean {
    const longest = pieces.reduce((one, other) => (other.length > one.length ? other : one)).trim();
    return book.all.some(({ literals }) => literals.join('').includes(longest));
  }
});
