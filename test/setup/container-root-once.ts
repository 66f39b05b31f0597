import { isRoot } from '../../main/host/linux/tool.ts';
import { CONTAINER_TOOLS, containerRoot } from '../linux/support/container-root.ts';
import { missingTools } from '../linux/support/missing-tools.ts';

/** Makes the system that containers start from, where it is not there yet: minutes on a first run, so no test waits for it. */
export default async function containerRootOnce(): Promise<void> {
  if (isRoot() && missingTools(CONTAINER_TOOLS).length === 0) await containerRoot();
}
