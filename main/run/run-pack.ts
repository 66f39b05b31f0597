import type { TrustedPack } from '../catalogue/open-pack.ts';
import type { RunRequest } from '../model/choices.ts';
import { Failure } from '../model/failure.ts';
import type { RunState } from '../model/run-state.ts';
import type { RunPorts } from './ports.ts';

type Packs = Pick<RunPorts, 'packs'>;

/** The site pack a new run works with; null where none was given. Throws the refusals of `openPack` (exit 18). */
export async function packForNewRun({ packs }: Packs, { pack }: RunRequest): Promise<TrustedPack | null> {
  return pack === null ? null : packs.use(pack, new Date());
}

/**
 * The journalled site pack of a run that goes on, as valid as when the run began: its plan rests on it. Throws the refusal
 * where its key is not trusted any more.
 */
export async function packToResume({ packs }: Packs, { request, startedAt }: RunState): Promise<TrustedPack | null> {
  if (request.pack === null) return null;
  try {
    return await packs.useAgain(request.pack, new Date(startedAt));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const next =
      'Have the key of the pack enrolled again and resume, or undo the run with `ucs-remedy rollback`. Nothing more was changed.';
    throw new Failure({ ...error.problem, next }, error.exitCode, error);
  }
}

/**
 * The journalled site pack of a run that is undone, where it still counts. Undoing rests on backups alone, so a pack that
 * expired or lost its key stops nothing; it only says nothing any more.
 */
export async function packToRollBack({ packs }: Packs, { request }: RunState): Promise<TrustedPack | null> {
  if (request.pack === null) return null;
  try {
    return await packs.useAgain(request.pack, new Date());
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}
