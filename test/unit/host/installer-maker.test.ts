import { describe, expect, it } from 'vitest';
import { MakerMarks } from '../../../main/host/installer-maker.ts';

const NSIS = Buffer.concat([Buffer.from('00000000efbeadde', 'hex'), Buffer.from('NullsoftInst')]);
const INNO = Buffer.from('Inno Setup Setup Data (6.2.2) (u)');

/** Installers as bytes: what they hold around the mark does not matter. Real ones of NSIS are in the tests of the Windows part. */
function madeBy(...pieces: Buffer[]) {
  const marks = new MakerMarks();
  for (const piece of pieces) marks.add(piece);
  return marks.maker;
}

describe('the tool an installer program was made with', () => {
  it.each([
    ['nsis', NSIS],
    ['inno-setup', INNO],
    ['inno-setup', Buffer.from('This installation was built with Inno Setup.', 'utf16le')],
    ['installshield', Buffer.from('<assemblyIdentity name="InstallShield.Setup" type="win32"/>')],
    ['installshield', Buffer.from('\0ISSetupStream\0')],
  ])('%s is known by its mark', (maker, bytes) => {
    expect(madeBy(Buffer.alloc(70_000), bytes, Buffer.alloc(70_000))).toBe(maker);
  });

  it('a mark that lies across two pieces of the file is found', () => {
    for (let at = 1; at < INNO.length; at += 1) {
      expect(madeBy(Buffer.concat([Buffer.alloc(9), INNO.subarray(0, at)]), INNO.subarray(at))).toBe('inno-setup');
    }
  });

  it('is not claimed without a mark, nor where one installer carries another', () => {
    expect(madeBy(Buffer.from('MZ NullsoftInst'))).toBeNull();
    expect(madeBy()).toBeNull();
    expect(madeBy(NSIS, Buffer.from('InstallShield.Setup'))).toBeNull();
  });
});
