import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** Largest record file that is read; real ones have a few hundred kilobytes. */
export const XML_SIZE_CAP_BYTES = 4 * 1024 * 1024;

/** A well-formed document below its root, or why there is none: a sentence part such as "is not well-formed XML: ...". */
export type XmlReading =
  | { status: 'read'; content: unknown }
  | { status: 'unavailable'; cause: 'malformed' | 'too-large'; problem: string };

/** What stands at a path: its text, nothing (no element, or an empty one), or something that has no single meaning. */
export type ElementReading = { kind: 'text'; text: string } | { kind: 'missing' } | { kind: 'unreadable' };

/** Names, versions and serial numbers are short; a longer text would only fill receipts. */
const LONGEST_VALUE = 200;
/** Entity references, control and invisible characters, and what is left of bytes that were no text. */
const NO_PLAIN_TEXT = /&[^;\s]+;|[\p{Cc}\p{Cf}\uFFFD]/u;

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  trimValues: true,
  processEntities: false,
  htmlEntities: false,
  maxNestedTags: 64,
});

/**
 * Reads an XML text with the given root element. A document type declaration is cut off unread, so entities are never
 * defined, fetched or replaced. Values stay text. Never throws.
 */
export function readXml(text: string, root: string): XmlReading {
  if (text.length > XML_SIZE_CAP_BYTES || Buffer.byteLength(text) > XML_SIZE_CAP_BYTES) {
    return { status: 'unavailable', cause: 'too-large', problem: 'is larger than 4 MiB' };
  }
  try {
    const body = withoutDoctype(text);
    if (body === null) return malformed('has a document type declaration that does not end within 16 KiB');
    const wellFormed = XMLValidator.validate(body);
    if (wellFormed !== true) {
      return malformed(`is not well-formed XML: ${printable(wellFormed.err.msg)} (line ${wellFormed.err.line})`);
    }
    const document: unknown = parser.parse(body);
    return rootOf(document, root);
  } catch (thrown) {
    return malformed(
      `could not be read as XML: ${printable(thrown instanceof Error ? thrown.message : String(thrown))}`,
    );
  }
}

/**
 * Looks up a slash-separated path below the root. Duplicated elements, elements with children, and values that are no
 * plain short text are `unreadable`: which one is meant would be a guess.
 */
export function elementAt(content: unknown, path: string): ElementReading {
  let here = content;
  for (const name of path.split('/')) {
    if (Array.isArray(here)) return { kind: 'unreadable' };
    if (!isElement(here) || !Object.hasOwn(here, name)) return { kind: 'missing' };
    here = here[name];
  }
  if (typeof here !== 'string') return { kind: 'unreadable' };
  const text = here.trim();
  if (text === '') return { kind: 'missing' };
  if (text.length > LONGEST_VALUE || NO_PLAIN_TEXT.test(text)) return { kind: 'unreadable' };
  return { kind: 'text', text };
}

function rootOf(document: unknown, root: string): XmlReading {
  const names = isElement(document) ? Object.keys(document) : [];
  const content = isElement(document) && Object.hasOwn(document, root) ? document[root] : undefined;
  if (names.length !== 1 || Array.isArray(content)) return malformed('does not have exactly one root element');
  if (content === undefined) return malformed(`has the root element "${printable(names.join())}" instead of "${root}"`);
  return { status: 'read', content };
}

function isElement(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(problem: string): XmlReading {
  return { status: 'unavailable', cause: 'malformed', problem };
}

/** Parser messages quote the file, which anybody may have written: keep them short and on one line. */
function printable(message: string): string {
  return message
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 200)
    .replace(/[.\s]+$/, '');
}

const BEFORE_DOCTYPE = /^\uFEFF?(?:\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)*/;
/** No record file has one at all; the cap keeps a hostile one from costing time. */
const DOCTYPE_CAP = 16 * 1024;
const DOCTYPE_PART = /"[^"]*"|'[^']*'|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|[[\]<>]/y;

/**
 * The text without its document type declaration, as fast-xml-parser refuses files that declare an external entity; null
 * when the declaration does not end.
 */
function withoutDoctype(text: string): string | null {
  const start = BEFORE_DOCTYPE.exec(text)?.[0].length ?? 0;
  if (!text.startsWith('<!DOCTYPE', start)) return text;
  let depth = 0;
  const declaration = text.slice(start, start + DOCTYPE_CAP);
  for (let at = 0; at < declaration.length; ) {
    DOCTYPE_PART.lastIndex = at;
    const part = DOCTYPE_PART.exec(declaration)?.[0];
    if (part === '<' || part === '[') depth += 1;
    if (part === '>' || part === ']') depth -= 1;
    at += part?.length ?? 1;
    if (depth === 0) return text.slice(0, start) + text.slice(start + at);
  }
  return null;
}
