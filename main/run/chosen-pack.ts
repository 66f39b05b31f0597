import { resolve } from 'node:path';
import type { TrustedPack } from '../catalogue/open-pack.ts';
import { readPackFile } from '../catalogue/pack-file.ts';
import { practicePack } from '../catalogue/practice-packs.ts';
import { practiceDefaults } from '../host/practice/scenarios.ts';
import type { PackFile } from '../model/pack-stamp.ts';
import type { Machine, MachineOptions } from './machine.ts';

/** Which site pack to use; false: none, even where a practice scenario brings one. */
export interface PackOptions extends MachineOptions {
  pack?: string | false;
}

/** The pack that was named, else the one of the practice scenario; read and not checked. Null: none. */
export async function chosenPack({ pack, practice }: PackOptions): Promise<PackFile | null> {
  if (pack === false) return null;
  if (pack !== undefined) return readPackFile(resolve(pack));
  const byDefault = practice === undefined ? null : practiceDefaults(practice).pack;
  return byDefault === null ? null : practicePack(byDefault);
}

/** The same pack, checked against what this machine trusts: for a look or a plan. Throws the refusals of `openPack`. */
export async function openChosenPack(options: PackOptions, machine: Machine): Promise<TrustedPack | null> {
  const file = await chosenPack(options);
  return file === null ? null : (await machine.packs()).look(file, new Date());
}
