import type { Catalogue } from '../catalogue/catalogue.ts';
import type { PackShelf } from '../catalogue/pack-shelf.ts';
import type { Host } from '../host/host.ts';
import type { Secret } from '../host/secret.ts';
import type { Progress, Question, ReceiptFiles } from '../model/conversation.ts';
import type { ProgramStamp } from '../model/plan.ts';
import type { ReceiptContent } from '../model/receipt.ts';

/** The person at the other end, as the runner sees them. */
export interface RunFront {
  progress(progress: Progress): void;
  /** `nobody-there`: no person can be asked (unattended run, or the front is gone). */
  ask(question: Exclude<Question, { kind: 'password' }>): Promise<'yes' | 'no' | 'nobody-there'>;
  /** Null: nobody there, or they do not know it. */
  password(account: string): Promise<Secret | null>;
  /** Looked at between steps only; a step that has begun is always brought to its end. */
  stopRequested(): 'no' | 'cancelled' | 'front-gone';
}

/** Everything a run needs from outside. One object, so that each front and test says in one place what it brings. */
export interface RunPorts {
  host: Host;
  catalogue: Catalogue;
  /** Opens site packs against the keys and counters of this machine. */
  packs: PackShelf;
  /** Folder of the journals of this machine. */
  journalFolder: string;
  program: ProgramStamp;
  /** Account the helper runs as; printed on the receipt. */
  helperAccount: string;
  front: RunFront;
  /** Signs the receipt and keeps it in the data folder before it returns. */
  issueReceipt(content: ReceiptContent): Promise<ReceiptFiles>;
}
