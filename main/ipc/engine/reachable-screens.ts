import type { Screen, WizardSnapshot } from '../wizard-snapshot.ts';

/** The screens a person may go to by themselves now. Screens of work in progress are shown by the work alone. */
export function reachableScreens({ work, machine, look, prepared, ended, receipt }: WizardSnapshot): Screen[] {
  if (work !== null) return [];
  if (ended !== null) return receipt === null ? ['result'] : ['result', 'receipt'];
  const screens: Screen[] = ['welcome'];
  if (machine !== null) screens.push('look');
  if (look !== null) screens.push('instrument', 'verdict', 'plan');
  if (look !== null && prepared !== null && prepared.plan.steps.length > 0) screens.push('elevate');
  return screens;
}
