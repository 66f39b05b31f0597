import type { InstalledSoftware } from '../../model/system-facts.ts';

/**
 * Packages the dpkg status file calls installed. `version` is the upstream version, without epoch and packaging revision,
 * because that is the version a maker speaks of.
 */
export function parseDpkgStatus(text: string): InstalledSoftware[] {
  const installed: InstalledSoftware[] = [];
  for (const paragraph of text.split(/\n\n+/)) {
    const field = (name: string) => new RegExp(`^${name}:[ \\t]*(.*)$`, 'm').exec(paragraph)?.[1]?.trim();
    const name = field('Package');
    const version = field('Version');
    const state = field('Status')?.split(/\s+/)[2];
    // Everything but these two has files on the disk, however badly its installation ended.
    if (name === undefined || version === undefined || state === 'not-installed' || state === 'config-files') continue;
    installed.push({ name, version: upstreamVersion(version), publisher: field('Maintainer') ?? null });
  }
  return installed;
}

function upstreamVersion(version: string): string {
  return version.replace(/^\d+:/, '').replace(/-[^-]*$/, '');
}
