import type { InstallerFile } from '../model/installer.ts';

type Maker = NonNullable<InstallerFile['madeWith']>;

/**
 * What the tools that make installer programs leave in them: NSIS the mark of its first header (fileform.h: 0xDEADBEEF "NullsoftInst"), Inno Setup
 * the mark before its compiled script or its line in the version resource, InstallShield the name in its manifest or the mark before the
 * files it carries.
 */
const MARKS: readonly (readonly [Maker, Buffer])[] = [
  ['nsis', Buffer.concat([Buffer.from('efbeadde', 'hex'), Buffer.from('NullsoftInst', 'latin1')])],
  ['inno-setup', Buffer.from('Inno Setup Setup Data (', 'latin1')],
  ['inno-setup', Buffer.from('This installation was built with Inno Setup.', 'utf16le')],
  ['installshield', Buffer.from('InstallShield.Setup', 'latin1')],
  ['installshield', Buffer.from('ISSetupStream', 'latin1')],
];
const LONGEST = Math.max(...MARKS.map(([, mark]) => mark.length));

/** Looks for marks of makers in a file that comes in pieces. */
export class MakerMarks {
  readonly #found = new Set<Maker>();
  #end = Buffer.alloc(0);

  add(piece: Buffer): void {
    // A mark may lie across two pieces.
    const text = Buffer.concat([this.#end, piece]);
    for (const [maker, mark] of MARKS) if (text.includes(mark)) this.#found.add(maker);
    this.#end = Buffer.from(text.subarray(-(LONGEST - 1)));
  }

  /** Null where there is no mark, or marks of several: one installer may carry another. */
  get maker(): Maker | null {
    const [only, ...others] = this.#found;
    return others.length === 0 ? (only ?? null) : null;
  }
}
