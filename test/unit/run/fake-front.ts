import type { Secret } from '../../../main/host/secret.ts';
import type { Progress, Question } from '../../../main/model/conversation.ts';
import type { RunFront } from '../../../main/run/ports.ts';

type Asked = Exclude<Question, { kind: 'password' }>;
type Answer = 'yes' | 'no' | 'nobody-there';

/** A person at the other end, as a test wants them; remembers what they saw and were asked. Knows no passwords by itself. */
export class FakeFront implements RunFront {
  readonly seen: Progress[] = [];
  readonly asked: Asked[] = [];
  readonly askedPasswords: string[] = [];
  stop: ReturnType<RunFront['stopRequested']> = 'no';
  /** Called before the question is answered. */
  answer: (question: Asked) => Answer | Promise<Answer> = () => 'nobody-there';
  /** Called with each progress; to meddle with the instrument, or to stop, at a known moment. */
  onProgress: (progress: Progress) => void = () => undefined;

  constructor(private readonly passwords: Record<string, Secret> = {}) {}

  progress(progress: Progress): void {
    this.seen.push(progress);
    this.onProgress(progress);
  }

  async ask(question: Asked): Promise<Answer> {
    this.asked.push(question);
    return this.answer(question);
  }

  async password(account: string): Promise<Secret | null> {
    this.askedPasswords.push(account);
    return this.passwords[account] ?? null;
  }

  stopRequested(): ReturnType<RunFront['stopRequested']> {
    return this.stop;
  }
}
