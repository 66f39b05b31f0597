import { chmod, copyFile, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import * as z from 'zod';
import { Note } from '../../main/model/assessment.ts';
import { AssessDocument, documentOf } from './documents.ts';
import { absent, type Finished, newFolder, REPOSITORY, runProgram } from './harness.ts';

const OPENSSL = '/usr/bin/openssl';
const SHELL = '/bin/sh';
const skipped = absent('the walk through docs/catalogue-import.md', [OPENSSL, SHELL]);
const SCENARIO = ['assess', '--practice', 'miseq-3.1-unlisted', '--json'];
const Notes = z.array(Note);

/** A hand-made advisory: MiSeq Control Software 3.1 is affected, and so is a product the program does not know. */
async function advisory(): Promise<string> {
  const made = JSON.parse(await readFile(join(REPOSITORY, 'test/fixtures/csaf/free-text-ranges.json'), 'utf8'));
  const product = (name: string, version: string, id: string) => ({
    category: 'product_name',
    name,
    branches: [
      {
        category: 'product_version',
        name: version,
        product: { name: `${name} ${version}`, product_id: id },
      },
    ],
  });
  const branches = [product('MiSeq Control Software', '3.1', 'P-1'), product('Copy Station', '4.0', 'P-2')];
  made.document.tracking.id = 'EXAMPLE-2026-01';
  made.product_tree.branches[0].branches = branches;
  made.vulnerabilities = ['CVE-2023-1968', 'CVE-2023-1966'].map((cve) => ({
    cve,
    product_status: { known_affected: ['P-1', 'P-2'] },
  }));
  return JSON.stringify(made);
}

/** A desk with an advisory, and the program with the desk validator beside it under its name. */
class Desk {
  private constructor(
    readonly folder: string,
    readonly home: string,
    readonly bin: string,
  ) {}

  static async create(): Promise<Desk> {
    const desk = new Desk(await newFolder(), await newFolder(), await newFolder());
    await copyFile(inject('program'), join(desk.bin, 'ucs-remedy.cjs'));
    await copyFile(join(REPOSITORY, 'build/desk-validator.cjs'), join(desk.bin, 'desk-validator.cjs'));
    const program = join(desk.bin, 'ucs-remedy');
    await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${desk.bin}/ucs-remedy.cjs" "$@"\n`);
    await chmod(program, 0o755);
    await writeFile(join(desk.folder, 'advisory.json'), await advisory());
    return desk;
  }

  /** Follows blocks of a guide, exactly as a reader copies them. */
  async follow(guide: string, ...names: string[]): Promise<Finished> {
    const text = await readFile(join(REPOSITORY, 'docs', guide), 'utf8');
    const blocks = names.map((name) => {
      const block = new RegExp(`^\`\`\`\\w+ ${name}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(text)?.[1];
      if (block === undefined) throw new Error(`${guide} has no block "${name}"`);
      return block;
    });
    const env = { PATH: `${this.bin}:${dirname(process.execPath)}:/usr/sbin:/usr/bin:/sbin:/bin` };
    const script = ['set -eu', ...blocks].join('\n');
    const done = await runProgram(SHELL, ['-c', script], { cwd: this.folder, home: this.home, env });
    expect(done.exitCode, `${done.stderr}${done.stdout}`).toBe(0);
    return done;
  }

  ucsRemedy(args: readonly string[]): Promise<Finished> {
    const words = [join(this.bin, 'ucs-remedy.cjs'), ...args];
    return runProgram(process.execPath, words, { cwd: this.folder, home: this.home });
  }
}

describe.skipIf(skipped)('an advisory that lists what the built-in one does not', () => {
  test('imported, signed and trusted word for word as the guide says lists the instrument', async () => {
    const desk = await Desk.create();
    const before = documentOf(AssessDocument, await desk.ucsRemedy(SCENARIO), 0);
    expect(before).toMatchObject({ listed: [], overall: 'not-affected' });

    await desk.follow('site-packs.md', 'key', 'fingerprint');
    await desk.follow('catalogue-import.md', 'import', 'payload');
    await desk.follow('site-packs.md', 'sign', 'envelope');
    const { stdout: enrolled } = await desk.follow('site-packs.md', 'enrol');
    const { stdout } = await desk.follow('catalogue-import.md', 'use');
    expect(stdout).toContain('listed as EXAMPLE-2026-01/P-1');

    const after = documentOf(AssessDocument, await desk.ucsRemedy([...SCENARIO, '--pack', 'lab.pack.json']), 13);
    expect(after).toMatchObject({ listed: ['EXAMPLE-2026-01/P-1'], overall: 'unknown' });
    const notes = new Map(Notes.parse(after['notes']).map(({ code, text }) => [code, text]));
    expect(notes.get('listed-by-pack')).toContain('the advisory EXAMPLE-2026-01 in site pack "example-advisories"');
    expect(notes.get('pack-entries-not-judged')).toContain('P-2 Copy Station (no product this program knows)');

    const recorded = /^Recorded in: (.+)$/m.exec(enrolled)?.[1] ?? '';
    const fingerprint = (await readFile(join(desk.folder, 'fingerprint.txt'), 'utf8')).trim();
    const [first = ''] = (await readFile(recorded, 'utf8')).split('\n');
    expect(JSON.parse(first)).toMatchObject({ seq: 1, event: { kind: 'key-trusted', fingerprint } });
  });

  test('is worth nothing before its key is trusted', async () => {
    const desk = await Desk.create();
    await desk.follow('site-packs.md', 'key', 'fingerprint');
    await desk.follow('catalogue-import.md', 'import', 'payload');
    await desk.follow('site-packs.md', 'sign', 'envelope');
    const { exitCode, json } = await desk.ucsRemedy([...SCENARIO, '--pack', 'lab.pack.json']);
    expect(exitCode).toBe(18);
    expect(json).toMatchObject({ error: { code: 'pack-key-unknown' } });
  });
});
