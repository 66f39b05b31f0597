import { EXIT, Failure, type Problem } from '../model/failure.ts';

/** Why a site pack is not used. All end with exit code 18, and nothing is changed. */
export type PackRefusalCode =
  | 'pack-unreadable'
  | 'pack-malformed'
  | 'pack-unsigned'
  | 'pack-key-unknown'
  | 'pack-key-other-use'
  | 'pack-key-missing'
  | 'pack-altered'
  | 'pack-practice-key'
  | 'pack-expired'
  | 'pack-not-yet-valid'
  | 'pack-older'
  | 'pack-counter-unusable';

/** The failure a refused pack ends with. */
export function refusePack(code: PackRefusalCode, message: string, next: string, cause?: unknown): Failure {
  const problem: Problem = { code, message, next: `${next} Nothing was changed.` };
  return new Failure(problem, EXIT.gateClosed, cause);
}
