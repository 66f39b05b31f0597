import { wholeName } from '../model/ucs-name.ts';
import { type Catalogue, ucsNamePatterns } from './catalogue.ts';
import type { TrustedPack } from './open-pack.ts';
import { qualifiedId } from './pack-catalogue.ts';
import type { PackEntry, Sourced } from './site-pack.ts';

/** The entries of a pack that speak of an instrument. `listed`: ids of the advisory's entries that match it. */
export function entriesFor(pack: TrustedPack | null, listed: readonly string[]): PackEntry[] {
  return pack?.content.entries.filter(({ appliesTo }) => appliesTo.some((id) => listed.includes(id))) ?? [];
}

/**
 * The names UCS is found by on an instrument: the patterns of the catalogue, what a pack adds for it, and the unit a person states.
 *
 * @param statedUnit null: nobody stated one
 */
export function ucsNamesFor(
  catalogue: Catalogue,
  pack: TrustedPack | null,
  listed: readonly string[],
  statedUnit: string | null = null,
): string[] {
  const added = entriesFor(pack, listed).flatMap(({ serviceNames }) => serviceNames.map(({ value }) => value));
  const stated = statedUnit === null ? [] : [wholeName(statedUnit)];
  return [...new Set([...ucsNamePatterns(catalogue), ...added, ...stated])];
}

/** Every name a pack adds, whatever instrument it is for: for a look that comes before the instrument is known. */
export function allUcsNames(
  catalogue: Catalogue,
  pack: TrustedPack | null,
  statedUnit: string | null = null,
): string[] {
  return ucsNamesFor(catalogue, pack, pack?.content.entries.flatMap(({ appliesTo }) => appliesTo) ?? [], statedUnit);
}

/** The catalogue with these names beside its own: to find UCS by. It is not the catalogue that judges. */
export function withNames(catalogue: Catalogue, names: readonly string[]): Catalogue {
  const known = ucsNamePatterns(catalogue);
  const added = names.filter((name) => !known.includes(name));
  return {
    ...catalogue,
    ucsNames: [...catalogue.ucsNames, ...added.map((name) => ({ name, source: 'the site pack in use, or a person' }))],
  };
}

/** Whom to ask about an instrument: the contact of its entry, else that of the pack; null where the pack names none. */
export function contactFor(pack: TrustedPack | null, listed: readonly string[]): Sourced<string> | null {
  const ofEntry = entriesFor(pack, listed).find(({ contact }) => contact !== null)?.contact;
  return ofEntry ?? pack?.content.contact ?? null;
}

/** Everything a pack says about an instrument, one line a value, with its source: for receipts. */
export function valuesFor(pack: TrustedPack | null, listed: readonly string[]): { what: string; source: string }[] {
  return [...advisoryValues(pack, listed), ...entriesFor(pack, listed).flatMap(valuesOf)];
}

/** The entries of a pack's catalogue that list an instrument, with the advisory they are from. */
function advisoryValues(pack: TrustedPack | null, listed: readonly string[]): { what: string; source: string }[] {
  const catalogue = pack?.content.catalogue ?? null;
  if (catalogue === null) return [];
  const { advisory, sourceDigest } = catalogue;
  return catalogue.entries
    .filter((entry) => listed.includes(qualifiedId(catalogue, entry)))
    .map((entry) => ({
      what: `Listed: ${entry.productName} ${entry.range} (entry ${entry.id})`,
      source: `advisory ${advisory.id}, version ${advisory.version}, file with SHA-256 ${sourceDigest}`,
    }));
}

function valuesOf(entry: PackEntry): { what: string; source: string }[] {
  const line = ({ source }: Sourced<unknown>, what: string) => ({ what, source });
  const { installer, fixCriteria, ports, serviceNames, insideNetworks, automatic, contact } = entry;
  return [
    ...(installer === null
      ? []
      : [
          line(installer.fileName, `Installer ${installer.fileName.value}`),
          line(installer.sha256, `SHA-256 of the installer: ${installer.sha256.value}`),
          line(installer.signer, `Signer of the installer: ${installer.signer.value ?? 'none'}`),
          line(installer.silentArguments, `Silent arguments: ${installer.silentArguments.value.join(' ') || 'none'}`),
          line(
            installer.exitCodes,
            `Exit codes: ${installer.exitCodes.value.map(({ code, means }) => `${code} ${means}`).join(', ') || 'none'}`,
          ),
        ]),
    ...fixCriteria.flatMap((criterion) => {
      const { cve, installed } = criterion;
      const { name, range } = installed.value;
      const allowed =
        criterion.cve === 'CVE-2023-1968'
          ? line(criterion.mayListen, `${cve}: the fixed version may listen: ${criterion.mayListen.value}`)
          : line(criterion.mayRunAs, `${cve}: the fixed version may run as: ${criterion.mayRunAs.value}`);
      return [line(installed, `${cve} is fixed in ${name} ${range}`), allowed];
    }),
    ...ports.map((port) => line(port, `Port to close: ${port.value.protocol.toUpperCase()} ${port.value.port}`)),
    ...serviceNames.map((name) => line(name, `Name of the copy service: ${name.value}`)),
    ...insideNetworks.map((name) => line(name, `Network inside the instrument: ${name.value}`)),
    ...automatic.map((step) => line(step, `Step the program may do by itself: ${step.value}`)),
    ...(contact === null ? [] : [line(contact, `Contact: ${contact.value}`)]),
  ];
}
