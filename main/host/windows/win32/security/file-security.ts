import { win32 } from '../system-library.ts';
import { ERROR, lastError } from '../win32-error.ts';
import { parseSecurityDescriptor, type SecurityDescriptor } from './security-descriptor.ts';

/** What lies at a path, links not followed, and who may do what with it. */
export type FileSecurity = { kind: 'absent' } | ({ kind: 'folder' | 'link' | 'other' } & SecurityDescriptor);

const INVALID_HANDLE = -1;
/** `READ_CONTROL | FILE_READ_ATTRIBUTES`. */
const LOOK = 0x0002_0080;
const SHARE_ALL = 7;
const OPEN_EXISTING = 3;
/** `FILE_FLAG_BACKUP_SEMANTICS` (folders too) and `FILE_FLAG_OPEN_REPARSE_POINT` (links themselves). */
const AS_IT_IS = 0x0220_0000;
const DIRECTORY = 0x10;
const REPARSE_POINT = 0x400;
/** `OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION`. */
const OWNER_AND_ACCESS = 0x5;
/** Of `BY_HANDLE_FILE_INFORMATION`. */
const FILE_INFORMATION_BYTES = 52;
/** Of `SECURITY_ATTRIBUTES` on 64 bits. */
const ATTRIBUTES_BYTES = 24;
const SDDL_REVISION = 1;

const createFile = () =>
  win32(
    'kernel32.dll',
    'int64 __stdcall CreateFileW(str16 path, uint32 access, uint32 share, void *attributes, uint32 how, uint32 flags, void *template)',
  );
const closeHandle = () => win32('kernel32.dll', 'int __stdcall CloseHandle(int64 handle)');
const fileInformation = () =>
  win32('kernel32.dll', 'int __stdcall GetFileInformationByHandle(int64 handle, void *information)');
const objectSecurity = () =>
  win32(
    'advapi32.dll',
    'int __stdcall GetKernelObjectSecurity(int64 handle, uint32 what, void *descriptor, uint32 bytes, _Out_ uint32 *needed)',
  );
const createDirectory = () => win32('kernel32.dll', 'int __stdcall CreateDirectoryW(str16 path, void *attributes)');
const descriptorFromText = () =>
  win32(
    'advapi32.dll',
    'int __stdcall ConvertStringSecurityDescriptorToSecurityDescriptorW(str16 sddl, uint32 revision, _Out_ uint64 *descriptor, void *size)',
  );
const localFree = () => win32('kernel32.dll', 'uint64 __stdcall LocalFree(uint64 memory)');

/** Looks at a path through one handle, so that nothing can be put there between two looks. Throws Win32Error. */
export function readFileSecurity(path: string): FileSecurity {
  const handle = createFile()(path, LOOK, SHARE_ALL, null, OPEN_EXISTING, AS_IT_IS, null);
  if (handle === INVALID_HANDLE) {
    const error = lastError('CreateFileW');
    if (error.code === ERROR.fileNotFound || error.code === ERROR.pathNotFound) return { kind: 'absent' };
    throw error;
  }
  try {
    return { kind: kindOf(handle), ...parseSecurityDescriptor(descriptorOf(handle)) };
  } finally {
    closeHandle()(handle);
  }
}

function kindOf(handle: number): 'folder' | 'link' | 'other' {
  const information = Buffer.alloc(FILE_INFORMATION_BYTES);
  if (fileInformation()(handle, information) === 0) throw lastError('GetFileInformationByHandle');
  const attributes = information.readUInt32LE(0);
  if ((attributes & REPARSE_POINT) !== 0) return 'link';
  return (attributes & DIRECTORY) !== 0 ? 'folder' : 'other';
}

function descriptorOf(handle: number): Buffer {
  const call = 'GetKernelObjectSecurity';
  const needed: [number] = [0];
  if (objectSecurity()(handle, OWNER_AND_ACCESS, null, 0, needed) !== 0) throw new RangeError(`${call} gave nothing`);
  const error = lastError(call);
  if (error.code !== ERROR.insufficientBuffer) throw error;
  const descriptor = Buffer.alloc(needed[0]);
  if (objectSecurity()(handle, OWNER_AND_ACCESS, descriptor, descriptor.length, needed) === 0) throw lastError(call);
  return descriptor;
}

/**
 * Makes a folder that has its owner and access list from its first moment. False where something of that name is there already.
 * `sddl` names accounts by SID or by the two letters of SDDL. Throws Win32Error.
 */
export function createFolder(path: string, sddl: string): boolean {
  return withDescriptor(sddl, (attributes) => {
    if (createDirectory()(path, attributes) !== 0) return true;
    const error = lastError('CreateDirectoryW');
    if (error.code === ERROR.alreadyExists) return false;
    throw error;
  });
}

/** Hands `use` a `SECURITY_ATTRIBUTES` made from SDDL; it may not be kept. Throws Win32Error. */
export function withDescriptor<T>(sddl: string, use: (attributes: Buffer) => T): T {
  const descriptor: [number | bigint] = [0];
  if (descriptorFromText()(sddl, SDDL_REVISION, descriptor, null) === 0) {
    throw lastError('ConvertStringSecurityDescriptorToSecurityDescriptorW');
  }
  try {
    const attributes = Buffer.alloc(ATTRIBUTES_BYTES);
    attributes.writeUInt32LE(ATTRIBUTES_BYTES, 0);
    attributes.writeBigUInt64LE(BigInt(descriptor[0]), 8);
    return use(attributes);
  } finally {
    localFree()(descriptor[0]);
  }
}
