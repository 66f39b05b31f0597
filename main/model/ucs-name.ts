/** Marks a name that is the whole name of one service. Every other name UCS is found by is a pattern. */
const WHOLE = '=';

/** A name that finds exactly this service and what it runs, as a person who knows the instrument states it. */
export function wholeName(service: string): string {
  return `${WHOLE}${service}`;
}

/** The services that are named as a whole among names UCS is found by. */
export function wholeNamesIn(names: readonly string[]): string[] {
  return names.filter((name) => name.startsWith(WHOLE)).map((name) => name.slice(WHOLE.length));
}

/** The names that are patterns: compared by letters and digits, anywhere in a text. */
export function patternsIn(names: readonly string[]): string[] {
  return names.filter((name) => !name.startsWith(WHOLE));
}
