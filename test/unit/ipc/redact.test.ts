import { expect, test } from 'vitest';
import { redact } from '../../../main/ipc/engine/redact.ts';

test('a name is taken out also where JSON writes it with escapes', () => {
  const name = 'Dr. "Mia" \\ Groß';
  const text = JSON.stringify({ operator: name });
  expect(redact(text, [name])).toBe('{"operator":"[removed]"}');
});

test('a short name inside a longer one does not leave the rest of the longer one behind', () => {
  expect(redact('Anna Maria Beispiel', ['Anna', 'Anna Maria Beispiel'])).toBe('[removed]');
});

test('addresses and owners of folders are taken out; wildcard and loopback addresses stay, because support needs them', () => {
  const text = 'listens on 0.0.0.0 and 127.0.0.1, seen 10.1.2.3, fe80:0:0:1::1, /home/mia/x and C:\\Users\\mia\\x';
  const clean = redact(text, []);
  expect(clean).toContain('0.0.0.0 and 127.0.0.1');
  for (const telling of ['10.1.2.3', 'fe80', 'mia']) expect(clean).not.toContain(telling);
});

test('versions with four parts stay: they are what support asks for first', () => {
  expect(redact('MiSeq 4.0.0.1769', [])).toBe('MiSeq 4.0.0.1769');
  expect(redact('MiniSeq 2.2.1.9 at 10.0.0.7', [], ['2.2.1.9'])).toBe('MiniSeq 2.2.1.9 at [address]');
});

test('empty and very short texts take nothing out', () => {
  expect(redact('a b c', ['', 'a', null])).toBe('a b c');
});
