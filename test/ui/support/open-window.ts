import { afterAll, afterEach, beforeEach, expect, inject } from 'vitest';
import { WizardWindow } from './wizard-window.ts';

/** A window of what this test run has built. */
export function openWindow(folder?: string): Promise<WizardWindow> {
  return WizardWindow.open({ ...inject('window'), program: inject('program') }, folder);
}

/**
 * One window for all tests of a suite, opened with its first test. After a test that failed the next one gets a fresh window: it would
 * find the old one anywhere. Each test also fails when something went wrong in the page that nobody saw.
 */
export function sharedWindow(): () => WizardWindow {
  const shared: { window: WizardWindow | null } = { window: null };
  const leave = async () => {
    const { window } = shared;
    shared.window = null;
    await window?.leave();
  };
  beforeEach(async () => {
    shared.window ??= await openWindow();
  });
  afterEach(async ({ task }) => {
    const complaints = shared.window?.complaints.splice(0) ?? [];
    if (task.result?.state === 'fail' || complaints.length > 0) await leave();
    expect(complaints, 'errors in the page').toEqual([]);
  });
  afterAll(leave);
  return () => {
    if (shared.window === null) throw new Error('a window is there while a test runs');
    return shared.window;
  };
}
