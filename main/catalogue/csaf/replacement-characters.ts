const REPLACEMENT = '\uFFFD';
const CONTEXT = 30;

/** Sentences about texts that lost a character before publication (U+FFFD stands in its place), each with its JSON pointer. */
export function lostCharacters(value: unknown, path = ''): string[] {
  if (typeof value === 'string') {
    const at = value.indexOf(REPLACEMENT);
    if (at < 0) return [];
    const around = value.slice(Math.max(0, at - CONTEXT), at + CONTEXT);
    return [`A character was lost in this text before it was published: "${around}" (${path}).`];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, below]) => lostCharacters(below, `${path}/${pointerPart(name)}`));
}

function pointerPart(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
