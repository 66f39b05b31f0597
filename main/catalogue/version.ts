const PART = '(?:0|[1-9][0-9]{0,4})';
const VERSION = new RegExp(`^${PART}(?:\\.${PART}){1,3}$`);
const LARGEST_PART = 65535;

/**
 * Reads a version number of two to four integer parts, each 0 to 65535 (what a Windows version resource can hold); null for
 * anything else. Strict on purpose, because an answer of "not listed" may rest on it: ASCII digits only, no white space around
 * (readers of files trim), no sign, and no leading zeros, for `4.01` could be meant as 4.1 or as 4.0.1.
 */
export function parseVersion(text: string): readonly number[] | null {
  if (!VERSION.test(text)) return null;
  const parts = text.split('.').map(Number);
  return parts.every((part) => part <= LARGEST_PART) ? parts : null;
}
