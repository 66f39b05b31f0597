import { expect, it } from 'vitest';
import { problemOf } from '../../../renderer/store/problem-of.ts';

it('keeps the code, the sentence and the next step of a failed call, and nothing else of it', () => {
  const thrown = { code: 'not-idle', message: 'A run is going on.', next: 'Wait.', stack: 'at work' };
  expect(problemOf(thrown)).toEqual({ code: 'not-idle', message: 'A run is going on.', next: 'Wait.' });
});

it('names anything else a defect of the window, so that support can tell', () => {
  expect(problemOf(new Error('lost')).code).toBe('window-error');
  expect(problemOf(null).code).toBe('window-error');
  expect(problemOf({ code: 7, message: 'x', next: 'y' }).code).toBe('window-error');
});
