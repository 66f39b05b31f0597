import type { PackFile } from '../model/pack-stamp.ts';
import { openPack, type TrustedPack } from './open-pack.ts';
import { readPackCounter, rememberPackCounter } from './pack-counters.ts';
import { readTrust } from './trusted-keys.ts';

/** Opens site packs against the keys and counters of one machine. */
export interface PackShelf {
  /** A pack for a look or a plan: every check, nothing remembered. Throws the failures of `openPack`. */
  look(file: PackFile, now: Date): Promise<TrustedPack>;
  /** A pack a new run works with: every check, and its counter is remembered. For the helper. */
  use(file: PackFile, now: Date): Promise<TrustedPack>;
  /** The pack of a run that goes on: signature, key and time again; its counter was checked when the run began. */
  useAgain(file: PackFile, asOf: Date): Promise<TrustedPack>;
}

/**
 * The packs of one machine.
 *
 * @param places folders of trusted keys and counters; null where the machine has none yet, so that it trusts nobody
 */
export function packShelf(places: { trusted: string; counters: string } | null, practice: boolean): PackShelf {
  const open = async (file: PackFile, now: Date, withCounter: boolean) => {
    const trust = places === null ? { kinds: new Map(), keys: new Map() } : await readTrust(places.trusted);
    const highestSeen = async (packId: string) =>
      places === null || !withCounter ? null : readPackCounter(places.counters, packId);
    return openPack(file, { trust, practice, now, highestSeen });
  };
  return {
    look: (file, now) => open(file, now, true),
    async use(file, now) {
      const pack = await open(file, now, true);
      if (places !== null) await rememberPackCounter(places.counters, pack.stamp);
      return pack;
    },
    useAgain: (file, asOf) => open(file, asOf, false),
  };
}
