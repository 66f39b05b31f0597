import type { Fact } from '../../../model/fact.ts';
import type { RegistryValue } from '../hive/registry-value.ts';
import { type HiveName, type Registry, RegistryGap, type RegistryKey } from '../registry/registry.ts';
import { allValues, oneValue, subkeyNames, withKey } from '../win32/registry-key.ts';
import { reading } from './reading.ts';

/** The registry of the running system, 64-bit view; the 32-bit one lies in it as WOW6432Node. */
export class LiveRegistry implements Registry {
  read<T>(name: HiveName, use: (root: RegistryKey) => Promise<T>): Promise<Fact<T>> {
    return reading(`registry HKLM\\${name}`, () => use(new LiveKey(name, name)));
  }

  async currentControlSet(system: RegistryKey): Promise<RegistryKey> {
    const key = await system.find(['CurrentControlSet']);
    if (key === null) throw new RegistryGap('malformed', 'The registry does not say which control set is current.');
    return key;
  }
}

/** A key by its path. It is opened anew for each reading, so that no handle outlives one. */
class LiveKey implements RegistryKey {
  readonly name: string;
  readonly #path: string;

  constructor(name: string, path: string) {
    this.name = name;
    this.#path = path;
  }

  async subkeys(): Promise<RegistryKey[]> {
    return withKey(this.#path, (key) => (key === null ? [] : subkeyNames(key))).map(
      (name) => new LiveKey(name, `${this.#path}\\${name}`),
    );
  }

  async find(path: readonly string[]): Promise<RegistryKey | null> {
    const whole = [this.#path, ...path].join('\\');
    return withKey(whole, (key) => (key === null ? null : new LiveKey(path.at(-1) ?? this.name, whole)));
  }

  async values(): Promise<RegistryValue[]> {
    return withKey(this.#path, (key) => (key === null ? [] : allValues(key)));
  }

  async value(name: string): Promise<RegistryValue | null> {
    return withKey(this.#path, (key) => (key === null ? null : oneValue(key, name)));
  }
}
