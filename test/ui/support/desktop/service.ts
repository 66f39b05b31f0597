import { execa } from 'execa';
import { killTree } from '../processes.ts';

/** A program that runs until it is ended. */
export class Service {
  private readonly running;
  private readonly exited: Promise<number | null>;
  private said = '';

  constructor([program, ...words]: readonly [string, ...string[]], env: Readonly<Record<string, string>>) {
    this.running = execa(program, words, {
      env,
      extendEnv: false,
      reject: false,
      stdin: 'pipe',
      stdout: 'pipe',
      stderr: 'ignore',
      buffer: false,
    });
    // Not when its output closes, which what it has started may hold open.
    this.exited = new Promise((resolve) => this.running.once('exit', resolve));
    this.running.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.said += text;
    });
  }

  get output() {
    return this.running.stdout;
  }

  get input() {
    return this.running.stdin;
  }

  /** Resolves with the first thing it says that fits. Throws when it ends before. */
  async says(wanted: RegExp): Promise<string> {
    for (;;) {
      const found = wanted.exec(this.said);
      if (found !== null) return found[0];
      const more = new Promise((resolve) => this.running.stdout.once('data', resolve));
      const ended = this.exited.then((exitCode) => {
        throw new Error(`it ended with ${exitCode} before it said ${wanted}`);
      });
      await Promise.race([more, ended]);
    }
  }

  /** Ends it with everything it has started: some of what a bus starts would stay. */
  async end(): Promise<void> {
    await killTree(this.running.pid, 'SIGTERM');
    await this.exited;
  }
}
