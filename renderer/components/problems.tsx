import { ask, forgetFailure, useFailure, useWizard } from '../store/wizard.ts';
import { ProblemBox } from './problem-box.tsx';

/** What went wrong last: a call of this window, else what the engine says. */
export function Problems() {
  const failure = useFailure();
  const problem = useWizard((snapshot) => snapshot.problem);
  if (failure !== null) return <ProblemBox problem={failure} onDismiss={forgetFailure} />;
  if (problem !== null) return <ProblemBox problem={problem} onDismiss={() => void ask('dismissProblem', null)} />;
  return null;
}
