import type { AccountRef } from '../../../model/system-facts.ts';

const BUILT_IN = [
  { id: 'S-1-5-18', kind: 'local-system', names: ['localsystem', '.\\localsystem', 'nt authority\\system', 'system'] },
  {
    id: 'S-1-5-19',
    kind: 'local-service',
    names: ['nt authority\\localservice', 'nt authority\\local service', 'localservice'],
  },
  {
    id: 'S-1-5-20',
    kind: 'network-service',
    names: ['nt authority\\networkservice', 'nt authority\\network service', 'networkservice'],
  },
] as const;

/**
 * The account a service is set to log on as, from its `ObjectName`; null where none is stored. A name in another language than
 * Windows stores is left a `user`, whose rights then are not known.
 */
export function serviceAccount(objectName: string | null): AccountRef | null {
  const name = objectName?.trim() ?? '';
  if (name === '') return null;
  const lower = name.toLowerCase();
  const builtIn = BUILT_IN.find(({ names }) => names.some((known) => known === lower));
  if (builtIn !== undefined) return { name, id: builtIn.id, kind: builtIn.kind };
  return { name, id: null, kind: lower.startsWith('nt service\\') ? 'virtual' : 'user' };
}
