import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readTextCapped } from '../../host/atomic-file.ts';
import { canonicalJson } from '../../model/json.ts';

const ROOT = 0;
const MAX_BYTES = 4096;

/** What a helper vouches for: that this process, and this key for secrets, are its own. */
export interface Voucher {
  nonce: string;
  pid: number;
  /** Public half (SPKI DER, Base64) of the key secrets are sealed to. */
  secretKey: string;
}

function voucherName(address: string): string {
  return `${basename(address)}.helper`;
}

/**
 * Leaves the voucher beside the socket. Only root can make a file that belongs to root, so the file shows who wrote it.
 * The folder must still be the one of the caller: root writes nowhere else. Throws the system's error, or TypeError.
 */
export async function leaveVoucher(address: string, callerUid: number, voucher: Voucher): Promise<void> {
  const folder = await open(dirname(address), constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  try {
    if ((await folder.stat()).uid !== callerUid) throw new TypeError('the folder of the socket was exchanged');
    // Through the open folder: its name may lead somewhere else a moment later.
    const file = await open(join(`/proc/self/fd/${folder.fd}`, voucherName(address)), 'wx', 0o444);
    try {
      await file.writeFile(canonicalJson(voucher));
    } finally {
      await file.close();
    }
  } finally {
    await folder.close();
  }
}

/** Whether root left exactly this voucher beside the socket. A link, a second name or another owner is none. */
export async function isVouchedFor(address: string, voucher: Voucher): Promise<boolean> {
  const path = join(dirname(address), voucherName(address));
  try {
    const about = await lstat(path);
    if (!about.isFile() || about.uid !== ROOT || about.nlink !== 1) return false;
    return (await readTextCapped(path, MAX_BYTES)) === canonicalJson(voucher);
  } catch {
    return false;
  }
}
