const IPV4 = /\b(?!0\.0\.0\.0|127\.)\d{1,3}(?:\.\d{1,3}){3}\b(?!\.\d)/g;
const IPV6 = /\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{0,4}\b/gi;
/** Home folders and sticks name their owner. */
const OWNED_FOLDERS = /(\/home\/|\\Users\\|\/Users\/|\/media\/)[^/\\"\s]+/gi;
/** A shorter text would be found inside ordinary words. */
const SHORTEST = 3;

/**
 * Takes out of a text what names people, places and machines: the given texts wherever they stand (also as JSON writes them),
 * network addresses, owners of folders. Codes, states, versions and times stay, because support needs them.
 *
 * @param versions versions that are known: with four short parts one looks like an address
 */
export function redact(text: string, telling: readonly (string | null)[], versions: readonly string[] = []): string {
  const known = telling.filter((each): each is string => each !== null && each.trim().length >= SHORTEST);
  // Longest first: a name inside a longer one must not leave the rest of it behind.
  const longestFirst = [...new Set(known)].sort((left, right) => right.length - left.length);
  const withoutKnown = longestFirst.reduce(
    (rest, each) => rest.replaceAll(JSON.stringify(each).slice(1, -1), '[removed]').replaceAll(each, '[removed]'),
    text,
  );
  return withoutKnown
    .replace(OWNED_FOLDERS, '$1[removed]')
    .replace(IPV4, (found) => (versions.includes(found) ? found : '[address]'))
    .replace(IPV6, '[address]');
}
