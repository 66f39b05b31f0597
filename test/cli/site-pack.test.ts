import { chmod, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { AssessDocument, documentOf, errorCode, PlanDocument, RunDocument } from './documents.ts';
import { absent, type Finished, newFolder, REPOSITORY, runProgram, ucsRemedy } from './harness.ts';
import { PracticeInstrument, predicateOf } from './practice-instrument.ts';

const OPENSSL = '/usr/bin/openssl';
const SHELL = '/bin/sh';
const skipped = absent('the walk through docs/site-packs.md', [OPENSSL, SHELL]);
const PRACTICE_PACKS = ['iseq100', 'nextseq550-4.0', 'nextseq550dx-os-1.3.3'];
const PACK = join(REPOSITORY, 'assets/practice/packs/practice-ucs-update.pack.json');

const guide = await readFile(join(REPOSITORY, 'docs/site-packs.md'), 'utf8');

/** A block of the guide, exactly as a reader copies it. */
function documented(name: string): string {
  const block = new RegExp(`^\`\`\`\\w+ ${name}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(guide);
  if (block?.[1] === undefined) throw new Error(`the guide has no block "${name}"`);
  return block[1];
}

/** A stranger's desk: an empty folder and home, and the program by its name. */
class Desk {
  private constructor(
    readonly folder: string,
    readonly home: string,
    readonly bin: string,
  ) {}

  static async create(): Promise<Desk> {
    const desk = new Desk(await newFolder(), await newFolder(), await newFolder());
    const program = join(desk.bin, 'ucs-remedy');
    await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${inject('program')}" "$@"\n`);
    await chmod(program, 0o755);
    return desk;
  }

  /** Follows blocks of the guide. */
  async follow(...names: string[]): Promise<Finished> {
    const script = ['set -eu', ...names.map(documented)].join('\n');
    const env = { PATH: `${this.bin}:${dirname(process.execPath)}:/usr/sbin:/usr/bin:/sbin:/bin` };
    const done = await runProgram(SHELL, ['-c', script], { cwd: this.folder, home: this.home, env });
    expect(done.exitCode, `${done.stderr}${done.stdout}`).toBe(0);
    return done;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Makes a pack as the guide says, with some of its words replaced. */
  async makePack(replacements: Record<string, string> = {}): Promise<string> {
    let payload = documented('payload');
    for (const [from, to] of Object.entries(replacements)) payload = payload.replace(from, to);
    await writeFile(this.path('payload.json'), payload);
    await this.follow('sign', 'envelope');
    return this.path('lab.pack.json');
  }

  async fingerprint(): Promise<string> {
    return (await readFile(this.path('fingerprint.txt'), 'utf8')).trim();
  }
}

/** A desk with a key, and a practice instrument that trusts it. */
async function deskAndInstrument() {
  const desk = await Desk.create();
  await desk.follow('key', 'fingerprint');
  const instrument = await PracticeInstrument.create('iseq100');
  const trust = ['key', 'trust', await desk.fingerprint(), '--kind', 'pack', '--practice'];
  expect((await ucsRemedy(trust, { dataDir: instrument.dataDir })).exitCode).toBe(0);
  return { desk, instrument };
}

describe.skipIf(skipped)('a pack a stranger makes with OpenSSL and a text editor', () => {
  test('word for word as the guide says runs a practice instrument to "fixed"', async () => {
    const desk = await Desk.create();
    await desk.follow('key', 'fingerprint');
    await desk.makePack();
    const { stdout } = await desk.follow('enrol', 'use');
    expect(stdout).toContain('Overall: FIXED by the vendor');
    expect(stdout).toContain('signed by Example Laboratory, IT');
    expect(stdout).toContain('Contact for questions: it@example.org');
    expect(stdout).toContain(await desk.fingerprint().then((digits) => digits.slice(0, 16)));
  });

  test('is refused in each of the ways it can be wrong, and nothing is changed', async () => {
    const { desk, instrument } = await deskAndInstrument();
    const before = await instrument.state();
    const refused = async (path: string) => {
      const codes: string[] = [];
      for (const command of ['assess', 'plan'])
        codes.push(errorCode(await instrument.command(command, ['--pack', path]), 18));
      codes.push(errorCode(await instrument.run(['--pack', path]), 18));
      expect(await instrument.state()).toBe(before);
      expect(await instrument.journals()).toEqual([]);
      expect(new Set(codes).size, codes.join()).toBe(1);
      return codes[0];
    };
    const copyOf = async (change: (text: string) => string) => {
      await writeFile(desk.path('changed.pack.json'), change(await readFile(desk.path('lab.pack.json'), 'utf8')));
      await writeFile(desk.path('changed.pub.pem'), await readFile(desk.path('lab.pub.pem')));
      return desk.path('changed.pack.json');
    };

    expect(await refused(await desk.makePack({ '2099-01-01': '2026-02-01' }))).toBe('pack-expired');
    expect(await refused(await desk.makePack({ '2026-01-01': '2098-01-01' }))).toBe('pack-not-yet-valid');
    expect(await refused(await desk.makePack({ '"issuer"': '"issuers"' }))).toBe('pack-malformed');
    await desk.makePack();
    expect(
      await refused(await copyOf((text) => text.replace(/"sig": "(.)/, (_, c) => `"sig": "${c === 'A' ? 'B' : 'A'}`))),
    ).toBe('pack-altered');
    expect(
      await refused(
        await copyOf((text) => text.replace(/"payload": "e(.)/, (_, c) => `"payload": "e${c === 'A' ? 'B' : 'A'}`)),
      ),
    ).toBe('pack-altered');
    expect(await refused(await copyOf((text) => text.replace(/\[\{.*\}\]/, '[]')))).toBe('pack-unsigned');
    expect(await refused(desk.path('payload.json'))).toBe('pack-unsigned');
    expect(await refused(desk.path('nothing.pack.json'))).toBe('pack-unreadable');
    await desk.follow('key', 'fingerprint');
    expect(await refused(await desk.makePack())).toBe('pack-key-unknown');
  });

  test('is refused when an older one comes after a newer one', async () => {
    const { desk, instrument } = await deskAndInstrument();
    const newer = await desk.makePack({ '"counter": 1': '"counter": 7' });
    documentOf(RunDocument, await instrument.run(['--pack', newer]), 0);
    const state = await instrument.state();
    const older = await desk.makePack({ '"counter": 1': '"counter": 6' });
    expect(errorCode(await instrument.command('assess', ['--pack', older]), 18)).toBe('pack-older');
    expect(errorCode(await instrument.run(['--pack', older]), 18)).toBe('pack-older');
    expect(await instrument.state()).toBe(state);
  });

  test('is approved by a digest that covers it', async () => {
    const { desk, instrument } = await deskAndInstrument();
    const pack = await desk.makePack();
    const { digest } = documentOf(PlanDocument, await instrument.command('plan', ['--pack', pack]), 10);
    const plain = documentOf(PlanDocument, await instrument.command('plan', ['--no-pack']), 10);
    expect(digest).not.toBe(plain.digest);
    const agreed = ['--confirm-idle', '--operator', 'A. Tech', '--pack', pack];
    expect(errorCodeOf(await instrument.command('run', [...agreed, '--approve', plain.digest]), 16)).toBe(
      'plan-changed',
    );
    documentOf(RunDocument, await instrument.command('run', [...agreed, '--approve', digest]), 0);
  });
});

/** The code of the problem a run ended with; it has its other fields as well. */
function errorCodeOf(finished: Finished, exitCode: number): string | undefined {
  return documentOf(RunDocument, finished, exitCode).error?.code;
}

describe('a practice instrument that brings a pack', () => {
  test.each(PRACTICE_PACKS)('%s ends fixed with it and mitigated without it', async (scenario) => {
    const [withPack, without] = [await PracticeInstrument.create(scenario), await PracticeInstrument.create(scenario)];
    const fixed = documentOf(RunDocument, await withPack.run(), 0);
    const mitigated = documentOf(RunDocument, await without.run(['--no-pack']), 0);
    expect([fixed.overall, mitigated.overall]).toEqual(['fixed', 'mitigated']);
    expect((await predicateOf(fixed.receipt))['pack']).toMatchObject({ stamp: { packId: 'practice-ucs-update' } });
    expect((await predicateOf(mitigated.receipt))['pack']).toBeNull();
    expect((await withPack.verify([fixed.receipt])).exitCode).toBe(0);
  });

  test('tells it in the document of assess, and null without it', async () => {
    const instrument = await PracticeInstrument.create('iseq100');
    const withPack = documentOf(AssessDocument, await instrument.command('assess'), 10);
    expect(withPack['pack']).toMatchObject({ packId: 'practice-ucs-update', counter: 1, issuer: 'Practice Desk' });
    expect(documentOf(AssessDocument, await instrument.command('assess', ['--no-pack']), 10)['pack']).toBeNull();
  });
});

describe('a practice pack on this machine', () => {
  test('is refused, and so is it for a copied disk', async () => {
    expect(errorCode(await ucsRemedy(['assess', '--pack', PACK, '--json']), 18)).toBe('pack-practice-key');
    const disk = await newFolder();
    expect(errorCode(await ucsRemedy(['assess', '--root', disk, '--pack', PACK, '--json']), 18)).toBe(
      'pack-practice-key',
    );
  });
});
