/** A file of an archive. `name` is ASCII, at most 100 characters, without folders that lead upwards. */
export interface ArchiveMember {
  name: string;
  content: Buffer;
}

const BLOCK = 512;
const NAME = /^[a-z0-9][a-z0-9._-]{0,50}(\/[a-z0-9][a-z0-9._-]{0,45})?$/i;

/**
 * Writes a tar archive in the ustar format (POSIX.1-1988), which every tar reads. Written here because the format is one header
 * of fixed fields, and no library that is kept up does less than streaming, links and extended headers.
 *
 * @param modifiedAt time of every member, so that the same content gives the same bytes
 * @throws TypeError for a name the format or a careful reader would not take
 */
export function writeUstar(members: readonly ArchiveMember[], modifiedAt: Date): Buffer {
  const seconds = Math.floor(modifiedAt.getTime() / 1000);
  const blocks = members.flatMap(({ name, content }) => {
    if (!NAME.test(name)) throw new TypeError(`not a name for an archive member: ${name}`);
    const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
    return [header(name, content.length, seconds), content, padding];
  });
  // Two empty blocks end an archive.
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

function header(name: string, size: number, seconds: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, 100, 'ascii');
  writeOctal(block, 100, 8, 0o644);
  writeOctal(block, 108, 8, 0);
  writeOctal(block, 116, 8, 0);
  writeOctal(block, 124, 12, size);
  writeOctal(block, 136, 12, seconds);
  // The checksum is counted with its own field full of spaces.
  block.fill(' ', 148, 156);
  block.write('0', 156, 'ascii');
  block.write('ustar\0', 257, 'ascii');
  block.write('00', 263, 'ascii');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
  return block;
}

function writeOctal(block: Buffer, offset: number, length: number, value: number): void {
  block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset, 'ascii');
}
