import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import '../../components/work/work.css';
import { Card } from '../../components/card.tsx';
import { ProblemBox } from '../../components/problem-box.tsx';
import { ScreenFrame } from '../../components/screen-frame.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { STATE_TONE } from '../../components/tone.ts';
import { StepRecordView } from '../../components/work/step-record.tsx';
import { VerdictLines } from '../../components/work/verdict-lines.tsx';
import { ask, useAsking, useWizard } from '../../store/wizard.ts';
import { BeforeAfter } from './before-after.tsx';
import { OpenCard } from './open-card.tsx';
import { RestartCard } from './restart-card.tsx';
import './result.css';
import { canUndo, headline, waitsForRestart } from './result-words.ts';
import { UndoDialog } from './undo-dialog.tsx';

/** What came of the work: the picture before and after, each weakness, each step, and what is still to be done. */
export function ResultScreen() {
  const { t } = useTranslation('result');
  const ended = useWizard((snapshot) => snapshot.ended);
  const receipt = useWizard((snapshot) => snapshot.receipt);
  const practice = useWizard(({ machine }) => machine?.kind === 'practice');
  const going = useAsking('goTo');
  const restarting = useAsking('restartPractice', 'resumeRun');
  const [undoing, setUndoing] = useState(false);
  if (ended === null) return <ScreenFrame title={t('title.unknown')}>{null}</ScreenFrame>;
  const { result, before, after, job } = ended;
  const toReceipt = {
    label: t('next'),
    press: () => void ask('goTo', { screen: 'receipt' }),
    busy: going,
    blocked: receipt === null ? t('noReceipt') : undefined,
  };
  const restart = async () => {
    const { ok } = await ask('restartPractice', null);
    if (ok) await ask('resumeRun', { confirmIdle: false });
  };
  const restartHere = practice && waitsForRestart(result);
  const undo = { label: t('undo.button'), press: () => setUndoing(true), icon: 'undo' as const };
  return (
    <ScreenFrame
      title={t(`title.${headline(result)}`)}
      lead={<p>{t(`end.${job === 'read-only' ? 'read-only' : result.end}`)}</p>}
      secondary={[
        ...(canUndo(result) ? [undo] : []),
        ...(restartHere ? [{ ...toReceipt, icon: 'file' as const }] : []),
      ]}
      primary={
        restartHere ? { label: t('restart.practice'), press: () => void restart(), busy: restarting } : toReceipt
      }
    >
      {result.problem === null ? null : <ProblemBox problem={result.problem} />}
      {waitsForRestart(result) ? <RestartCard /> : null}
      <Card tone={STATE_TONE[result.overall]} title={t('verdict')}>
        <div className="row">
          <StateBadge state={result.overall} size="large" />
          <p className="result-means">{t(`means.${result.overall}`)}</p>
        </div>
        <VerdictLines verdicts={result.verdicts} withEvidence />
      </Card>
      <OpenCard result={result} />
      {result.steps.length === 0 ? null : (
        <Card title={t('steps')} icon="list">
          {result.steps.map((record) => (
            <StepRecordView key={record.id} record={record} unfolded={false} />
          ))}
        </Card>
      )}
      <BeforeAfter before={before} after={after} />
      {undoing ? <UndoDialog onClose={() => setUndoing(false)} /> : null}
    </ScreenFrame>
  );
}
