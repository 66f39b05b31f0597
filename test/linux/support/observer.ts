import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { execa } from 'execa';
import * as z from 'zod';
import { fact } from '../../../main/model/fact.ts';
import { Firewall } from '../../../main/model/firewall.ts';
import { DefaultRoute, NetworkInterface } from '../../../main/model/network-facts.ts';
import { Connection } from '../../../main/model/sign-facts.ts';
import { Account, InstalledSoftware, Listener, Process } from '../../../main/model/system-facts.ts';

const Facts = z.object({
  about: z.object({ elevated: z.boolean() }),
  firewall: fact(Firewall).optional(),
  listeners: fact(z.array(Listener)).optional(),
  processes: fact(z.array(Process)).optional(),
  accounts: fact(z.array(Account)).optional(),
  software: fact(z.array(InstalledSoftware)).optional(),
  networkInterfaces: fact(z.array(NetworkInterface)).optional(),
  defaultRoutes: fact(z.array(DefaultRoute)).optional(),
  connections: fact(z.array(Connection)).optional(),
  runFolders: z.looseObject({ status: z.string(), cause: z.string().optional() }).optional(),
});
export type ObservedFacts = z.infer<typeof Facts>;
export type ObservedName = Exclude<keyof ObservedFacts, 'about'>;

/** The readers as a file of their own, to be started in other namespaces and as other users. */
export class Observer {
  private constructor(
    readonly folder: string,
    readonly file: string,
  ) {}

  static async make(): Promise<Observer> {
    const folder = await mkdtemp(join(tmpdir(), 'ucs-observer-'));
    await chmod(folder, 0o755);
    const file = join(folder, 'observe.mjs');
    await build({
      entryPoints: [fileURLToPath(new URL('observe.ts', import.meta.url))],
      outfile: file,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'error',
      banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
    });
    return new Observer(folder, file);
  }

  /** Facts as seen by a process started through `wrapper` (for example `ip netns exec NAME`). */
  async look(wrapper: readonly string[], ...names: ObservedName[]): Promise<ObservedFacts> {
    const [command = process.execPath, ...args] = [...wrapper, process.execPath, this.file, ...names];
    const { stdout } = await execa(command, args);
    return Facts.parse(JSON.parse(stdout));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
