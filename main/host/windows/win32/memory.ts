import { nativePart } from './load-native.ts';

/** A copy of what lies at an address. */
export function bytesAt(address: number | bigint, length: number): Buffer {
  if (length === 0) return Buffer.alloc(0);
  // A copy: Windows may free or change what lies there.
  return Buffer.from(Buffer.from(nativePart().view(BigInt(address), length)));
}

/** The text (UTF-16, ended by NUL) at an address; "" for no address. */
export function textAt(address: number | bigint): string {
  return BigInt(address) === 0n ? '' : String(nativePart().decode(BigInt(address), 'char16', -1));
}

/** Texts one after another, ended by an empty one (a "multi-string"). */
export function textsAt(address: number | bigint): string[] {
  const texts: string[] = [];
  let at = BigInt(address);
  if (at === 0n) return texts;
  for (let text = textAt(at); text !== ''; text = textAt(at)) {
    texts.push(text);
    at += BigInt((text.length + 1) * 2);
  }
  return texts;
}

/** Where a buffer lies. It must be kept as long as the address is used. */
export function addressOf(buffer: Buffer): bigint {
  return nativePart().address(buffer);
}

/** A text as Windows wants it: UTF-16 ended by NUL. */
export function wideText(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf16le');
}
