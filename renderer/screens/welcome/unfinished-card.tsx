import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnfinishedRun } from '../../../main/ipc/wizard-snapshot.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Choice } from '../../components/choice.tsx';
import { useDateTime } from '../../i18n/format.ts';
import { SafetySentence } from '../../i18n/safety-sentence.tsx';
import { ask, useAsking, useWizard } from '../../store/wizard.ts';

export type Unfinished = 'continue' | 'undo';

interface UnfinishedCardProps {
  run: UnfinishedRun;
  /** Null: not chosen yet, so that nobody goes on by a second press of the same button. */
  value: Unfinished | null;
  onChange: (value: Unfinished) => void;
}

/** A run that was cut off, and the two ways to bring it to an end. */
export function UnfinishedCard({ run, value, onChange }: UnfinishedCardProps) {
  const { t } = useTranslation('welcome');
  const moment = useDateTime();
  const practice = useWizard(({ machine }) => machine?.kind === 'practice');
  const restarting = useAsking('restartPractice');
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => card.current?.focus(), []);
  return (
    <div ref={card} tabIndex={-1} className="welcome-unfinished">
      <Card title={t('unfinished.title')} icon="restart" tone="warn">
        <p>{t('unfinished.lead', { at: moment(run.startedAt) })}</p>
        <p>{t(`unfinished.phase.${run.phase}`)}</p>
        {run.steps.length === 0 ? null : (
          <ul>
            {run.steps.map(({ id, phase }) => (
              <li key={id}>
                {t('unfinished.step', { step: t(`common:step.${id}`), phase: t(`unfinished.stepPhase.${phase}`) })}
              </li>
            ))}
          </ul>
        )}
        {practice && run.phase === 'paused' ? (
          <Button icon="restart" busy={restarting} onPress={() => void ask('restartPractice', null)}>
            {t('unfinished.restart')}
          </Button>
        ) : null}
        <Choice
          legend={t('unfinished.how')}
          value={value}
          onChange={onChange}
          columns={2}
          options={[
            {
              value: 'continue',
              label: t('unfinished.continue'),
              detail: t('unfinished.continueDetail'),
              icon: 'forward',
            },
            { value: 'undo', label: t('unfinished.undo'), detail: t('unfinished.undoDetail'), icon: 'undo' },
          ]}
        />
        {value === 'undo' ? <SafetySentence id="undoOpensAgain" /> : null}
      </Card>
    </div>
  );
}
