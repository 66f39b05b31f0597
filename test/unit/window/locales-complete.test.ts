import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../../main/ipc/wizard-snapshot.ts';
import { askedKey, formOf, namespacesOf, neededForms, placeholders, textsOf, withoutForm } from './locale-texts.ts';
import { readWindowCode, windowFiles } from './window-code.ts';

const NAMESPACES = namespacesOf('en');
const TRANSLATED = LANGUAGES.filter((language) => language !== 'en');
const NOT_REVIEWED = 'not yet reviewed by a native speaker';

/** Texts with the same key but for their plural form, by that key. */
function formsOf(texts: ReadonlyMap<string, string>): Map<string, Map<string | null, string>> {
  const forms = new Map<string, Map<string | null, string>>();
  for (const [key, text] of texts) {
    const asked = withoutForm(key);
    forms.set(asked, (forms.get(asked) ?? new Map()).set(formOf(key), text));
  }
  return forms;
}

/** What is wrong with the plural forms of one text of a translation. */
function wrongForms(
  key: string,
  forms: ReadonlyMap<string | null, string>,
  english: ReadonlyMap<string | null, string> | undefined,
  needed: ReadonlySet<string>,
): string[] {
  // The review of a safety sentence stands in translations only.
  if (english === undefined) return key.endsWith('.review') ? [] : [`${key} is asked for by nobody`];
  if (forms.has(null)) return english.has(null) && forms.size === 1 ? [] : [`${key}: has no plural forms`];
  const counts = english.size > 1 || [...english.values()].some((text) => placeholders(text).includes('count'));
  if (!counts) return [`${key}: has plural forms, but nothing is counted`];
  return [...needed].filter((form) => !forms.has(form)).map((form) => `${key}_${form} is missing`);
}

describe.each(TRANSLATED)('a person who reads %s', (language) => {
  test('finds every file of the English texts, and no other', () => {
    expect(namespacesOf(language)).toEqual(NAMESPACES);
  });

  test('misses no text and no plural form, and carries none that nobody needs', () => {
    const needed = neededForms(language);
    const wrong = NAMESPACES.flatMap((namespace) => {
      const english = formsOf(textsOf('en', namespace));
      const own = formsOf(textsOf(language, namespace));
      const missing = [...english.keys()].filter((key) => !own.has(key)).map((key) => `${key} is missing`);
      const forms = [...own].flatMap(([key, texts]) => wrongForms(key, texts, english.get(key), needed));
      return [...missing, ...forms].map((what) => `${namespace}:${what}`);
    });
    expect(wrong).toEqual([]);
  });

  test('is told the same facts: every placeholder is kept, and none is made up', () => {
    const wrong = NAMESPACES.flatMap((namespace) => {
      const english = formsOf(textsOf('en', namespace));
      return [...formsOf(textsOf(language, namespace))].flatMap(([key, forms]) => {
        const holes = [...new Set([...(english.get(key)?.values() ?? [])].flatMap(placeholders))];
        return [...forms].flatMap(([form, text]) => {
          const found = placeholders(text);
          // A form for exactly one may say "one" instead of the number.
          const kept = form === null || form === 'other' ? holes : holes.filter((hole) => hole !== 'count');
          const lost = kept.filter((hole) => !found.includes(hole));
          const added = found.filter((hole) => !holes.includes(hole));
          return lost.length + added.length === 0 ? [] : [`${namespace}:${key}: lost ${lost}, added ${added}`];
        });
      });
    });
    expect(wrong).toEqual([]);
  });

  test('is told that nobody who speaks it by birth has reviewed the safety sentences yet', () => {
    const texts = textsOf(language, 'safety');
    const ids = [...textsOf('en', 'safety').keys()].map((key) => key.replace(/\.text$/, ''));
    expect(ids.filter((id) => texts.get(`${id}.review`) !== NOT_REVIEWED)).toEqual([]);
  });

  test('is not left with empty texts', () => {
    const empty = NAMESPACES.flatMap((namespace) =>
      [...textsOf(language, namespace)].flatMap(([key, text]) => (text.trim() === '' ? [`${namespace}:${key}`] : [])),
    );
    expect(empty).toEqual([]);
  });
});

describe('the window', () => {
  const code = windowFiles().map((file) => readWindowCode(file));
  const asked = code.flatMap(({ keys }) => keys);
  const keys = NAMESPACES.flatMap((namespace) =>
    [...textsOf('en', namespace).keys()].map((key) => `${namespace}:${askedKey(key)}`),
  );

  const matches = (pattern: string, key: string) =>
    new RegExp(`^${pattern.split('*').map(literally).join('[^:]+')}$`).test(key);

  test('has no text in its code that would be seen in one language only', () => {
    expect(code.flatMap(({ texts }) => texts)).toEqual([]);
  });

  test('asks for no text that is not there', () => {
    const missing = asked.filter(({ key }) => key !== null && !keys.some((each) => matches(key, each)));
    expect(missing).toEqual([]);
  });

  test('asks for texts by keys that can be read in the code', () => {
    // What the engine says is looked up by the template that matches it; a test of its own holds those against the engine.
    const unread = asked.filter(({ key, file }) => key === null && file !== 'renderer/i18n/engine-phrases.ts');
    expect(unread).toEqual([]);
  });

  test('carries no text that nothing asks for', () => {
    // A key that begins with what is only known at run time could be any: it proves no text to be used.
    const patterns = [...new Set(asked.flatMap(({ key }) => key ?? []))].filter((key) => !key.includes(':*'));
    const unused = [...new Set(keys)].filter(
      (key) => !key.startsWith('engine:') && !patterns.some((pattern) => matches(pattern, key)),
    );
    expect(unused).toEqual([]);
  });
});

describe('what finds texts in code', () => {
  const found = (source: string) => readWindowCode('window.tsx', source);

  test('sees them wherever a person would', () => {
    const source = `
      const A = () => <p title="Look here">Hello {'there you'} {busy ? 'Wait now' : t('done')} {\`\${n} ports\`}</p>;
      const options = [{ value: 'practice', label: 'Practise first' }];`;
    expect(found(source).texts.map(({ text }) => text)).toEqual([
      'Look here',
      'Hello',
      'there you',
      'Wait now',
      '  ports',
      'Practise first',
    ]);
  });

  test('does not take names, classes, units and keys for texts', () => {
    const source = `const A = () => <p className="lead" id="a" data-kind={x === 'open' ? 'one' : 'two'}>{t('title')} – 5 % ×</p>;`;
    expect(found(source).texts).toEqual([]);
  });

  test('reads keys with the namespace of the component they stand in, and both sides of a choice', () => {
    const source = `
      function A() { const { t } = useTranslation('plan'); return <p>{t(kind === 'x' ? 'one' : 'two')}{t('run:stop')}</p>; }
      function B() { const { t } = useTranslation(); return <SafetySentence id={\`\${a}Idle\`} title={t(\`state.\${b}.says\`)} />; }`;
    expect(found(source).keys.map(({ key }) => key)).toEqual([
      'plan:one',
      'plan:two',
      'run:stop',
      'safety:*Idle.text',
      'common:state.*.says',
    ]);
  });
});

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
