import { useTranslation } from 'react-i18next';
import type { Work } from '../../../main/ipc/wizard-snapshot.ts';
import { Icon } from '../../components/icons.tsx';
import { Says } from '../../components/says.tsx';

const STATE_ICON = { waiting: 'clock', doing: 'forward', ended: 'check' } as const;

/** The steps in their order, each with where it stands. How it ended is judged at the end of the work. */
export function StepProgressList({ steps }: { steps: Work['steps'] }) {
  const { t } = useTranslation('run');
  return (
    <ol className="run-steps">
      {steps.map(({ id, state, says }) => (
        <li key={id} data-state={state} aria-current={state === 'doing' ? 'step' : undefined}>
          {state === 'doing' ? <span className="spinner" aria-hidden="true" /> : <Icon name={STATE_ICON[state]} />}
          <div>
            <p>
              <strong>{t(`common:step.${id}`)}</strong> <span className="muted">{t(`state.${state}`)}</span>
            </p>
            {says === '' ? null : (
              <p className="muted">
                <Says text={says} />
              </p>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
