import { Failure } from '../../model/failure.ts';

/** A place for data that somebody else could have prepared, or could change. */
export function dataFolderUnsafe(path: string, because: string): Failure {
  return new Failure({
    code: 'data-folder-unsafe',
    message: `The program does not use ${path}: ${because}.`,
    next: 'Have the administrator look at who made it. When nothing in it is needed, move it away and start again.',
  });
}
