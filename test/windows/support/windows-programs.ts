import { createHash } from 'node:crypto';
import { access, constants, mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { CACHE } from '../../../scripts/pinned-package.mjs';

const COMPILER = '/usr/bin/x86_64-w64-mingw32-gcc';
const LIBRARIES = { 'stand-in': '-lws2_32', 'fake-netsh': '-lole32' } as const;

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
  const digest = createHash('sha256')
    .update(await readFile(source))
    .digest('hex')
    .slice(0, 16);
  const program = join(CACHE, 'test-programs', `${name}-${digest}.exe`);
  const made = await readFile(program).catch(() => null);
  if (made !== null) return made;
  await mkdir(join(CACHE, 'test-programs'), { recursive: true });
  const making = `${program}.${process.pid}`;
  await execa(COMPILER, ['-O2', '-s', '-municode', '-o', making, source, LIBRARIES[name]]);
  await rename(making, program);
  return readFile(program);
}
