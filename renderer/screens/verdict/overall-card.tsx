import { useTranslation } from 'react-i18next';
import type { Assessment } from '../../../main/model/assessment.ts';
import { Card } from '../../components/card.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { STATE_TONE } from '../../components/tone.ts';
import { useContact, useTechnician, useWizard } from '../../store/wizard.ts';

interface OverallCardProps {
  assessment: Assessment;
  /** Strong signs of exploitation were found: what to do then is said with them. */
  brokenInto: boolean;
}

/** The verdict in one sentence, what to do about it, and by which catalogue it was judged. */
export function OverallCard({ assessment, brokenInto }: OverallCardProps) {
  const { t } = useTranslation('verdict');
  const technician = useTechnician();
  const contact = useContact();
  const needsRights = useWizard(({ readings }) => readings.some(({ cause }) => cause === 'needs-elevation'));
  const { overall, catalogue, pack, identification, listed } = assessment;
  return (
    <Card tone={STATE_TONE[overall]}>
      <div className="verdict-overall">
        <StateBadge state={overall} size="large" />
        <p className="verdict-sentence">{t(`overall.${overall}`)}</p>
      </div>
      {brokenInto ? null : <p>{t(`next.${overall}`)}</p>}
      {overall === 'unknown' && !brokenInto ? (
        <ul>
          <li>{t('unknown.state')}</li>
          {needsRights ? <li>{t('unknown.rights')}</li> : null}
          <li>{t('unknown.call', { contact })}</li>
        </ul>
      ) : null}
      <p className="muted small">
        {pack === null
          ? t('judged', { version: catalogue.version, date: catalogue.date })
          : t('judgedWithPack', {
              version: catalogue.version,
              date: catalogue.date,
              pack: pack.packId,
              issuer: pack.issuer,
            })}
      </p>
      {technician && identification.product !== null ? (
        <p className="muted small">
          {listed.length === 0 ? t('notListed') : t('listed', { entries: listed.join(', ') })}
        </p>
      ) : null}
    </Card>
  );
}
