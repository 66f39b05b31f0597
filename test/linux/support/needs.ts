import { describe } from 'vitest';
import { isRoot } from '../../../main/host/linux/tool.ts';
import { missingTools } from './missing-tools.ts';

/** `describe` where root and these tools are there; else the tests are skipped and the reason is printed. */
export function describeWith(tools: readonly string[], name: string, tests: () => void): void {
  const missing = [...(isRoot() ? [] : ['root']), ...missingTools(tools)];
  if (missing.length > 0) console.log(`Skipped "${name}": it needs ${missing.join(', ')}.`);
  describe.skipIf(missing.length > 0)(name, tests);
}
