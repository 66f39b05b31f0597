import { findTool } from '../../../main/host/linux/tool.ts';

/** Those of some tools that are not on this machine. */
export function missingTools(tools: readonly string[]): string[] {
  return tools.filter((tool) => findTool(tool) === null);
}
