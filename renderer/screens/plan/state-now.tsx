import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { STATE_TONE } from '../../components/tone.ts';
import { useContact, useWizard } from '../../store/wizard.ts';

const GOOD = ['mitigated', 'fixed', 'not-affected'];

/** Where nothing would be changed: what state the instrument stays in, so that nobody takes it for an all-clear. */
export function StateNow() {
  const { t } = useTranslation('plan');
  const overall = useWizard(({ look }) => look?.assessment.overall ?? 'unknown');
  const contact = useContact();
  return (
    <Card title={t('stateNow')} tone={STATE_TONE[overall]}>
      <div className="row">
        <StateBadge state={overall} />
        <p>{t(`result:means.${overall}`)}</p>
      </div>
      {GOOD.includes(overall) ? null : <p>{t('stateCall', { contact })}</p>}
    </Card>
  );
}
