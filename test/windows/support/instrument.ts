import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import * as z from 'zod';
import { documentOf, PlanDocument, RunDocument, VerifyDocument } from '../../cli/documents.ts';
import { type Finished, newFolder, ucsRemedy } from '../../cli/harness.ts';
import { builtForWine } from './end-to-end.ts';
import type { FakeState } from './fakes/state.ts';
import { type Answers, atTerminal, type TerminalEnd } from './terminal.ts';
import { becomeInstrument, inDrive, putFile, type WindowsImage } from './windows-image.ts';
import { windowsProgram } from './windows-programs.ts';
import { Wine } from './wine.ts';

/** Where the program is installed, in a folder as people name them. */
const INSTALLED = 'C:\\Program Files\\UCS Remediation Wizard ä';
const EXECUTABLE = `${INSTALLED}\\ucs-remedy.exe`;
const CONSOLE = 'C:\\fake-windows\\console.exe';
const STATE = 'C:\\fake-windows\\state.json';
const CONSENT_LOG = 'C:\\fake-windows\\consent.log';
const DATA = 'C:\\ProgramData\\UCS Remediation Wizard';
const SERVICES = 'HKLM\\System\\CurrentControlSet\\Services';
const FIREWALL_RULES = `${SERVICES}\\SharedAccess\\Parameters\\FirewallPolicy\\FirewallRules`;

const RunOnWindows = RunDocument.extend({ receipt: z.string().startsWith('C:\\') });
export type RunOnWindows = z.infer<typeof RunOnWindows>;
const Key = z.looseObject({ fingerprint: z.string(), pem: z.string(), practice: z.literal(false) });

/** What a technician types after `run` and `rollback`. */
export const AGREED = ['--confirm-idle', '--operator', 'A. Tech', '--json'];

/**
 * An instrument in a Windows of Wine, with the executable of the product installed. It is built as always, but with the fakes in
 * it; nothing else of it is ours.
 */
export class Instrument {
  private constructor(readonly wine: Wine) {}

  static async start(image: WindowsImage): Promise<Instrument> {
    const built = await builtForWine();
    const wine = await Wine.start();
    await cp(built, inDrive(wine, INSTALLED), { recursive: true });
    await becomeInstrument(wine, image);
    await putFile(wine, CONSOLE, await windowsProgram('console'));
    return new Instrument(wine);
  }

  stop(): Promise<void> {
    return this.wine.stop();
  }

  /** A path of drive C: as this system sees it. */
  here(path: string): string {
    return inDrive(this.wine, path);
  }

  put(path: string, content: string | Uint8Array): Promise<void> {
    return putFile(this.wine, path, content);
  }

  remove(path: string): Promise<void> {
    return rm(this.here(path));
  }

  /** Runs a command line of the program to its end. */
  async command(words: readonly string[], input?: string): Promise<Finished> {
    const start = { timeout: 600_000, ...(input === undefined ? {} : { input }) };
    const { exitCode, stdout, stderr } = await this.wine.finish(EXECUTABLE, words, start);
    return { exitCode: exitCode ?? undefined, stdout, stderr, json: parsed(stdout) };
  }

  /** Digest of the plan for these choices, which ends with this exit code: the verdict of the instrument. */
  async digest(choices: readonly string[], exitCode = 10): Promise<string> {
    return documentOf(PlanDocument, await this.command(['plan', '--json', ...choices]), exitCode).digest;
  }

  /** How a command ended that changes the instrument. */
  ended(finished: Finished, exitCode: number): RunOnWindows {
    return documentOf(RunOnWindows, finished, exitCode);
  }

  async run(exitCode: number, words: readonly string[], password?: string): Promise<RunOnWindows> {
    return this.ended(await this.command(['run', ...AGREED, ...words], password && `${password}\n`), exitCode);
  }

  async rollback(exitCode: number, words: readonly string[] = []): Promise<RunOnWindows> {
    return this.ended(await this.command(['rollback', ...AGREED, ...words]), exitCode);
  }

  /** Runs a command line in a console and answers what is asked there. */
  atTerminal(words: readonly string[], answers: Answers): Promise<TerminalEnd> {
    return atTerminal(this.wine, CONSOLE, [EXECUTABLE, ...words], answers);
  }

  /** Changes what the fakes know, as a person does in Windows' own windows. */
  async change(change: (state: FakeState) => void): Promise<void> {
    const state: FakeState = JSON.parse(await readFile(this.here(STATE), 'utf8'));
    change(state);
    await writeFile(this.here(STATE), JSON.stringify(state));
  }

  /** How Windows' question for consent was answered each time: 0 or an error number. */
  async consents(): Promise<number[]> {
    const log = await readFile(this.here(CONSENT_LOG), 'utf8').catch(() => '');
    return log
      .split('\n')
      .slice(0, -1)
      .map((line) => Number(line.split(' ')[0]));
  }

  /** The firewall rules of the program as Windows keeps them, not as the product says. */
  async ourRules(): Promise<string[]> {
    const all = await this.wine.reg('query', FIREWALL_RULES);
    return all.split('\n').filter((line) => line.includes('UCS-Remediation-Wizard'));
  }

  /** The account of a service as Windows keeps it. Wine's reg.exe prints no other letters than ASCII, but exports them. */
  async accountOf(service: string): Promise<string | undefined> {
    const file = 'C:\\fake-windows\\service.reg';
    await this.wine.reg('export', `${SERVICES}\\${service}`, file, '/y');
    const exported = (await readFile(this.here(file))).toString('utf16le');
    return /^"ObjectName"="(.*)"\r$/m.exec(exported)?.[1]?.replaceAll('\\\\', '\\');
  }

  /** Every file the program has left on the instrument, and how it goes on from there: journals, receipts, keys. */
  async dataFiles(folder: 'journal' | 'receipts'): Promise<string[]> {
    const names = await readdir(this.here(`${DATA}\\${folder}`)).catch(() => []);
    return names.sort().map((name) => join(this.here(`${DATA}\\${folder}`), name));
  }

  /** The key of this instrument, as a quality officer gets it by another way than the receipts. */
  async key(): Promise<z.infer<typeof Key>> {
    return documentOf(Key, await this.command(['key', 'show', '--json']), 0);
  }

  /** Has the program for Linux check receipts against a folder that trusts this instrument's key. */
  async verifyOnLinux(receipts: readonly string[], exitCode = 0): Promise<z.infer<typeof VerifyDocument>> {
    const trust = await newFolder();
    await writeFile(join(trust, 'instrument.pem'), (await this.key()).pem);
    const files = receipts.map((path) => this.here(path));
    const verified = await ucsRemedy(['verify', ...files, '--trust', trust, '--json']);
    return documentOf(VerifyDocument, verified, exitCode);
  }
}

/** Each step of a run and how it ended. */
export const outcomes = ({ steps }: RunOnWindows) => steps.map(({ id, outcome }) => [id, outcome]);

/** The two verdicts of a run. */
export const states = ({ verdicts }: RunOnWindows) => verdicts.map(({ state }) => state);

/** Checks that nothing of a run stands on the instrument: neither a rule nor another account of the service. */
export async function expectUntouched(instrument: Instrument, service: string): Promise<void> {
  expect(await instrument.ourRules()).toEqual([]);
  expect(await instrument.accountOf(service)).toBe('LocalSystem');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
