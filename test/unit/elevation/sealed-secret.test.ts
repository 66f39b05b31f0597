import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createSecretOpener, SealedSecret, sealSecret } from '../../../main/elevation/sealed-secret.ts';
import { Secret } from '../../../main/host/secret.ts';

const PASSWORD = 'K\u00f6nigs-Passw\u00f6rt 10';

/** The same Base64 text with one bit of its bytes changed. */
function flipped(base64: string): string {
  const bytes = Buffer.from(base64, 'base64');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return bytes.toString('base64');
}

describe('a password on its way to the helper', () => {
  it('arrives, and only there', () => {
    const opener = createSecretOpener();
    const sealed = sealSecret(new Secret(PASSWORD), opener.publicKey, 'q1');
    expect(opener.open(sealed, 'q1').reveal()).toBe(PASSWORD);
    expect(() => createSecretOpener().open(sealed, 'q1')).toThrow();
  });

  it('cannot be used to answer another question', () => {
    const opener = createSecretOpener();
    const sealed = sealSecret(new Secret(PASSWORD), opener.publicKey, 'q1');
    expect(() => opener.open(sealed, 'q2')).toThrow();
    expect(() => opener.open(sealed, '')).toThrow();
  });

  it.each(['ephemeralKey', 'iv', 'ciphertext', 'tag'] as const)('is refused when its %s was altered', (part) => {
    const opener = createSecretOpener();
    const sealed = sealSecret(new Secret(PASSWORD), opener.publicKey, 'q1');
    expect(() => opener.open({ ...sealed, [part]: flipped(sealed[part]) }, 'q1')).toThrow();
  });

  it('is refused with a tag that was cut short, which would be easier to forge', () => {
    const opener = createSecretOpener();
    const sealed = sealSecret(new Secret(PASSWORD), opener.publicKey, 'q1');
    for (const length of [4, 8, 12, 15]) {
      const tag = Buffer.from(sealed.tag, 'base64').subarray(0, length).toString('base64');
      expect(() => opener.open({ ...sealed, tag }, 'q1')).toThrow();
    }
  });

  it('looks different each time, so that nobody sees whether it is the same one', () => {
    const { publicKey } = createSecretOpener();
    const [one, other] = [1, 2].map(() => sealSecret(new Secret(PASSWORD), publicKey, 'q1'));
    for (const part of ['ephemeralKey', 'iv', 'ciphertext', 'tag'] as const)
      expect(one?.[part]).not.toBe(other?.[part]);
    expect(SealedSecret.parse(JSON.parse(JSON.stringify(one)))).toEqual(one);
    expect(JSON.stringify(one)).not.toContain('Passw');
  });

  it('is not sealed to something that is no key', () => {
    expect(() => sealSecret(new Secret(PASSWORD), 'bm90IGEga2V5', 'q1')).toThrow();
  });
});

describe('a secret in the memory of the program', () => {
  it('never prints', () => {
    const secret = new Secret(PASSWORD);
    const shown = [
      `${secret}`,
      String(secret),
      JSON.stringify({ secret }),
      inspect(secret, { depth: 9, showHidden: true }),
      inspect({ deep: [secret] }),
      JSON.stringify(Object.entries(secret)),
      JSON.stringify(structuredClone({ ...secret })),
      new Error(`cannot use ${secret}`).message,
    ];
    for (const text of shown) expect(text).not.toContain('Passw');
  });
});
