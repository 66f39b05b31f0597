import { X509Certificate } from 'node:crypto';
import { open } from 'node:fs/promises';
import { win32 as windowsPath } from 'node:path';
import { type Fact, read, unavailable } from '../../../model/fact.ts';
import type { InstallerFile } from '../../../model/installer.ts';
import { missFrom } from '../../confined-tree.ts';
import { readInstallerContent, WINDOWS_MAGIC } from '../../installer-content.ts';
import { msiProperties } from '../win32/msi-properties.ts';
import { whileHeld } from '../win32/process/held-file.ts';
import { trustedSigner } from '../win32/signature.ts';
import { ERROR, Win32Error } from '../win32/win32-error.ts';
import type { VersionCache } from './version-cache.ts';

type Names = Pick<InstallerFile, 'productName' | 'version'>;

/**
 * What an installer says it is, its digest and who signed it. The file is held while it is read, so that all of this is about the
 * same bytes. `signer` is null unless Windows finds the signature and its chain good.
 */
export async function readInstallerFile(path: string, versions: VersionCache): Promise<Fact<InstallerFile>> {
  const full = windowsPath.resolve(path);
  try {
    return await whileHeld(full, async () => {
      const content = await contentOf(full);
      const { kind } = content;
      const names =
        kind === 'msi' ? packageNames(full) : kind === 'exe' ? await programNames(full, versions) : NO_NAMES;
      return read({ path: full, ...content, ...names, signer: await signerOf(full) }, full);
    });
  } catch (error) {
    if (error instanceof Win32Error) return unavailable(causeOf(error), `${error.message}.`, full);
    const miss = missFrom(error, full);
    return unavailable(miss.cause, miss.detail, full);
  }
}

const NO_NAMES: Names = { productName: null, version: null };

function causeOf({ code }: Win32Error) {
  if (code === ERROR.fileNotFound || code === ERROR.pathNotFound) return 'not-known';
  return code === ERROR.accessDenied ? 'needs-elevation' : 'tool-failed';
}

async function contentOf(path: string): ReturnType<typeof readInstallerContent> {
  const file = await open(path, 'r');
  try {
    return await readInstallerContent(file, WINDOWS_MAGIC);
  } finally {
    await file.close();
  }
}

/** A package that does not say what it is may still be run by its digest. */
function packageNames(path: string): Names {
  try {
    const properties = msiProperties(path);
    return { productName: properties.get('ProductName') ?? null, version: properties.get('ProductVersion') ?? null };
  } catch (error) {
    if (error instanceof Win32Error) return NO_NAMES;
    throw error;
  }
}

async function programNames(path: string, versions: VersionCache): Promise<Names> {
  const version = await versions.versionOf(path);
  if (version === 'unreadable' || version === null) return NO_NAMES;
  return { productName: version.productName, version: version.productVersion ?? version.fileVersion };
}

async function signerOf(path: string): Promise<InstallerFile['signer']> {
  const der = await trustedSigner(path);
  if (der === null) return null;
  const certificate = new X509Certificate(der);
  const { O: organisation } = certificate.toLegacyObject().subject;
  const thumbprint = certificate.fingerprint.replaceAll(':', '').toLowerCase();
  // More than one organisation in a name could be read as either.
  return typeof organisation === 'string' ? { organisation, thumbprint } : null;
}
