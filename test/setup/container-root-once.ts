import { isRoot } from '../../main/host/linux/tool.ts';
import { removeLeftDisks } from '../linux/support/container.ts';
import { CONTAINER_TOOLS, containerRoot } from '../linux/support/container-root.ts';
import { missingTools } from '../linux/support/missing-tools.ts';

/**
 * Makes the system that containers start from, where it is not there yet: minutes on a first run, so no test waits for it. Before and
 * after, disks of containers whose test was killed are removed.
 */
export default async function containerRootOnce(): Promise<() => Promise<void>> {
  if (isRoot() && missingTools(CONTAINER_TOOLS).length === 0) await containerRoot();
  await removeLeftDisks();
  return removeLeftDisks;
}
