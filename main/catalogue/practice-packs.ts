// Imported one by one, so that they become part of the program file and need no folder beside it.
import ucsUpdate from '../../assets/practice/packs/practice-ucs-update.pack.json';
import type { PackFile } from '../model/pack-stamp.ts';

const PRACTICE_PACKS: ReadonlyMap<string, unknown> = new Map<string, unknown>([['practice-ucs-update', ucsUpdate]]);

/** The site pack a practice scenario brings, by name. Throws `TypeError` where there is none: a defect of the scenario. */
export function practicePack(name: string): PackFile {
  const envelope = PRACTICE_PACKS.get(name);
  if (envelope === undefined) throw new TypeError(`no such practice pack: ${name}`);
  return { envelope: JSON.stringify(envelope), publicKey: null };
}
