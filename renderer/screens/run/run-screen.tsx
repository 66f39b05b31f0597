import { useTranslation } from 'react-i18next';
import '../../components/work/work.css';
import { Card } from '../../components/card.tsx';
import { Live } from '../../components/live.tsx';
import { Notice } from '../../components/notice.tsx';
import { Says } from '../../components/says.tsx';
import { ScreenFrame } from '../../components/screen-frame.tsx';
import { LiveLog } from '../../components/work/live-log.tsx';
import { OpenQuestionView } from '../../components/work/open-question.tsx';
import { SafetySentence } from '../../i18n/safety-sentence.tsx';
import { ask, useAsking, useWizard } from '../../store/wizard.ts';
import { STEP_PANELS } from '../step-panels.ts';
import './run.css';
import { StepProgressList } from './step-progress-list.tsx';

/** The work while it is done: its steps, what is done now, what it waits for, and a stop between steps. */
export function RunScreen() {
  const { t } = useTranslation('run');
  const work = useWizard((snapshot) => snapshot.work);
  const stopping = useAsking('stop');
  if (work === null) return <ScreenFrame title={t('title.run')}>{null}</ScreenFrame>;
  const { job, stage, question, log, steps, approved } = work;
  const last = log.at(-1);
  const doing = approved?.plan.steps.find(({ id }) => steps.some((step) => step.id === id && step.state === 'doing'));
  const Panel = doing === undefined ? null : STEP_PANELS[doing.id];
  return (
    <ScreenFrame
      title={t(`title.${job}`)}
      lead={<p>{question === null ? t(`lead.${job}`) : t('leadQuestion')}</p>}
      secondary={[
        {
          label: work.stopping ? t('stopping') : t('stop'),
          press: () => void ask('stop', null),
          icon: 'stop',
          busy: stopping || work.stopping,
        },
      ]}
    >
      {work.stopping ? (
        <Notice tone="info" icon="stop">
          <p>{t('stoppingLead')}</p>
        </Notice>
      ) : null}
      {question === null ? (
        <Card title={t('now')} icon="service" tone="info">
          <Live>
            <div className="run-now">
              <span className="spinner" aria-hidden="true" />
              <p>{last === undefined ? t(`stage.${stage}`) : <Says text={last.progress.says} />}</p>
            </div>
          </Live>
          {doing === undefined || Panel === null ? null : (
            <div className="run-doing">
              <h3>{t(`common:step.${doing.id}`)}</h3>
              <Panel step={doing} where="run" />
            </div>
          )}
        </Card>
      ) : (
        <OpenQuestionView open={question} />
      )}
      {steps.length === 0 ? null : (
        <Card title={t('steps')} icon="list">
          <StepProgressList steps={steps} />
        </Card>
      )}
      {job === 'read-only' ? null : <SafetySentence id="doNotSwitchOff" />}
      <LiveLog lines={log} />
    </ScreenFrame>
  );
}
