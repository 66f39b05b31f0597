import { EXIT, Failure, type Problem } from '../model/failure.ts';
import type { ElevationWay } from './elevation.ts';

/** No way to get the rights: said beforehand, and again, as a failure, to whoever tries nevertheless. */
export function impossible(problem: Problem): ElevationWay {
  return {
    way: 'not-possible',
    program: null,
    explains: `${problem.message} ${problem.next}`,
    launch: () => Promise.reject(new Failure(problem, EXIT.elevationFailed)),
  };
}
