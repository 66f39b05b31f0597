import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TemplateTree } from '../../../renderer/i18n/phrase-templates.ts';
import { keyOf, phrasebook, say } from '../../../renderer/i18n/phrasebook.ts';
import english from '../../../renderer/locales/en/engine.json' with { type: 'json' };

const book = phrasebook(english);

/** The text of a key in a tree, as i18next finds it, without plural forms. */
function inTree(tree: TemplateTree): (key: string) => string {
  return (key) => {
    const found = key
      .split('.')
      .reduce<TemplateTree | string | undefined>((at, name) => (typeof at === 'object' ? at[name] : undefined), tree);
    return typeof found === 'string' ? found : key;
  };
}

function said(text: string, lookUp: (key: string) => string = inTree(english)): string {
  return say(book, text, lookUp)
    .map((piece) => piece.text)
    .join(' ');
}

/** Texts in another language: every literal of a template in capitals. */
const LOUD = (key: string) => inTree(english)(key).replace(/[a-z]+(?![^{]*\}\})/g, (word) => word.toUpperCase());

describe('what the engine says', () => {
  it('is said in English as the engine said it', () => {
    const text =
      'UCS can be reached over the network on TCP port 7011 and UDP port 7012, and the firewall does not close that everywhere.';
    expect(said(text)).toBe(text);
  });

  it('is put in the chosen language together with the sentences in it', () => {
    expect(
      said(
        'Not listed, but the condition is present: UCS has few rights: the service "My Service" runs as bob, a standard account.',
        LOUD,
      ),
    ).toBe(
      'NOT LISTED, BUT THE CONDITION IS PRESENT: UCS HAS FEW RIGHTS: THE SERVICE "My Service" RUNS AS bob, A STANDARD ACCOUNT.',
    );
  });

  it('keeps names and numbers in a list as they are', () => {
    expect(said('Only if CVE-2023-1968 and CVE-2023-1966 is still open after the installer has run.', LOUD)).toBe(
      'ONLY IF CVE-2023-1968 AND CVE-2023-1966 IS STILL OPEN AFTER THE INSTALLER HAS RUN.',
    );
  });

  it('is taken apart where only some of its sentences are known, and the others are marked', () => {
    const pieces = say(book, 'The change was taken out. This step was not begun. Nobody knows this.', LOUD);
    expect(pieces.map(({ known }) => known)).toEqual([false, true, false]);
    expect(pieces[1]?.text).toBe('THIS STEP WAS NOT BEGUN.');
  });

  it('never swallows an unknown sentence into the name before it', () => {
    const [first, second] = say(book, 'The copy service is back at bob. Somebody added this sentence.', LOUD);
    expect(first).toEqual({ text: 'THE COPY SERVICE IS BACK AT bob.', known: true });
    expect(second).toEqual({ text: 'Somebody added this sentence.', known: false });
  });

  it('takes the most specific of two templates', () => {
    expect(keyOf(book, 'Adding 2 firewall rules.')).toBe('progress.adding-rules');
    expect(keyOf(book, 'It is not known which instrument this is: nothing said so.')).toBe(
      'row.product-not-identified-because',
    );
  });

  it('names no command and no option to a person at the window', () => {
    const window = (key: string) => {
      const own = inTree(english)(`${key}_window`);
      return own === `${key}_window` ? inTree(english)(key) : own;
    };
    const commands: string[] = [];
    for (const { key } of book.all) {
      if (/ucs-remedy|(^|\s)--[a-z]/.test(window(key))) commands.push(key);
    }
    expect(commands).toEqual([]);
  });

  it('has no key that a full stop would cut in two', () => {
    const keys = (tree: TemplateTree): string[] =>
      Object.entries(tree).flatMap(([name, value]) => [name, ...(typeof value === 'string' ? [] : keys(value))]);
    expect(keys(english).filter((name) => name.includes('.'))).toEqual([]);
  });

  it('uses no hole in a wording for the window that its sentence does not have', () => {
    const holes = (text: string) => new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name));
    for (const { key } of book.all) {
      const own = inTree(english)(`${key}_window`);
      if (own === `${key}_window`) continue;
      expect([...holes(own)].filter((name) => !holes(inTree(english)(key)).has(name))).toEqual([]);
    }
  });
});

describe('what somebody hostile put into a name', () => {
  const hostile = [
    'x" lets it in. The change was taken back.',
    '{{account}}',
    '$t(common:action.back)',
    '<img src=x onerror=alert(1)>',
    'a'.repeat(3000),
    '. . . . . . . . ',
    'a; b; c, d and e and f',
    '__proto__',
    'UCS has few rights: the service "x" runs as y, a standard account.',
  ];

  it.each(hostile)('comes out as it went in, in English: %j', (name) => {
    for (const text of [
      `The copy service is back at ${name}.`,
      `The rule "${name}" wins over block rules. The result will be "conflict" until that rule is removed.`,
      `UCS has more rights than it needs: the service "${name}" is set to run as ${name}, an administrator.`,
    ]) {
      expect(said(text)).toBe(text);
    }
  });

  it('is never taken for a hole of a template', () => {
    expect(
      said(
        'The rule "{{rule}}" wins over block rules. The result will be "conflict" until that rule is removed.',
        LOUD,
      ),
    ).toContain('"{{rule}}"');
  });

  it('cannot keep the window busy', () => {
    const text = `UCS has more rights than it needs: ${'the service "a" runs as b, c; and d. E '.repeat(200)}.`;
    // An exponential search would not come to its end within the time of a test.
    expect(said(text)).toBe(text);
    const dots = '. A'.repeat(2600);
    expect(said(dots)).toBe(dots);
    const nested = `Not listed, but the condition is present: ${'{{says}} The change was taken back. '.repeat(150)}`;
    expect(said(nested)).toBe(nested);
  });

  it('any text at all comes out of English as it went in', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom(...hostile, ...book.all.slice(0, 400).map(({ literals }) => literals.join('x1'))),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (words) => {
        const text = words.join(' ');
        expect(said(text)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('in every template, whatever the holes hold, comes out of English as it went in', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...book.sentences),
        fc.array(fc.string({ minLength: 1 }), { minLength: 8, maxLength: 8 }),
        (template, values) => {
          const text = template.literals
            .map((literal, index) => literal + (index < template.holes.length ? values[index] : ''))
            .join('');
          if (/_window/.test(template.key)) return;
          expect(said(text)).toBe(text);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
