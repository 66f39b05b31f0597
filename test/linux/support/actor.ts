import * as z from 'zod';
import { fact } from '../../../main/model/fact.ts';
import { Firewall } from '../../../main/model/firewall.ts';
import type { Container } from './container.ts';
import { containerScript } from './container-script.ts';

const Reply = z.union([
  z.strictObject({ answer: z.json() }),
  z.strictObject({ refused: z.strictObject({ code: z.string(), detail: z.string() }) }),
]);

/** The Linux host as one file that containers can start. */
export class Actor {
  private constructor(private readonly script: Awaited<ReturnType<typeof containerScript>>) {}

  static async make(): Promise<Actor> {
    return new Actor(await containerScript('act'));
  }

  /** What a container has to see to run it. */
  get bind(): string {
    return `${this.script.folder}:/opt/actor`;
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
    await this.script.remove();
  }
}
