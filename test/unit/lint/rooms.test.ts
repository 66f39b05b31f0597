import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../practice/practice-bench.ts';

const REPOSITORY = join(import.meta.dirname, '../../..');
const BIOME = join(REPOSITORY, 'node_modules/@biomejs/biome/bin/biome');

/** From the lowest room to the highest. `from` is a file that could stand there, `path` how others name the room. */
const ROOMS = [
  { room: 'model', from: 'main/model/probe.ts', path: 'main/model' },
  { room: 'host', from: 'main/host/practice/probe.ts', path: 'main/host' },
  { room: 'catalogue', from: 'main/catalogue/probe.ts', path: 'main/catalogue' },
  { room: 'observe', from: 'main/observe/probe.ts', path: 'main/observe' },
  { room: 'assess', from: 'main/assess/rows/probe.ts', path: 'main/assess' },
  { room: 'wizard-steps', from: 'wizard-steps/probe/step.ts', path: 'wizard-steps' },
  { room: 'plan', from: 'main/plan/probe.ts', path: 'main/plan' },
  { room: 'run', from: 'main/run/probe.ts', path: 'main/run' },
  { room: 'elevation', from: 'main/elevation/probe.ts', path: 'main/elevation' },
  { room: 'receipt', from: 'main/receipt/page/probe.ts', path: 'main/receipt' },
  { room: 'ipc', from: 'main/ipc/probe.ts', path: 'main/ipc' },
  { room: 'fronts', from: 'main/fronts/cli/probe.ts', path: 'main/fronts' },
];

/** The lines the import rule refuses in a file with these lines, if it stood at this path. */
async function refusedLines(path: string, lines: readonly string[]): Promise<number[]> {
  const folder = await newFolder();
  for (const file of ['biome.json', '.gitignore']) await copyFile(join(REPOSITORY, file), join(folder, file));
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), `${lines.join('\n')}\n`);
  const rule = 'lint/style/noRestrictedImports';
  const options = [`--only=${rule.replace('lint/', '')}`, '--colors=off', '--max-diagnostics=none'];
  const { stdout, stderr } = await execa(BIOME, ['lint', ...options, path], {
    cwd: folder,
    reject: false,
    timeout: 30_000,
  });
  expect(`${stdout}${stderr}`).toContain('Checked 1 file');
  const found = `${stdout}\n${stderr}`.matchAll(new RegExp(`${path}:(\\d+):\\d+ ${rule}`, 'g'));
  return [...new Set([...found].map(([, line]) => Number(line)))].sort((left, right) => left - right);
}

/** How a file in one folder names a file in another. */
function specifier(from: string, path: string): string {
  return `${'../'.repeat(from.split('/').length - 1)}${path}/inside/thing.ts`;
}

const all = (lines: readonly unknown[]) => lines.map((_line, index) => index + 1);

describe('a room imports only rooms below it', () => {
  it.each(ROOMS.map((each, height) => ({ ...each, height })))('$room', async ({ from, height }) => {
    const above = ROOMS.slice(height + 1).flatMap(({ path }) => [
      `import { a } from '${specifier(from, path)}';`,
      `export { b } from '${specifier(from, path)}';`,
      `const c = await import('${specifier(from, path)}');`,
      `import type { D } from '${specifier(from, path)}';`,
    ]);
    const below = ROOMS.slice(0, height + 1).map(({ path }) => `import { a } from '${specifier(from, path)}';`);
    expect(await refusedLines(from, above)).toEqual(all(above));
    expect(await refusedLines(from, below)).toEqual([]);
  });
});

describe('no room', () => {
  it.each(ROOMS)('$room starts programs through anything but execa, or knows of Electron', async ({ from }) => {
    const lines = [
      "import { execFile } from 'node:child_process';",
      "import { spawn } from 'child_process';",
      "const { exec } = await import('node:child_process');",
      "import { app } from 'electron';",
    ];
    expect(await refusedLines(from, lines)).toEqual(all(lines));
    expect(await refusedLines(from, ["import { execa } from 'execa';"])).toEqual([]);
  });
});

it('the window knows the contract only, no Node and no engine', async () => {
  const lines = [
    "import { readFile } from 'node:fs/promises';",
    "import { app } from 'electron';",
    "import { startRun } from '../../main/run/run.ts';",
    "import { linuxHost } from '../../main/host/linux/linux-host.ts';",
  ];
  expect(await refusedLines('renderer/screens/probe.tsx', lines)).toEqual(all(lines));
});
