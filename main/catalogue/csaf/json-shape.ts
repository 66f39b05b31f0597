/** What `JSON.parse` does not tell about a text: a name given twice in one object (the first would be lost), and how deep it is nested. */
export interface JsonShape {
  /** The first name found twice in one object; null where there is none. */
  repeatedName: string | null;
  /** Levels of objects and arrays. */
  depth: number;
}

/** Looks through a text that `JSON.parse` has accepted. */
export function jsonShapeOf(text: string): JsonShape {
  const open: (Set<string> | null)[] = [];
  let depth = 0;
  let nameComes = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      const names = open.at(-1);
      if (nameComes && names) {
        const name = String(JSON.parse(text.slice(at, end + 1)));
        if (names.has(name)) return { repeatedName: name, depth };
        names.add(name);
      }
      nameComes = false;
      at = end;
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : null);
      depth = Math.max(depth, open.length);
      nameComes = character === '{';
    } else if (character === '}' || character === ']') {
      open.pop();
      nameComes = false;
    } else if (character === ',') {
      nameComes = open.at(-1) instanceof Set;
    }
  }
  return { repeatedName: null, depth };
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
