import type { Fact, UnavailableCause } from '../../../model/fact.ts';
import type { RegistryValue } from '../hive/registry-value.ts';

/** The machine-wide branches of the registry, by the names of their hives. */
export type HiveName = 'SOFTWARE' | 'SYSTEM';

/** A key of the registry, of a hive file or of the running system. */
export interface RegistryKey {
  readonly name: string;
  subkeys(): Promise<RegistryKey[]>;
  /** The key along a path below this one, capital letters not told apart; null: not there. */
  find(path: readonly string[]): Promise<RegistryKey | null>;
  values(): Promise<RegistryValue[]>;
  value(name: string): Promise<RegistryValue | null>;
}

/** The registry of a machine, running or copied. */
export interface Registry {
  /** What `reading` makes of a branch; what cannot be read or understood is an unavailable fact. */
  read<T>(name: HiveName, reading: (root: RegistryKey) => Promise<T>): Promise<Fact<T>>;
  /** The control set in use, below the root of SYSTEM. Throws `RegistryGap` where there is none. */
  currentControlSet(system: RegistryKey): Promise<RegistryKey>;
}

/** The registry could be read, but does not hold what was looked for, or holds what is not understood. */
export class RegistryGap extends Error {
  override readonly name = 'RegistryGap';
  constructor(
    readonly why: UnavailableCause,
    detail: string,
  ) {
    super(detail);
  }
}
