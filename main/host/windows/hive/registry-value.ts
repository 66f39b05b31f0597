import { malformed } from './hive-error.ts';

/** Numbers of the value types that are read here, as Windows defines them. */
export const VALUE_TYPE = { text: 1, expandText: 2, binary: 3, dword: 4, multiText: 7, qword: 11 } as const;

/** A named value of a registry key, with its data as stored. */
export interface RegistryValue {
  name: string;
  type: number;
  data: Buffer;
}

/** Text of REG_SZ and REG_EXPAND_SZ up to its first NUL, variables not expanded; null for any other type. */
export function textOf(value: RegistryValue | null): string | null {
  if (value === null || (value.type !== VALUE_TYPE.text && value.type !== VALUE_TYPE.expandText)) return null;
  return value.data.toString('utf16le').split('\0', 1)[0] ?? '';
}

/** Texts of REG_MULTI_SZ, empty ones left out; null for any other type. */
export function textsOf(value: RegistryValue | null): string[] | null {
  if (value?.type !== VALUE_TYPE.multiText) return null;
  return value.data
    .toString('utf16le')
    .split('\0')
    .filter((text) => text !== '');
}

/** Number of REG_DWORD or REG_QWORD; null for any other type. Throws `HiveError` where the data has another length. */
export function numberOf(value: RegistryValue | null): bigint | null {
  if (value?.type === VALUE_TYPE.dword) {
    if (value.data.length !== 4) throw malformed(`The number "${value.name}" is not 4 bytes long.`);
    return BigInt(value.data.readUInt32LE(0));
  }
  if (value?.type === VALUE_TYPE.qword) {
    if (value.data.length !== 8) throw malformed(`The number "${value.name}" is not 8 bytes long.`);
    return value.data.readBigUInt64LE(0);
  }
  return null;
}
