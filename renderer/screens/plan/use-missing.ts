import type { Decisions, PreparedPlan } from '../../../main/ipc/wizard-snapshot.ts';
import { useTechnician, useWizard } from '../../store/wizard.ts';

/** What stands between the person and the next screen. */
type Missing = 'signsLab' | 'signs' | 'changeControl' | 'backup' | 'account';

/** The first thing that is still missing; null where the person can go on. */
export function useMissing(): Missing | null {
  const prepared = useWizard((snapshot) => snapshot.prepared);
  const decisions = useWizard((snapshot) => snapshot.decisions);
  const technician = useTechnician();
  return prepared === null ? null : missingFor(prepared, decisions, technician);
}

function missingFor({ gates, plan }: PreparedPlan, decisions: Decisions, technician: boolean): Missing | null {
  if (gates.signs && !technician) return 'signsLab';
  if (gates.signs && (decisions.acceptSigns ?? '').trim() === '') return 'signs';
  if (gates.changeControl && decisions.choices.changeControl === null) return 'changeControl';
  if (gates.backup && !decisions.confirmBackup) return 'backup';
  return plan.steps.some(({ needs }) => needs.length > 0) ? 'account' : null;
}
