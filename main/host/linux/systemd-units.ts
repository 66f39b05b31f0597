import type { AccountRef, Service } from '../../model/system-facts.ts';
import type { AccountNames } from './account-files.ts';

/** The properties asked of systemd for each unit. */
export const UNIT_PROPERTIES = [
  'Id',
  'Description',
  'LoadState',
  'ActiveState',
  'UnitFileState',
  'MainPID',
  'User',
  'DynamicUser',
  'ExecStart',
  'ExecStartEx',
  'ControlGroup',
];

/** Units of `systemctl show`: blocks of `Key=value` lines parted by empty lines; a line without a key goes on with the one before. */
export function parseUnits(text: string): Map<string, string>[] {
  return text
    .split(/\n\n+/)
    .map((block) => {
      const unit = new Map<string, string>();
      let last = '';
      for (const line of block.split('\n')) {
        const [, key, value] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
        if (key !== undefined && UNIT_PROPERTIES.includes(key)) last = key;
        const before = unit.get(last);
        const said = key === last ? (value ?? '') : line;
        if (last !== '') unit.set(last, before === undefined ? said : `${before}\n${said}`);
      }
      return unit;
    })
    .filter((unit) => unit.has('Id'));
}

/** A unit as a service. `displayName` is its Description; a unit that only other units mention is no service (null). */
export function serviceOf(unit: ReadonlyMap<string, string>, names: AccountNames): Service | null {
  const name = unit.get('Id');
  if (name === undefined || unit.get('LoadState') === 'not-found') return null;
  const pid = Number(unit.get('MainPID') ?? '0');
  return {
    name,
    displayName: unit.get('Description') ?? name,
    imagePath: /\bpath=(.*?) ; /.exec(unit.get('ExecStart') ?? '')?.[1] ?? null,
    account: accountOf(unit, names),
    state: stateOf(unit.get('ActiveState')),
    startType: startTypeOf(unit.get('UnitFileState')),
    pid: pid > 0 ? pid : null,
  };
}

function accountOf(unit: ReadonlyMap<string, string>, names: AccountNames): AccountRef {
  const root: AccountRef = { name: 'root', id: '0', kind: 'root' };
  // A "+" before a command starts it with full rights, whatever User= says.
  if (/\bflags=[^;]*\bprivileged\b/.test(unit.get('ExecStartEx') ?? '')) return root;
  const user = unit.get('User') ?? '';
  if (unit.get('DynamicUser') === 'yes') {
    return { name: user === '' ? (unit.get('Id') ?? '') : user, id: null, kind: 'virtual' };
  }
  return user === '' ? root : names.forNameOrUid(user);
}

function stateOf(active: string | undefined): Service['state'] {
  switch (active) {
    case 'active':
      return 'running';
    case 'inactive':
    case 'failed':
      return 'stopped';
    case 'activating':
    case 'deactivating':
    case 'reloading':
      return 'changing';
    default:
      return 'unknown';
  }
}

/**
 * Only a masked unit is `disabled` in the sense of the verdicts (cannot start). What systemd calls "disabled" merely does not start at
 * boot by itself: a timer, a socket, another unit or a person can still start it.
 */
function startTypeOf(unitFile: string | undefined): Service['startType'] {
  switch (unitFile) {
    case 'enabled':
    case 'enabled-runtime':
      return 'automatic';
    case 'disabled':
    case 'static':
    case 'indirect':
    case 'linked':
    case 'linked-runtime':
    case 'transient':
      return 'manual';
    case 'masked':
      return 'disabled';
    default:
      return 'unknown';
  }
}
