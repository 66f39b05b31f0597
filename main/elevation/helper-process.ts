import { type PerformJob, serveHelper } from './helper.ts';
import { callerUid, checkFront } from './linux/front-check.ts';
import { ignoreTerminalSignals } from './linux/terminal.ts';
import { leaveVoucher } from './linux/voucher.ts';
import { onlyThisMachine } from './only-this-machine.ts';

/** New files are for their maker to change and for all to read, unless the code that makes one says less. */
const UMASK = 0o022;

/**
 * The life of the process the helper is: it makes sure of its surroundings and of the front, and serves one job.
 * Throws Failure `front-not-verified` before anything was said.
 */
export async function runHelperProcess(address: string, nonce: string, perform: PerformJob): Promise<void> {
  if (process.platform === 'win32') return serveHelper(address, nonce, perform);
  process.umask(UMASK);
  ignoreTerminalSignals();
  const caller = callerUid();
  await checkFront(address, caller);
  if (caller === process.getuid?.()) return serveHelper(address, nonce, perform);
  return serveHelper(address, nonce, onlyThisMachine(perform), (secretKey) =>
    leaveVoucher(address, caller, { nonce, pid: process.pid, secretKey }),
  );
}
