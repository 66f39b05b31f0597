import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card.tsx';
import { Live, Spinner } from '../../components/live.tsx';
import { Notice } from '../../components/notice.tsx';
import { Says } from '../../components/says.tsx';
import { ScreenFrame } from '../../components/screen-frame.tsx';
import { ask, useAsking, useContact, useTechnician, useWizard } from '../../store/wizard.ts';
import './elevate.css';
import { PromptDrawing } from './prompt-drawing.tsx';

/** What the system will ask next, what that looks like, and where it may hide. */
export function ElevateScreen() {
  const { t } = useTranslation('elevate');
  const way = useWizard(({ elevation }) => elevation?.way ?? null);
  const program = useWizard(({ elevation }) => elevation?.program ?? null);
  const warning = useWizard(({ elevation }) => elevation?.warning ?? null);
  const waiting = useWizard(({ work }) => work !== null);
  const technician = useTechnician();
  const contact = useContact();
  const starting = useAsking('startRun', 'goTo');

  if (waiting) {
    return (
      <ScreenFrame title={t('waiting.title')} lead={<p>{t(`waiting.lead.${way ?? 'none-needed'}`)}</p>}>
        <Live>
          <Spinner label={t('waiting.now')} />
        </Live>
        {way === null || !isPrompt(way) ? null : <Prompt way={way} program={program} />}
      </ScreenFrame>
    );
  }
  if (way === null) {
    return (
      <ScreenFrame title={t('title')} back="plan">
        <Spinner label={t('finding')} />
      </ScreenFrame>
    );
  }
  const possible = way !== 'not-possible';
  return (
    <ScreenFrame
      title={t(`titleOf.${way}`)}
      lead={<p>{t(`leadOf.${way}`)}</p>}
      back="plan"
      primary={
        possible
          ? { label: t(`next.${way}`), press: () => void ask('startRun', null), busy: starting }
          : { label: t('stop'), press: () => void ask('stopWithReceipt', null), busy: starting }
      }
    >
      {warning === null ? null : (
        <Notice tone="warn" title={t('policy')}>
          <p>
            <Says text={warning} />
          </p>
        </Notice>
      )}
      {isPrompt(way) ? <Prompt way={way} program={program} /> : null}
      <Card title={t('after.title')} icon="list">
        <ol>
          <li>{t('after.look')}</li>
          <li>{t('after.show')}</li>
          <li>{t('after.approve')}</li>
        </ol>
      </Card>
      {technician || !isPrompt(way) ? null : (
        <Notice tone="info" icon="phone" title={t('lab.title')}>
          <p>{t('lab.call', { contact })}</p>
        </Notice>
      )}
    </ScreenFrame>
  );
}

const PROMPTS = ['pkexec', 'sudo', 'runas'] as const;
type PromptWay = (typeof PROMPTS)[number];

function isPrompt(way: string): way is PromptWay {
  return PROMPTS.some((one) => one === way);
}

function Prompt({ way, program }: { way: PromptWay; program: string | null }) {
  const { t } = useTranslation('elevate');
  return (
    <Card title={t('prompt.title')} icon="lock">
      <p>{t('prompt.lead')}</p>
      <PromptDrawing way={way} program={program} />
      <Notice tone="info" title={t('hidden.title')}>
        <p>{t(`hidden.${way}`)}</p>
      </Notice>
      <Notice tone="warn">
        <p>{t('prompt.other')}</p>
      </Notice>
    </Card>
  );
}
