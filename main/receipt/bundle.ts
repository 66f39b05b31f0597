import { lstat, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SigningKey } from '../catalogue/keys.ts';
import { writeFileAtomically } from '../host/atomic-file.ts';
import { EXIT, Failure } from '../model/failure.ts';
import type { ReceiptContent } from '../model/receipt.ts';
import { sealStatement } from './envelope.ts';
import { renderPage } from './page.ts';
import { makeStatement } from './statement.ts';

/** A signed receipt, as the texts of its three files. */
export interface ReceiptBundle {
  id: string;
  envelope: string;
  page: string;
  publicKeyPem: string;
}

/** Signs a receipt and renders its page. The same content and key give the same texts, so it can be repeated after a crash. */
export function issueReceipt(content: ReceiptContent, key: SigningKey): ReceiptBundle {
  const statement = makeStatement(content);
  return {
    id: content.receiptId,
    envelope: sealStatement(statement, key),
    page: renderPage(statement, key.publicKey.fingerprint),
    publicKeyPem: key.publicKey.pem,
  };
}

/** What the files of a receipt are called. `base` is its id, unless somebody renamed the files. */
export function receiptFileNames(base: string): { receipt: string; page: string; publicKey: string } {
  return { receipt: `${base}.receipt.json`, page: `${base}.receipt.html`, publicKey: `${base}.pub.pem` };
}

async function isAlreadyThere(path: string, content: string): Promise<boolean> {
  let regular: boolean;
  try {
    regular = (await lstat(path)).isFile();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }
  if (regular && (await readFile(path)).equals(Buffer.from(content))) return true;
  throw new Failure({
    code: 'receipt-exists',
    message: `There is another file at ${path}. It was not replaced.`,
    next: 'Choose another folder with --out, or move that file away.',
  });
}

/**
 * Writes the files of a receipt to a folder and returns the path of the JSON file, which is written last. Files that are
 * there with the same content stay; a different file is never replaced (Failure `receipt-exists`). Where the folder
 * cannot be written: Failure `receipt-not-written`.
 */
export async function writeReceiptFiles(dir: string, bundle: ReceiptBundle): Promise<string> {
  const names = receiptFileNames(bundle.id);
  const files = [
    { path: join(dir, names.publicKey), content: bundle.publicKeyPem },
    { path: join(dir, names.page), content: bundle.page },
    { path: join(dir, names.receipt), content: bundle.envelope },
  ];
  try {
    await mkdir(dir, { recursive: true });
    const missing: typeof files = [];
    for (const file of files) if (!(await isAlreadyThere(file.path, file.content))) missing.push(file);
    // No file mode is asked for: sticks formatted with FAT refuse to set one.
    for (const file of missing) await writeFileAtomically(file.path, file.content);
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure(
      {
        code: 'receipt-not-written',
        message: `The receipt could not be written to ${dir}.`,
        next: 'Choose a folder you can write to with --out.',
      },
      EXIT.error,
      cause,
    );
  }
  return join(dir, names.receipt);
}
