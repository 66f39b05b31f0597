import { constants } from 'node:fs';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { buildHive } from './hive-builder.ts';

const HIVEXREGEDIT = '/usr/bin/hivexregedit';

/** Why tests with hivex are skipped (it writes real hives; Debian package libwin-hivex-perl); null where it is there. */
export async function hivexMissing(): Promise<string | null> {
  return access(HIVEXREGEDIT, constants.X_OK).then(
    () => null,
    () => `${HIVEXREGEDIT} is not there (Debian package libwin-hivex-perl)`,
  );
}

/** A hive that hivex wrote from `.reg` text (UTF-8), whose keys begin with `prefix`. */
export async function hiveFrom(regText: string, prefix: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'ucs-hivex-'));
  const [hive, input] = [join(folder, 'hive'), join(folder, 'input.reg')];
  try {
    await writeFile(hive, buildHive({}, { minor: 3 }));
    await writeFile(input, inAscii(withParents(regText, prefix)));
    await execa(HIVEXREGEDIT, ['--merge', '--prefix', prefix, hive, input], {
      env: { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
      extendEnv: false,
      timeout: 60_000,
      stdin: 'ignore',
    });
    return await readFile(hive);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same text with every key's parents before it, as hivex wants it (and `reg export` leaves out). */
function withParents(regText: string, prefix: string): string {
  const made = new Set([prefix.toLowerCase()]);
  return regText.replaceAll(/^\[(.+)\]\r?$/gm, (_, path: string) => {
    const steps = path.slice(prefix.length + 1).split('\\');
    const lines = steps.map((_step, index) => [prefix, ...steps.slice(0, index + 1)].join('\\'));
    const missing = lines.slice(0, -1).filter((line) => !made.has(line.toLowerCase()));
    for (const line of lines) made.add(line.toLowerCase());
    return [...missing, path].map((line) => `[${line}]`).join('\n\n');
  });
}

/** The same text with texts beyond ASCII written as bytes: hivex takes each byte of its input for a letter. */
function inAscii(regText: string): string {
  return regText.replaceAll(/^("(?:[^"\\]|\\.)*")="((?:[^"\\]|\\.)*)"\r?$/gm, (line, name: string, content: string) => {
    if (/^[ -~]*$/.test(content)) return line;
    const bytes = Buffer.from(`${content.replaceAll(/\\(.)/g, '$1')}\0`, 'utf16le');
    return `${name}=hex(1):${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(',')}`;
  });
}
