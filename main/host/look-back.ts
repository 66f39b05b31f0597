import { LOOK_BACK_DAYS } from '../model/sign-facts.ts';

/** Whether a time lies within the days that are looked back on, or in the future: a clock may have been wrong. */
export function isWithinLookBack(at: string, now: Date): boolean {
  return now.getTime() - Date.parse(at) <= LOOK_BACK_DAYS * 86_400_000;
}
