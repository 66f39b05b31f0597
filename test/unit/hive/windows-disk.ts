import { copiedDiskHost } from '../../../main/host/copied-disk.ts';
import type { Host } from '../../../main/host/host.ts';
import { diskWith } from '../copied-disk/disk.ts';
import { buildHive, dword, expandText, type HiveForm, type KeyTree, text } from './hive-builder.ts';

export const CONFIG = 'C/Windows/System32/config';

/** The tree with these keys put in along a path: `under('A\\B', {...})`. */
export function under(path: string, tree: KeyTree): KeyTree {
  return path.split('\\').reduceRight<KeyTree>((below, name) => ({ keys: { [name]: below } }), tree);
}

/** Several trees as one. */
export function together(...trees: KeyTree[]): KeyTree {
  const merged: KeyTree = {};
  for (const { values, keys } of trees) {
    if (values) merged.values = { ...merged.values, ...values };
    for (const [name, below] of Object.entries(keys ?? {})) {
      merged.keys = { ...merged.keys, [name]: together(merged.keys?.[name] ?? {}, below) };
    }
  }
  return merged;
}

export const SELECT = under('Select', { values: { Current: dword(2), Default: dword(1) } });

/** A service program as Windows stores it. */
export function service(name: string, account: string | null, start: number, displayName?: string): KeyTree {
  return under(`ControlSet002\\Services\\${name}`, {
    values: {
      Type: dword(0x10),
      Start: dword(start),
      ImagePath: expandText(`%ProgramFiles%\\${name}.exe`),
      ...(account === null ? {} : { ObjectName: text(account) }),
      ...(displayName === undefined ? {} : { DisplayName: text(displayName) }),
    },
  });
}

const POLICY_KEY = 'Policies\\Microsoft\\WindowsFirewall';
const LOCAL_KEY = 'ControlSet002\\Services\\SharedAccess\\Parameters\\FirewallPolicy';

/** Firewall settings of the machine itself, or of group policy. */
export const localFirewall = (tree: KeyTree) => under(LOCAL_KEY, tree);
export const policyFirewall = (tree: KeyTree) => under(POLICY_KEY, tree);

/** A firewall that is on everywhere and set to start, with these rules. */
export function firewallOn(rules: Record<string, string> = {}): KeyTree {
  const on: KeyTree = { values: { EnableFirewall: dword(1) } };
  return together(
    service('BFE', 'NT AUTHORITY\\LocalService', 2),
    service('mpssvc', 'NT Authority\\LocalService', 2),
    localFirewall({
      keys: { DomainProfile: on, StandardProfile: on, PublicProfile: on, FirewallRules: { values: texts(rules) } },
    }),
  );
}

export function texts(all: Record<string, string>) {
  return Object.fromEntries(Object.entries(all).map(([name, content]) => [name, text(content)]));
}

export function software(
  version: string,
  name = 'MiSeq Control Software',
  view = '',
  key = '{11111111-0000-0000-0000-000000000000}',
): KeyTree {
  return under(`${view}Microsoft\\Windows\\CurrentVersion\\Uninstall\\${key}`, {
    values: { DisplayName: text(name), DisplayVersion: text(version), Publisher: text('Illumina, Inc.') },
  });
}

/** A copied Windows disk with these hives. */
export async function hostWith(
  hives: { software?: KeyTree | Buffer; system?: KeyTree | Buffer },
  form: HiveForm = {},
  config = CONFIG,
): Promise<Host> {
  const bytes = (tree: KeyTree | Buffer) => (Buffer.isBuffer(tree) ? tree : buildHive(tree, form));
  return copiedDiskHost(
    await diskWith({
      'C/Users/x': '',
      ...(hives.software ? { [`${config}/SOFTWARE`]: bytes(hives.software) } : {}),
      ...(hives.system
        ? { [`${config}/SYSTEM`]: bytes(Buffer.isBuffer(hives.system) ? hives.system : together(SELECT, hives.system)) }
        : {}),
    }),
  );
}
