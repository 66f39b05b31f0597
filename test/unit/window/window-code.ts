import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vite';

/** A key in code. What is decided at run time in it is `*`; null: nothing of it can be read. */
export interface AskedKey {
  file: string;
  key: string | null;
}

/** A text in code that a person would see in one language only. */
export interface TextInCode {
  file: string;
  text: string;
}

interface Node {
  type: string;
  start: number;
  [part: string]: unknown;
}

/** Attributes and properties whose value a person sees or hears. */
const SEEN = new Set(
  'alt,aria-description,aria-label,aria-roledescription,aria-valuetext,detail,error,hint,label,lead,legend,placeholder,summary,term,title'.split(
    ',',
  ),
);

/** Every script and screen of the window, the parts of the steps with them. */
export function windowFiles(): string[] {
  const below = (folder: string, wanted: RegExp) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => wanted.test(name))
      .map((name) => join(folder, name));
  return [...below('renderer', /\.tsx?$/), ...below('wizard-steps', /\.tsx$/)].filter(
    (file) => !file.endsWith('.d.ts'),
  );
}

/** Reads the keys and the visible texts out of a file, by its syntax tree. */
export function readWindowCode(
  file: string,
  code = readFileSync(file, 'utf8'),
): { keys: AskedKey[]; texts: TextInCode[] } {
  const keys: AskedKey[] = [];
  const texts: TextInCode[] = [];
  const tree = parseAst(code, { lang: file.endsWith('x') ? 'tsx' : 'ts' }) as unknown as Node;

  const seen = (node: Node | null) => {
    for (const text of node === null ? [] : literalsIn(node)) if (isWords(text)) texts.push({ file, text });
  };

  const visit = (node: Node, namespace: string) => {
    const own = isFunction(node) ? (namespaceIn(node) ?? namespace) : namespace;
    switch (node.type) {
      case 'CallExpression':
        for (const key of keysAskedBy(node, own)) keys.push({ file, key });
        break;
      case 'JSXText':
        if (isWords(String(node['value']))) texts.push({ file, text: String(node['value']).trim() });
        break;
      case 'JSXExpressionContainer':
        seen(plain(node['expression']));
        break;
      case 'JSXAttribute':
        if (nameOf(node) === 'id' && isSafety(node)) break;
        if (SEEN.has(nameOf(node))) seen(plain(node['value']));
        break;
      case 'JSXOpeningElement':
        for (const id of safetyIds(node)) keys.push({ file, key: id === null ? null : `safety:${id}.text` });
        break;
      case 'Property':
        if (SEEN.has(nameOf(node))) seen(plain(node['value']));
        break;
    }
    for (const child of childrenOf(node)) {
      // The value of an attribute was judged by the attribute's name.
      if (node.type === 'JSXAttribute' && child.type === 'JSXExpressionContainer') {
        for (const inner of childrenOf(child)) visit(inner, own);
      } else visit(child, own);
    }
  };
  visit(tree, 'common');
  return { keys, texts };
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((part) => (Array.isArray(part) ? part : [part]).filter(isNode));
}

function isNode(part: unknown): part is Node {
  return typeof part === 'object' && part !== null && typeof (part as Partial<Node>).type === 'string';
}

function isFunction({ type }: Node): boolean {
  return type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression';
}

/** The namespace a function's own `useTranslation` names; null: it has none. */
function namespaceIn(node: Node): string | null {
  const body = node['body'];
  if (!isNode(body)) return null;
  for (const statement of childrenOf(body)) {
    if (statement.type !== 'VariableDeclaration') continue;
    for (const declared of childrenOf(statement)) {
      const call = declared['init'];
      if (!isNode(call) || !isCallOf(call, 'useTranslation')) continue;
      const [given] = call['arguments'] as Node[];
      if (given === undefined) return 'common';
      return literalsIn(given)[0] ?? 'common';
    }
  }
  return null;
}

function isCallOf(node: Node, name: string): boolean {
  const callee = node['callee'];
  return node.type === 'CallExpression' && isNode(callee) && callee['name'] === name;
}

/** `t('key')`, `i18next.t('key')` and `getFixedT(language, 'namespace')('key')`. */
function keysAskedBy(node: Node, namespace: string): (string | null)[] {
  const callee = node['callee'] as Node;
  const [first] = node['arguments'] as Node[];
  if (first === undefined) return [];
  const method = callee.type === 'MemberExpression' ? (callee['property'] as Node)['name'] : null;
  const fixed = callee.type === 'CallExpression' ? ((callee['callee'] as Node)['property'] as Node | undefined) : null;
  let within = namespace;
  if (fixed?.['name'] === 'getFixedT') within = literalsIn((callee['arguments'] as Node[])[1] as Node)[0] ?? namespace;
  else if (callee['name'] !== 't' && method !== 't') return [];
  const keys = patternsIn(first);
  return keys.length === 0 ? [null] : keys.map((key) => (key.includes(':') ? key : `${within}:${key}`));
}

/** What an expression can be, as patterns: both sides of a choice, and `*` for what is put into a template. */
function patternsIn(node: Node): string[] {
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? [node['value']] : [];
    case 'TemplateLiteral': {
      const quasis = node['quasis'] as { value: { cooked: string } }[];
      return [quasis.map(({ value }) => value.cooked).join('*')];
    }
    case 'ConditionalExpression':
      return [node['consequent'], node['alternate']].filter(isNode).flatMap(patternsIn);
    case 'LogicalExpression':
      return [node['left'], node['right']].filter(isNode).flatMap(patternsIn);
    default:
      return [];
  }
}

/** The same for what is shown, without what is only compared. */
function literalsIn(node: Node): string[] {
  if (node.type === 'ArrayExpression') return (node['elements'] as Node[]).flatMap(literalsIn);
  return patternsIn(node).map((pattern) => pattern.replaceAll('*', ' '));
}

/** An expression whose value is shown as it is; calls and elements are judged by themselves. */
function plain(value: unknown): Node | null {
  if (!isNode(value)) return null;
  if (value.type === 'JSXExpressionContainer') return plain(value['expression']);
  return value;
}

/** Letters of any script, beyond the marks of lists and units. */
function isWords(text: string): boolean {
  return /\p{L}{2,}/u.test(text);
}

function nameOf(node: Node): string {
  const name = node[node.type === 'Property' ? 'key' : 'name'];
  return isNode(name) ? String(name['name'] ?? name['value'] ?? '') : '';
}

function isSafety(node: Node): boolean {
  return nameOf(node) === 'SafetySentence';
}

function safetyIds(element: Node): (string | null)[] {
  if (!isSafety(element)) return [];
  const id = (element['attributes'] as Node[]).find((attribute) => nameOf(attribute) === 'id');
  const value = id === undefined ? null : plain(id['value']);
  const ids = value === null ? [] : patternsIn(value);
  return ids.length === 0 ? [null] : ids;
}
