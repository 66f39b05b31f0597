/** The one error of this reader: the file is not what the registry format says, or larger than what is looked at. */
export class HiveError extends Error {
  override readonly name = 'HiveError';
  constructor(
    readonly why: 'malformed' | 'too-large',
    detail: string,
  ) {
    super(detail);
  }
}

export function malformed(detail: string): HiveError {
  return new HiveError('malformed', detail);
}
