import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { PackEntry } from '../../../main/catalogue/site-pack.ts';
import { preAuthEncoding } from '../../../main/model/dsse.ts';

const TYPE = 'application/vnd.ucs-remediation-wizard.site-pack+json';
const source = 'invented for a test';

/**
 * A signed pack for NextSeq 1000/2000 that lets the program set the account by itself, its key, and the fingerprint of that key.
 *
 * @param said what it says beyond that
 */
export function nextSeqPack(said: Partial<PackEntry> = {}): {
  pack: string;
  key: string;
  fingerprint: string;
} {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const fingerprint = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
  const payload = Buffer.from(
    JSON.stringify({
      schema: 'ucs-site-pack/1',
      packId: 'example-lab',
      practice: false,
      issuer: 'Example Laboratory, IT',
      counter: 1,
      issuedAt: '2026-01-01T00:00:00Z',
      expiresAt: '2099-01-01T00:00:00Z',
      contact: null,
      entries: [
        {
          appliesTo: ['CSAFPID-00011'],
          installer: null,
          fixCriteria: [],
          ports: [],
          serviceNames: [],
          automatic: [{ value: 'ucs-account', source }],
          contact: null,
          ...said,
        },
      ],
    }),
  );
  const signature = sign(null, preAuthEncoding(TYPE, payload), privateKey).toString('base64');
  const pack = {
    payloadType: TYPE,
    payload: payload.toString('base64'),
    signatures: [{ keyid: fingerprint, sig: signature }],
  };
  return { pack: JSON.stringify(pack), key: publicKey.export({ type: 'spki', format: 'pem' }).toString(), fingerprint };
}
