import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'esbuild';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { openPracticeInstrument } from '../../../main/host/practice/practice-host.ts';
import { whenRead } from '../../../main/model/fact.ts';
import { newFolder } from './practice-bench.ts';

const SCENARIO = 'miseq-4.0-ruo';
const HOST_MODULE = join(import.meta.dirname, '../../../main/host/practice/practice-host.ts');

/** Changes the instrument for ever: adds a rule, then removes it. */
const RESTLESS = `
  import { openPracticeInstrument } from ${JSON.stringify(HOST_MODULE)};
  async function main() {
    const host = await openPracticeInstrument(process.argv[2], ${JSON.stringify(SCENARIO)});
    const [rule] = (await host.firewall()).value.rules;
    for (;;) {
      await host.changes.addFirewallRules([{ ...rule, name: 'Second rule' }]);
      process.stdout.write('.');
      await host.changes.removeFirewallRules(['Second rule']);
    }
  }
  main();
`;

it('kill -9 in the middle of changes leaves the state before or after a change, never half of one', async () => {
  const folder = await newFolder();
  const program = join(folder, 'restless.cjs');
  await build({
    stdin: { contents: RESTLESS, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: program,
  });
  const data = join(folder, 'data');
  for (let round = 0; round < 12; round += 1) {
    const child = execa(process.execPath, [program, data], { reject: false, buffer: false });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    await wait(round * 3);
    child.kill('SIGKILL');
    await child;
    const host = await openPracticeInstrument(data, SCENARIO);
    const names = whenRead(await host.firewall())?.rules.map(({ name }) => name);
    expect([1, 2]).toContain(names?.length);
    expect(names).toContain('Practice: allow the copy service');
  }
});
