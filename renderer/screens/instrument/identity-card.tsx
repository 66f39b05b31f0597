import { useTranslation } from 'react-i18next';
import type { Identification } from '../../../main/model/assessment.ts';
import { Card } from '../../components/card.tsx';
import { Facts } from '../../components/facts.tsx';
import { Says } from '../../components/says.tsx';
import { useTechnician } from '../../store/wizard.ts';

/** The instrument in a few lines. */
export function IdentityCard({ identification }: { identification: Identification }) {
  const { t } = useTranslation('instrument');
  const technician = useTechnician();
  const { productName, versions, mode, modeSource, current, serial, ucsVersion } = identification;
  const notRead = <span className="muted">{t('notRead')}</span>;
  const notDecided = <span className="muted">{t('notDecided')}</span>;
  return (
    <Card title={t('identity')} icon="instrument">
      <Facts
        rows={[
          { term: t('product'), value: productName ?? notDecided },
          { term: t('serial'), value: serial ?? notRead },
          {
            term: t('version', { count: versions.length }),
            value: versions.length === 0 ? (productName === null ? notDecided : notRead) : versions.join(', '),
          },
          {
            term: t('mode'),
            value: (
              <>
                <p>{t(`modes.${mode}`)}</p>
                {technician ? (
                  <p className="muted small">
                    <Says text={modeSource} />
                  </p>
                ) : null}
              </>
            ),
          },
          { term: t('ucsVersion'), value: ucsVersion ?? notRead },
          { term: t('restsOn'), value: productName === null ? notDecided : current ? t('current') : t('notCurrent') },
        ]}
      />
    </Card>
  );
}
