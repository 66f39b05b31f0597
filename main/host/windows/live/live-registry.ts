import type { Fact } from '../../../model/fact.ts';
import type { RegistryValue } from '../hive/registry-value.ts';
import { type HiveName, type Registry, RegistryGap, type RegistryKey } from '../registry/registry.ts';
import { allValues, oneValue, type RegistryRoot, subkeyNames, withKey } from '../win32/registry-key.ts';
import { reading } from './reading.ts';

const SHORT_NAMES = { machine: 'HKLM', person: 'HKCU' } as const;

/** The registry of the running system, 64-bit view; the 32-bit one lies in it as WOW6432Node. */
export class LiveRegistry implements Registry {
  readonly #root: RegistryRoot;

  constructor(root: RegistryRoot = 'machine') {
    this.#root = root;
  }

  read<T>(name: HiveName, use: (root: RegistryKey) => Promise<T>): Promise<Fact<T>> {
    return reading(`registry ${SHORT_NAMES[this.#root]}\\${name}`, () => use(new LiveKey(this.#root, name, name)));
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
  readonly #root: RegistryRoot;
  readonly #path: string;

  constructor(root: RegistryRoot, name: string, path: string) {
    this.#root = root;
    this.name = name;
    this.#path = path;
  }

  async subkeys(): Promise<RegistryKey[]> {
    return withKey(this.#root, this.#path, (key) => (key === null ? [] : subkeyNames(key))).map(
      (name) => new LiveKey(this.#root, name, `${this.#path}\\${name}`),
    );
  }

  async find(path: readonly string[]): Promise<RegistryKey | null> {
    const whole = [this.#path, ...path].join('\\');
    const name = path.at(-1) ?? this.name;
    return withKey(this.#root, whole, (key) => (key === null ? null : new LiveKey(this.#root, name, whole)));
  }

  async values(): Promise<RegistryValue[]> {
    return withKey(this.#root, this.#path, (key) => (key === null ? [] : allValues(key)));
  }

  async value(name: string): Promise<RegistryValue | null> {
    return withKey(this.#root, this.#path, (key) => (key === null ? null : oneValue(key, name)));
  }
}
