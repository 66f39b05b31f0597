import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** C source of a program that leaves a file and does nothing else: whoever starts it finds out. */
const PROGRAM = (marker: string) => `
#include <stdio.h>
int main(void) { FILE *f = fopen(${JSON.stringify(marker)}, "w"); if (f) fclose(f); return 0; }
`;

/** C source of a library that leaves a file as soon as it is loaded. */
const LIBRARY = (marker: string) => `
#include <stdio.h>
__attribute__((constructor)) static void loaded(void) { FILE *f = fopen(${JSON.stringify(marker)}, "w"); if (f) fclose(f); }
`;

/** Script that leaves a file when it runs. */
export const leaves = (marker: string) => `require('node:fs').writeFileSync(${JSON.stringify(marker)}, '');\n`;

/** Builds a program or library for Windows, or a library for this system, that leaves a file where it runs. */
export async function plant(kind: 'windows-program' | 'windows-library' | 'library', file: string, marker: string) {
  const source = `${file}.c`;
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(source, kind === 'windows-program' ? PROGRAM(marker) : LIBRARY(marker));
  const compiler = kind === 'library' ? '/usr/bin/cc' : '/usr/bin/x86_64-w64-mingw32-gcc';
  const shared = kind === 'windows-program' ? [] : kind === 'library' ? ['-shared', '-fPIC'] : ['-shared'];
  await execa(compiler, [...shared, '-O1', '-s', '-o', file, source]);
}

/** An OpenSSL configuration that loads a library. */
export const loadsLibrary = (library: string) => `openssl_conf = start
nodejs_conf = start
[start]
providers = list
[list]
planted = planted_section
[planted_section]
module = ${library.replaceAll('\\', '\\\\')}
activate = 1
`;
