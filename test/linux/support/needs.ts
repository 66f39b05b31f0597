import { describe } from 'vitest';
import { findTool, isRoot } from '../../../main/host/linux/tool.ts';

/** `describe` where root and these tools are there; else the tests are skipped and the reason is printed. */
export function describeWith(tools: readonly string[], name: string, tests: () => void): void {
  const missing = [...(isRoot() ? [] : ['root']), ...tools.filter((tool) => findTool(tool) === null)];
  if (missing.length > 0) console.log(`Skipped "${name}": it needs ${missing.join(', ')}.`);
  describe.skipIf(missing.length > 0)(name, tests);
}
