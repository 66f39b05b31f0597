import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { z } from 'zod';
import { fact } from '../../../main/model/fact.ts';
import { Firewall } from '../../../main/model/firewall.ts';
import type { Container } from './container.ts';

const Reply = z.union([
  z.strictObject({ answer: z.json() }),
  z.strictObject({ refused: z.strictObject({ code: z.string(), detail: z.string() }) }),
]);

/** The Linux host as one file that containers can start. */
export class Actor {
  private constructor(readonly folder: string) {}

  static async make(): Promise<Actor> {
    const folder = await mkdtemp(join(tmpdir(), 'ucs-actor-'));
    await build({
      entryPoints: [fileURLToPath(new URL('act.ts', import.meta.url))],
      outfile: join(folder, 'act.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'error',
      banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
    });
    return new Actor(folder);
  }

  /** What a container has to see to run it. */
  get bind(): string {
    return `${this.folder}:/opt/actor`;
  }

  /** Calls a method of the host inside; a refusal is given back, anything else that is thrown fails the test. */
  async call(container: Container, name: string, ...args: unknown[]): Promise<z.infer<typeof Reply>> {
    const words = ['node', '/opt/actor/act.mjs', name, JSON.stringify(args)];
    const { stdout } = await container.run(words);
    return Reply.parse(JSON.parse(String(stdout)));
  }

  /** The firewall as the host reads it. */
  async firewall(container: Container): Promise<Firewall> {
    const reply = await this.call(container, 'firewall');
    const reading = fact(Firewall).parse('answer' in reply ? reply.answer : null);
    if (reading.status !== 'read') throw new Error(JSON.stringify(reading));
    return reading.value;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
