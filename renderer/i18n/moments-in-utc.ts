/** Moments in a text as people read them, the same in every language, so that two readers speak of the same one. */
export function momentsInUtc(text: string): string {
  return text.replace(/\b(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?Z/g, '$1 $2 UTC');
}
