import type { Service } from '../../model/system-facts.ts';

/** What a file of a unit that is not loaded can say without systemd having to work it out. */
const PLAIN_VALUE = /^[^%\\"']+$/;
const PLAIN_COMMAND = /^-?(\/[\w./+-]+)(\s|$)/;
/** A line with one of these makes the account something else than root. */
const OF_THE_ACCOUNT = ['User', 'DynamicUser'];

/**
 * A stopped service of which this text is all there is: it starts nothing by itself, and runs as root because nothing says otherwise,
 * which is the worst it can do. Null wherever more than plain reading is needed: an account, a specifier, a quoted word, a line that
 * goes on, something given twice, a command with a mark before it.
 */
export function plainService(name: string, text: string): Service | null {
  if (text.includes('\uFFFD') || text.includes('\0') || text.trim() === '') return null;
  let section = '';
  let displayName: string | null = null;
  let imagePath: string | null = null;
  for (const line of text.split('\n').map((each) => each.trim())) {
    // Also after a remark: whether it then goes on depends on the version of systemd.
    if (line.endsWith('\\')) return null;
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const [, heading] = /^\[(\w+)\]$/.exec(line) ?? [];
    if (heading !== undefined) {
      section = heading;
      continue;
    }
    const [, key, value] = /^(\w+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (key === undefined || value === undefined || section === '') return null;
    if (OF_THE_ACCOUNT.includes(key)) return null;
    if (section === 'Unit' && key === 'Description') {
      if (displayName !== null || !PLAIN_VALUE.test(value)) return null;
      displayName = value;
    }
    if (section === 'Service' && key === 'ExecStart') {
      const [, program] = PLAIN_COMMAND.exec(value) ?? [];
      if (program === undefined) return null;
      imagePath ??= program;
    }
  }
  return {
    name,
    displayName: displayName ?? name,
    imagePath,
    account: { name: 'root', id: '0', kind: 'root' },
    state: 'stopped',
    startType: 'manual',
    pid: null,
  };
}
