import { useTranslation } from 'react-i18next';
import '../../components/work/work.css';
import { Live, Spinner } from '../../components/live.tsx';
import { Says } from '../../components/says.tsx';
import { ScreenFrame } from '../../components/screen-frame.tsx';
import { LiveLog } from '../../components/work/live-log.tsx';
import { OpenQuestionView } from '../../components/work/open-question.tsx';
import { ask, useAsking, useWizard } from '../../store/wizard.ts';
import { ApprovePlan } from './approve-plan.tsx';

/** The plan of the part that makes changes, for the person's yes or no; before it, what only the person can confirm. */
export function ApproveScreen() {
  const { t } = useTranslation('approve');
  const work = useWizard((snapshot) => snapshot.work);
  const stopping = useAsking('stop');
  if (work === null) return <ScreenFrame title={t('waiting.title')}>{null}</ScreenFrame>;
  const open = work.question;
  if (open?.question.kind === 'approve') {
    return <ApprovePlan key={open.id} id={open.id} approval={open.question} />;
  }
  const last = work.log.at(-1);
  return (
    <ScreenFrame
      title={open === null ? t('waiting.title') : t('waiting.titleQuestion')}
      lead={<p>{open === null ? t('waiting.lead') : t('waiting.leadQuestion')}</p>}
      secondary={[
        {
          label: work.stopping ? t('run:stopping') : t('waiting.stop'),
          press: () => void ask('stop', null),
          icon: 'stop',
          busy: stopping || work.stopping,
        },
      ]}
    >
      {open === null ? (
        <Live>
          <Spinner label={last === undefined ? t('waiting.starting') : <Says text={last.progress.says} />} />
        </Live>
      ) : (
        <OpenQuestionView open={open} />
      )}
      <LiveLog lines={work.log} />
    </ScreenFrame>
  );
}
