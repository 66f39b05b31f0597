import { constants, copyFile, open, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { readTextCapped } from '../host/atomic-file.ts';
import { EXIT, Failure } from '../model/failure.ts';
import { MAX_ENVELOPE_BYTES } from './envelope.ts';

/** Folder of the key this user's probes are signed with. Its own: an instrument's key never signs what was seen from outside. */
export function probeKeyFolder(): string {
  const base =
    process.platform === 'win32'
      ? join(homedir(), 'AppData', 'Local')
      : absoluteOr(process.env['XDG_STATE_HOME'], join(homedir(), '.local', 'state'));
  return join(base, 'ucs-remediation-wizard-probe', 'keys');
}

function absoluteOr(path: string | undefined, otherwise: string): string {
  return path?.startsWith('/') === true ? path : otherwise;
}

/** What the two files of a probe are called before it is attached to anything. */
function probeFileNames(probeId: string): { probe: string; publicKey: string } {
  return { probe: `${probeId}.probe.json`, publicKey: `${probeId}.pub.pem` };
}

/** The key file that belongs to a probe file, under whichever name. */
export function keyOfProbe(probeFile: string): string {
  return probeFile.replace(/(\.probe)?\.json$/i, '.pub.pem');
}

/** What a receipt's file is called without its ending, as `<base>.receipt.json`. */
function baseOfReceipt(receiptFile: string): string {
  return basename(receiptFile).replace(/(\.receipt)?\.json$/i, '');
}

/** Where the probe of an id stands once it is attached to a receipt: beside it, and named after it. */
function attachedProbePath(receiptFile: string, probeId: string): string {
  return join(dirname(receiptFile), `${baseOfReceipt(receiptFile)}.${probeId}.probe.json`);
}

/** Paths of the probes attached to a receipt. Throws the system's error where the folder cannot be listed. */
export async function attachedProbes(receiptFile: string): Promise<string[]> {
  const start = `${baseOfReceipt(receiptFile)}.`;
  const names = (await readdir(dirname(receiptFile))).filter(
    (name) => name.startsWith(start) && name.endsWith('.probe.json'),
  );
  return names.sort().map((name) => join(dirname(receiptFile), name));
}

/** The text of a probe file. Throws Failure `probe-unreadable` (exit 17). */
export async function readProbeText(file: string): Promise<string> {
  try {
    return await readTextCapped(file, MAX_ENVELOPE_BYTES);
  } catch (cause) {
    throw new Failure(
      {
        code: 'probe-unreadable',
        message: `The probe ${file} cannot be read.`,
        next: 'Give the file whose name ends in .probe.json.',
      },
      EXIT.receiptRefused,
      cause,
    );
  }
}

/** Writes the files of a new probe; nothing is ever replaced. Returns the path of the probe. Throws Failure `probe-not-written`. */
export async function writeProbeFiles(folder: string, probeId: string, envelope: string, pem: string): Promise<string> {
  const names = probeFileNames(probeId);
  try {
    for (const [name, content] of [
      [names.publicKey, pem],
      [names.probe, envelope],
    ] as const) {
      const file = await open(join(folder, name), 'wx');
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
    }
  } catch (cause) {
    throw notWritten(folder, cause);
  }
  return join(folder, names.probe);
}

/** Puts a probe and its key beside a receipt; the receipt's own files are not touched. Throws Failure `probe-not-written`. */
export async function attachProbeFiles(receiptFile: string, probeFile: string, probeId: string): Promise<string> {
  const attached = attachedProbePath(receiptFile, probeId);
  try {
    await copyFile(keyOfProbe(probeFile), keyOfProbe(attached), constants.COPYFILE_EXCL);
    await copyFile(probeFile, attached, constants.COPYFILE_EXCL);
  } catch (cause) {
    throw notWritten(dirname(receiptFile), cause);
  }
  return attached;
}

function notWritten(folder: string, cause: unknown): Failure {
  const code = (cause as NodeJS.ErrnoException).code;
  return new Failure(
    {
      code: 'probe-not-written',
      message:
        code === 'EEXIST'
          ? `This probe is already in ${folder}, or another file has its name. Nothing was replaced.`
          : `The probe could not be written to ${folder} (${code ?? String(cause)}).`,
      next: 'Look at what is there, or choose another folder.',
    },
    EXIT.error,
    cause,
  );
}
