import { type Fact, read, unavailable } from '../../model/fact.ts';
import type { PendingReboot } from '../../model/system-facts.ts';
import { type ConfinedTree, isMiss } from '../confined-tree.ts';
import { findRpmDatabase } from './rpm-database.ts';
import { findTool, runTool, withoutResult } from './tool.ts';

const FLAG = '/run/reboot-required';

/**
 * Whether the system says it waits for a restart: Debian's flag file, or `needs-restarting -r` on systems with an rpm database.
 * An rpm system without that tool cannot say.
 */
export async function readPendingReboot(tree: ConfinedTree): Promise<Fact<PendingReboot>> {
  if (await tree.has(FLAG)) {
    const packages = await tree.readText(`${FLAG}.pkgs`, 65_536);
    const reasons = isMiss(packages) ? [] : [...new Set(packages.text.split('\n').filter((name) => name !== ''))];
    return read({ pending: true, reasons: reasons.length > 0 ? reasons : [`${FLAG} exists`] }, FLAG);
  }
  if (findTool('needs-restarting') !== null) {
    const run = await runTool('needs-restarting', ['-r']);
    if (run.kind === 'ran' && run.exitCode === 0) return read({ pending: false, reasons: [] }, run.source);
    if (run.kind === 'ran' && run.exitCode === 1 && run.stdout.trim() !== '') {
      return read({ pending: true, reasons: ['needs-restarting says so'] }, run.source);
    }
    return withoutResult(run);
  }
  if (!(await tree.has('/var/lib/dpkg/status')) && (await findRpmDatabase(tree)) !== null) {
    return unavailable('tool-missing', 'The tool "needs-restarting" is not installed here.', 'needs-restarting -r');
  }
  return read({ pending: false, reasons: [] }, `${FLAG} does not exist`);
}
