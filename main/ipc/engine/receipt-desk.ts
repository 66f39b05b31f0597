import { mkdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { parsePublicKey } from '../../catalogue/keys.ts';
import { writeFileAtomically } from '../../host/atomic-file.ts';
import type { ReceiptFiles } from '../../model/conversation.ts';
import { Failure } from '../../model/failure.ts';
import { receiptFileNames, writeReceiptFiles } from '../../receipt/bundle.ts';
import { openEnvelope, readEnvelope } from '../../receipt/envelope.ts';
import type { ReceiptView } from '../wizard-snapshot.ts';
import type { FrontPorts } from './front-ports.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/** The receipt of the last job: shown, and written where the person wants it. */
export class ReceiptDesk {
  private files: ReceiptFiles | null = null;

  constructor(
    private readonly store: SnapshotStore,
    private readonly ports: FrontPorts,
  ) {}

  /**
   * Takes a receipt the helper handed over. What is shown is read out of the signed envelope and taken from nowhere else.
   *
   * @param keptIn folder in which the helper kept its copy
   */
  take(files: ReceiptFiles, keptIn: string): ReceiptView {
    this.files = files;
    const key = parsePublicKey(files.publicKeyPem);
    if (key === null) throw new TypeError('a receipt comes with the key it was signed with');
    const { predicate } = openEnvelope(readEnvelope(files.envelope), key);
    const kept = join(keptIn, receiptFileNames(files.id).receipt);
    return { id: files.id, content: predicate, fingerprint: key.fingerprint, kept, saved: [] };
  }

  /** Writes the three files; a failure leaves the helper's copy where it was kept. Throws `Failure`. */
  async save(folder: string): Promise<{ path: string }> {
    const path = await writeReceiptFiles(absolute(folder), this.held());
    this.remember(path);
    return { path };
  }

  /** Writes the screen as it would be printed. Throws Failure `pdf-not-written`. */
  async savePdf(folder: string): Promise<{ path: string }> {
    const path = join(absolute(folder), `${this.held().id}.receipt.pdf`);
    try {
      const pdf = await this.ports.pdf();
      await mkdir(folder, { recursive: true });
      await writeFileAtomically(path, pdf);
    } catch (cause) {
      throw new Failure(
        {
          code: 'pdf-not-written',
          message: `The PDF file could not be written to ${folder}.`,
          next: 'Choose another folder, or print the receipt. The signed receipt itself is kept.',
        },
        undefined,
        cause,
      );
    }
    this.remember(path);
    return { path };
  }

  private held(): ReceiptFiles {
    const { receipt } = this.store.current;
    if (this.files !== null && receipt?.id === this.files.id) return this.files;
    throw new Failure({
      code: 'no-receipt',
      message: 'There is no receipt to save yet.',
      next: 'Finish the run, or stop with a receipt of what was found.',
    });
  }

  private remember(path: string): void {
    const { receipt } = this.store.current;
    if (receipt === null || receipt.saved.includes(path)) return;
    this.store.change({ receipt: { ...receipt, saved: [...receipt.saved, path] } });
  }
}

function absolute(folder: string): string {
  if (isAbsolute(folder)) return folder;
  throw new Failure({
    code: 'folder-not-absolute',
    message: `"${folder}" is not a whole path.`,
    next: 'Type the path from its beginning, for example /media/stick or E:\\receipts.',
  });
}
