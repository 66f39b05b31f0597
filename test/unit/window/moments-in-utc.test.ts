import { expect, test } from 'vitest';
import { momentsInUtc } from '../../../renderer/i18n/moments-in-utc.ts';

test('a person reads when something happened, not how machines write that', () => {
  expect(momentsInUtc('Run folder D:\\Runs, last changed 2026-11-26T02:59:05.936Z: complete.')).toBe(
    'Run folder D:\\Runs, last changed 2026-11-26 02:59 UTC: complete.',
  );
});

test('dates and names that only look alike stay as they are', () => {
  expect(momentsInUtc('catalogue of 2026-11-23, folder 20261126T0259Z')).toBe(
    'catalogue of 2026-11-23, folder 20261126T0259Z',
  );
});
