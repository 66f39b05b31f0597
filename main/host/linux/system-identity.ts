import { type Fact, read, unavailable } from '../../model/fact.ts';
import type { Clock, OperatingSystem } from '../../model/system-facts.ts';
import { type ConfinedTree, isMiss } from '../confined-tree.ts';
import { findTool, runTool } from './tool.ts';

/** Name and version from os-release. */
export async function readOperatingSystem(tree: ConfinedTree): Promise<Fact<OperatingSystem>> {
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    const content = await tree.readText(path, 65_536);
    if (isMiss(content)) {
      if (content.missing) continue;
      return unavailable(content.cause, content.detail, path);
    }
    const values = parseOsRelease(content.text);
    const name = values.get('NAME') ?? values.get('ID');
    if (name === undefined) return unavailable('malformed', 'The file names no operating system.', path);
    return read({ family: 'linux', name, version: values.get('VERSION_ID') ?? '' }, path);
  }
  return unavailable('not-known', 'There is no os-release file.', '/etc/os-release');
}

/** `KEY=value` lines, quotes taken off as a shell would. */
export function parseOsRelease(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, key, raw] = /^([A-Z0-9_]+)=(.*)$/.exec(line.trim()) ?? [];
    if (key === undefined || raw === undefined) continue;
    const quoted = /^(["'])(.*)\1$/.exec(raw);
    values.set(key, quoted?.[1] === '"' ? (quoted[2] ?? '').replace(/\\(.)/g, '$1') : (quoted?.[2] ?? raw));
  }
  return values;
}

export async function readMachineId(tree: ConfinedTree): Promise<Fact<string>> {
  const source = '/etc/machine-id';
  const content = await tree.readText(source, 4096);
  if (isMiss(content)) return unavailable(content.cause, content.detail, source);
  const id = content.text.trim();
  if (!/^[0-9a-f]{32}$/.test(id)) return unavailable('malformed', 'The machine id is not set.', source);
  return read(id, source);
}

export async function readBootId(tree: ConfinedTree): Promise<Fact<string>> {
  const source = '/proc/sys/kernel/random/boot_id';
  const content = await tree.readText(source, 4096);
  if (isMiss(content)) return unavailable(content.cause, content.detail, source);
  return read(content.text.trim(), source);
}

/** Whether systemd-timesyncd or chrony keeps the clock; `synchronised` is null when neither can be asked. */
export async function readClock(tree: ConfinedTree): Promise<Fact<Clock>> {
  const timesync = '/run/systemd/timesync';
  if (await tree.has(`${timesync}/synchronized`)) {
    return read({ source: 'systemd-timesyncd', synchronised: true }, `${timesync}/synchronized`);
  }
  if (findTool('chronyc') !== null) {
    const run = await runTool('chronyc', ['-c', 'tracking']);
    const fields = run.kind === 'ran' && run.exitCode === 0 ? run.stdout.trim().split(',') : [];
    const leap = fields[13];
    if (leap !== undefined) {
      return read({ source: 'chrony', synchronised: leap !== 'Not synchronised' }, run.source);
    }
  }
  if (await tree.has(timesync)) return read({ source: 'systemd-timesyncd', synchronised: false }, timesync);
  return read({ source: 'not known', synchronised: null }, `${timesync}, chronyc -c tracking`);
}
