import { type Fact, read, unavailable } from '../../model/fact.ts';
import type { InstallerFile } from '../../model/installer.ts';
import { sha256 } from '../../model/json.ts';
import { HostChangeError } from '../host.ts';
import { serviceAccountName } from './accounts.ts';
import type { InstrumentState, PracticeInstaller } from './instrument-state.ts';
import { startService } from './services.ts';

const SOURCE = 'practice instrument: installer files';

/** Exit codes of the Windows installer; rpm knows 0 and anything else. */
const SUCCESS = 0;
const SUCCESS_AFTER_RESTART = new Set([3010, 1641]);
const INVALID_ARGUMENTS = 1639;

/** What a file on the stick or in the staging folder says about itself. */
export function installerFile(state: InstrumentState, path: string): Fact<InstallerFile> {
  const found = originalAt(state, path) ?? stagedAt(state, path);
  if (found === undefined)
    return unavailable('not-known', `there is no file ${path} on this practice instrument`, SOURCE);
  const { installer, content } = found;
  const intact = content === installer.content;
  return read(
    {
      path,
      size: Buffer.byteLength(content),
      sha256: sha256(content),
      kind: installer.kind,
      madeWith: null,
      productName: installer.productName,
      version: installer.version,
      signer: installer.signer === null || !intact ? null : signer(installer.signer),
    },
    SOURCE,
  );
}

function signer(organisation: string): InstallerFile['signer'] {
  return { organisation, thumbprint: sha256(`practice certificate of ${organisation}`).slice(0, 40).toUpperCase() };
}

/** Copies an installer into the staging folder; the digest is that of the copy as it was made. */
export function stageInstaller(state: InstrumentState, path: string): { path: string; sha256: string } {
  const found = originalAt(state, path);
  if (found === undefined) throw new HostChangeError('not-found', `there is no installer ${path}`);
  const digest = sha256(found.content);
  const separator = state.operatingSystem.family === 'windows' ? '\\' : '/';
  const name = found.path.split(/[\\/]/).at(-1);
  const stagedPath = `${state.stagingFolder}${separator}${digest.slice(0, 16)}-${name}`;
  const content = state.switches.stagedFileAltered ? `${found.content} (altered after staging)` : found.content;
  state.staged[stagedPath] = { from: found.path, content, sha256: digest };
  return { path: stagedPath, sha256: digest };
}

export function discardStaged(state: InstrumentState, stagedPath: string): void {
  delete state.staged[stagedPath];
}

/** Runs a staged installer. Throws `HostChangeError` when it is not staged or no longer the file that was staged. */
export function runStaged(state: InstrumentState, stagedPath: string, args: readonly string[]): { exitCode: number } {
  const staged = stagedAt(state, stagedPath);
  if (staged === undefined) throw new HostChangeError('not-found', `there is no staged installer ${stagedPath}`);
  if (sha256(staged.content) !== staged.sha256) {
    throw new HostChangeError('tool-failed', 'the staged installer is no longer the file that was staged');
  }
  return { exitCode: runInstaller(state, staged.installer, args) };
}

/** Runs an installer from where it lies, as a person would; null when there is no such file. */
export function runOriginal(state: InstrumentState, path: string): number | null {
  const found = originalAt(state, path);
  return found === undefined ? null : runInstaller(state, found.installer, []);
}

function runInstaller(state: InstrumentState, installer: PracticeInstaller, args: readonly string[]): number {
  if (args.some((argument) => !installer.knownArguments.includes(argument))) return INVALID_ARGUMENTS;
  const exitCode = installer.exitCodes[Math.min(installer.starts, installer.exitCodes.length - 1)] ?? SUCCESS;
  installer.starts += 1;
  if (exitCode === SUCCESS) applyUpdate(state);
  else if (SUCCESS_AFTER_RESTART.has(exitCode)) state.updateWaitsForRestart = true;
  return exitCode;
}

/** What the update does to the instrument: new files, new sockets, new account. */
export function applyUpdate(state: InstrumentState): void {
  const { software, fileVersions, binds, account } = state.update;
  Object.assign(state.software, software);
  Object.assign(state.fileVersions, fileVersions);
  state.updateWaitsForRestart = false;
  if (state.ucs === null) return;
  const program = state.ucs.kind === 'service' ? state.services[state.ucs.name] : state.sessionPrograms[state.ucs.name];
  if (program !== undefined) program.binds = binds;
  const service = state.ucs.kind === 'service' ? state.services[state.ucs.name] : undefined;
  if (service === undefined) return;
  if (account !== null) {
    service.account = serviceAccountName(state, account) ?? account;
    service.storedPassword = 'none';
  }
  startService(state, state.ucs.name);
}

function originalAt(state: InstrumentState, path: string) {
  const key = Object.keys(state.installers).find((candidate) => samePath(state, candidate, path));
  const installer = key === undefined ? undefined : state.installers[key];
  return key === undefined || installer === undefined
    ? undefined
    : { path: key, installer, content: installer.content };
}

function stagedAt(state: InstrumentState, path: string) {
  const key = Object.keys(state.staged).find((candidate) => samePath(state, candidate, path));
  const staged = key === undefined ? undefined : state.staged[key];
  const installer = staged === undefined ? undefined : state.installers[staged.from];
  return staged === undefined || installer === undefined ? undefined : { installer, ...staged };
}

function samePath(state: InstrumentState, one: string, other: string): boolean {
  return state.operatingSystem.family === 'windows' ? one.toLowerCase() === other.toLowerCase() : one === other;
}
