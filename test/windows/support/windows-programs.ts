import { access, constants, mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { sha256 } from '../../../main/model/json.ts';
import { CACHE } from '../../../scripts/pinned-package.mjs';

const COMPILER = '/usr/bin/x86_64-w64-mingw32-gcc';
const OPTIONS = ['-O2', '-s', '-municode'];
const LIBRARIES = { 'stand-in': '-lws2_32', 'fake-netsh': '-lole32', console: '-lkernel32' } as const;

/** Why programs for Windows cannot be made here; null where they can. */
export async function compilerMissing(): Promise<string | null> {
  return access(COMPILER, constants.X_OK).then(
    () => null,
    () => `it needs ${COMPILER} (Debian package gcc-mingw-w64-x86-64)`,
  );
}

/** One of the programs in `test/windows/programs`, compiled for Windows once for each version of its source. */
export async function windowsProgram(name: keyof typeof LIBRARIES): Promise<Buffer> {
  const source = fileURLToPath(new URL(`../programs/${name}.c`, import.meta.url));
  // What is compiled, and how.
  const digest = sha256((await readFile(source, 'utf8')) + [COMPILER, ...OPTIONS, LIBRARIES[name]].join(' '));
  const program = join(CACHE, 'test-programs', `${name}-${digest.slice(0, 16)}.exe`);
  const made = await readFile(program).catch(() => null);
  if (made !== null) return made;
  await mkdir(join(CACHE, 'test-programs'), { recursive: true });
  const making = `${program}.${process.pid}`;
  await execa(COMPILER, [...OPTIONS, '-o', making, source, LIBRARIES[name]]);
  await rename(making, program);
  return readFile(program);
}
