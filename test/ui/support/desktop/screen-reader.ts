import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Service } from './service.ts';

/** The system's own, which has the bindings of its packages. */
export const PYTHON = '/usr/bin/python3';

/** Something that is shown, as a screen reader knows it. Places are pixels of the screen. */
export interface Shown {
  role: string;
  name: string;
  description: string;
  /** Of a heading: `1` is the one of the screen. */
  level: string | null;
  /** The part of the page it stands in, `contentinfo` for the bar below; null in none. */
  landmark: string | null;
  /** Of one among several: which one, from `1` on. */
  place: string | null;
  /** Of a field: what was typed into it. */
  text: string | null;
  states: readonly string[];
  box: { x: number; y: number; width: number; height: number };
}

/** What was read out without being asked for. */
export interface Heard {
  kind: 'focus' | 'live';
  role: string;
  text: string;
}

/** Asks the tree of accessible objects (AT-SPI) of a desktop, as a screen reader does: no part of the product takes part in it. */
export class ScreenReader {
  readonly service: Service;
  private readonly lines: AsyncIterator<string>;

  constructor(env: Readonly<Record<string, string>>) {
    const script = fileURLToPath(new URL('screen-reader.py', import.meta.url));
    this.service = new Service([PYTHON, '-W', 'ignore::DeprecationWarning', script], env);
    this.lines = createInterface({ input: this.service.output })[Symbol.asyncIterator]();
  }

  async ready(): Promise<void> {
    await this.next();
  }

  /** Everything with a role (null: any) and all of these states, in reading order. */
  async find(role: string | null, ...states: string[]): Promise<Shown[]> {
    return (await this.ask({ find: role, states })) as Shown[];
  }

  /** What was announced since this was asked last. */
  async heard(): Promise<Heard[]> {
    return (await this.ask({ heard: true })) as Heard[];
  }

  private async ask(request: unknown): Promise<unknown> {
    this.service.input.write(`${JSON.stringify(request)}\n`);
    const told = (await this.next()) as { answer: unknown } | { error: string };
    if ('error' in told) throw new Error(`the screen reader failed: ${told.error}`);
    return told.answer;
  }

  private async next(): Promise<unknown> {
    const { value, done } = await this.lines.next();
    if (done === true) throw new Error('the screen reader is gone');
    return JSON.parse(value) as unknown;
  }
}
