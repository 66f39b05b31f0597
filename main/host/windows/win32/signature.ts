import { promisify } from 'node:util';
import { addressOf, bytesAt, wideText } from './memory.ts';
import { win32 } from './system-library.ts';

/** `WINTRUST_ACTION_GENERIC_VERIFY_V2` {00AAC56B-CD44-11D0-8CC2-00C04FC295EE} as it lies in memory. */
const GENERIC_VERIFY = Buffer.from('6bc5aa0044cdd0118cc200c04fc295ee', 'hex');
/** `WINTRUST_FILE_INFO` and `WINTRUST_DATA` on 64 bits. */
const FILE_INFO_BYTES = 32;
const DATA_BYTES = 80;
const UI_NONE = 2;
const CHOICE_FILE = 1;
const ACTION_VERIFY = 1;
const ACTION_CLOSE = 2;
/** `WTD_REVOCATION_CHECK_NONE | WTD_CACHE_ONLY_URL_RETRIEVAL`: nothing is asked over the network. */
const OFFLINE = 0x1010;
/** Of `WINTRUST_DATA`. */
const STATE_ACTION_AT = 48;
const STATE_AT = 56;

const verifyTrust = () =>
  win32('wintrust.dll', 'int32 __stdcall WinVerifyTrust(int64 window, void *action, void *data)');
const providerData = () => win32('wintrust.dll', 'uint64 __stdcall WTHelperProvDataFromStateData(uint64 state)');
const providerSigner = () =>
  win32(
    'wintrust.dll',
    'uint64 __stdcall WTHelperGetProvSignerFromChain(uint64 data, uint32 signer, int counter, uint32 index)',
  );
const providerCertificate = () =>
  win32('wintrust.dll', 'uint64 __stdcall WTHelperGetProvCertFromChain(uint64 signer, uint32 index)');

/**
 * The certificate (DER) a file is validly signed with, by Windows' own check of the signature and of its chain of trust; null in every
 * other case: unsigned, altered, not trusted, or not told. Takes seconds; runs on another thread.
 */
export async function trustedSigner(path: string): Promise<Buffer | null> {
  const name = wideText(path);
  const file = Buffer.alloc(FILE_INFO_BYTES);
  file.writeUInt32LE(FILE_INFO_BYTES, 0);
  file.writeBigUInt64LE(addressOf(name), 8);
  const data = Buffer.alloc(DATA_BYTES);
  data.writeUInt32LE(DATA_BYTES, 0);
  data.writeUInt32LE(UI_NONE, 24);
  data.writeUInt32LE(CHOICE_FILE, 32);
  data.writeBigUInt64LE(addressOf(file), 40);
  data.writeUInt32LE(ACTION_VERIFY, STATE_ACTION_AT);
  data.writeUInt32LE(OFFLINE, 72);
  const verify = verifyTrust();
  const status: number = await promisify(verify.async)(-1, GENERIC_VERIFY, data);
  try {
    return status === 0 ? signerOf(data.readBigUInt64LE(STATE_AT)) : null;
  } finally {
    data.writeUInt32LE(ACTION_CLOSE, STATE_ACTION_AT);
    verify(-1, GENERIC_VERIFY, data);
    // Kept until here: the structures hold the addresses of these only.
    name.fill(0);
    file.fill(0);
  }
}

/** From the very check that was just made, so that it is the certificate that was found good. */
function signerOf(state: bigint): Buffer | null {
  const data = providerData()(state);
  if (BigInt(data) === 0n) return null;
  const signer = providerSigner()(data, 0, 0, 0);
  if (BigInt(signer) === 0n) return null;
  const certificate = providerCertificate()(signer, 0);
  if (BigInt(certificate) === 0n) return null;
  // CRYPT_PROVIDER_CERT: size, then the address of a CERT_CONTEXT: encoding, address and length of the certificate.
  const context = bytesAt(bytesAt(certificate, 16).readBigUInt64LE(8), 24);
  return bytesAt(context.readBigUInt64LE(8), context.readUInt32LE(16));
}
