import { builtHelper } from '../../scripts/build-helper.mjs';
import { cachedPrefix } from '../windows/support/cached-prefix.ts';
import { builtForWine, programsMissing } from '../windows/support/end-to-end.ts';
import { wineMissing } from '../windows/support/wine.ts';

/** Makes what is slow to make before the first test, so that test files that run at once do not each make it. Kept in the cache. */
export default async function prepareWine(): Promise<void> {
  if ((await wineMissing()) !== null) return;
  await cachedPrefix();
  if ((await programsMissing()) !== null) return;
  await builtHelper('win-x64');
  await builtForWine();
}
