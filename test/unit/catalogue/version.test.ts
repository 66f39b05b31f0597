import { expect, test } from 'vitest';
import { parseVersion } from '../../../main/catalogue/version.ts';

test.each([
  ['4.0', [4, 0]],
  ['0.0', [0, 0]],
  ['1.7.5', [1, 7, 5]],
  ['4.0.0.1769', [4, 0, 0, 1769]],
  ['1.1.0.27334', [1, 1, 0, 27334]],
  ['65535.65535.65535.65535', [65535, 65535, 65535, 65535]],
])('%s is read part by part', (text, parts) => {
  expect(parseVersion(text)).toEqual(parts);
});

test.each([
  '',
  ' ',
  '4',
  'v4.0',
  '4.',
  '.4',
  '4..0',
  '4.0.',
  '1.2.x',
  '1.2.*',
  '1.2.3.4.5',
  '65536.0',
  '4.0.65536',
  '4.99999999999999999999',
  '-4.0',
  '4.-1',
  '+4.0',
  '4.0-beta',
  '4.0 ',
  ' 4.0',
  '4.0\n',
  '4.0\u0000',
  '4,0',
  '04.0',
  '4.00',
  '4.01',
  '1e1.0',
  '0x4.0',
  '\u0664.\u0660',
  '\uff14.\uff10',
  '4\u20240',
  'rubbish',
])('"%s" is never taken for a version', (text) => {
  expect(parseVersion(text)).toBeNull();
});
