import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card.tsx';
import { useWizard } from '../../store/wizard.ts';

/** A change waits for a restart: the person restarts a real instrument; a practice instrument is restarted from here. */
export function RestartCard() {
  const { t } = useTranslation('result');
  const practice = useWizard(({ machine }) => machine?.kind === 'practice');
  return (
    <Card title={t('restart.title')} icon="restart" tone="warn">
      <p>{t('restart.why')}</p>
      {practice ? (
        <p>{t('restart.here')}</p>
      ) : (
        <ol>
          <li>{t('restart.save')}</li>
          <li>{t('restart.now')}</li>
          <li>{t('restart.again')}</li>
        </ol>
      )}
    </Card>
  );
}
