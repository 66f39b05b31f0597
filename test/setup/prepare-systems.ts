import type { TestProject } from 'vitest/node';
import { isRoot } from '../../main/host/linux/tool.ts';
import { builtHelper } from '../../scripts/build-helper.mjs';
import { CONTAINER_TOOLS, containerRoot } from '../linux/support/container-root.ts';
import { missingTools } from '../linux/support/missing-tools.ts';
import { cachedPrefix } from '../windows/support/cached-prefix.ts';
import { builtForWine, programsMissing } from '../windows/support/end-to-end.ts';
import { wineMissing } from '../windows/support/wine.ts';

/**
 * Makes the systems that tests start from, where they are not in the cache yet and a layer that runs needs them: minutes on a first
 * run, so no test waits for it, and all at once, because most of it is waiting.
 */
export default async function prepareSystems({ vitest }: TestProject): Promise<void> {
  const layers = vitest.projects.map(({ name }) => name);
  await Promise.all([
    layers.includes('linux') ? prepareContainers() : null,
    layers.includes('windows') ? prepareWine() : null,
  ]);
}

async function prepareContainers(): Promise<void> {
  if (isRoot() && missingTools(CONTAINER_TOOLS).length === 0) await containerRoot();
}

async function prepareWine(): Promise<void> {
  if ((await wineMissing()) !== null) return;
  await cachedPrefix();
  if ((await programsMissing()) !== null) return;
  await builtHelper('win-x64');
  await builtForWine();
}
