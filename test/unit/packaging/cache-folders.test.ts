import { mkdir, readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { markUsed, removeUnused } from '../../../scripts/cache-folders.mjs';
import { newFolder } from '../practice/practice-bench.ts';

const HOUR = 3_600_000;

it('a run that clears the cache leaves what another run works with, however long ago it was made', async () => {
  const cache = await newFolder();
  const longAgo = new Date(Date.now() - 5 * HOUR);
  for (const name of ['in-use', 'forgotten', 'making-killed', 'just-made']) {
    await mkdir(join(cache, name, 'inside'), { recursive: true });
    if (name !== 'just-made') await utimes(join(cache, name), longAgo, longAgo);
  }
  expect(await markUsed(join(cache, 'in-use'))).toBe(true);
  expect(await markUsed(join(cache, 'never-made'))).toBe(false);
  await Promise.all([removeUnused(cache, HOUR), removeUnused(cache, HOUR)]);
  expect((await readdir(cache)).sort()).toEqual(['in-use', 'just-made']);
});
