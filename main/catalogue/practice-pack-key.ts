import { type PublicKey, parsePublicKey } from './keys.ts';

/** Its private half is published beside the practice packs: whoever trains may sign, and no real host takes it. */
const PRACTICE_PACK_KEY = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAugobMtMeoX1zppaTDqdbljfxwzh63z5krSVu2HKVhV0=
-----END PUBLIC KEY-----
`;

let parsed: PublicKey | null | undefined;

/** The public key practice packs are signed with. Trusted on practice instruments only, even where somebody enrolled it. */
export function practicePackKey(): PublicKey {
  parsed ??= parsePublicKey(PRACTICE_PACK_KEY);
  if (parsed === null) throw new TypeError('the compiled-in practice pack key is no public key');
  return parsed;
}
