/**
 * Whether two version texts can mean the same release: the shorter one is the beginning of the longer one, part by part
 * (`4.0` and `4.0.0.1769`; `4.00` and `4.0`). Used to tell people about sources that disagree, never to judge a range.
 */
export function versionsAgree(one: string, other: string): boolean {
  const [a, b] = [partsOf(one), partsOf(other)];
  const shared = Math.min(a.length, b.length);
  return a.slice(0, shared).every((part, index) => part === b[index]);
}

function partsOf(version: string): string[] {
  return version
    .trim()
    .split('.')
    .map((part) => (/^\d+$/.test(part) ? part.replace(/^0+(?=\d)/, '') : part.toLowerCase()));
}
