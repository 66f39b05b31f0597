import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Identification } from '../../../main/model/assessment.ts';
import { Card } from '../../components/card.tsx';
import { Facts } from '../../components/facts.tsx';
import { Says } from '../../components/says.tsx';

/** The instrument in a few lines. */
export function IdentityCard({ identification }: { identification: Identification }) {
  const { t } = useTranslation('instrument');
  const { productName, versions, mode, modeSource, current, serial, ucsVersion } = identification;
  const notRead = <span className="muted">{t('notRead')}</span>;
  const notDecided = <span className="muted">{t('notDecided')}</span>;
  return (
    <Card title={t('identity')} icon="instrument">
      <Facts
        rows={[
          { term: t('product'), value: productName ?? notDecided },
          { term: t('serial'), value: serial === null ? notRead : <Sourced value={serial} source={t('serialFrom')} /> },
          {
            term: t('version', { count: versions.length }),
            value: versions.length === 0 ? (productName === null ? notDecided : notRead) : versions.join(', '),
          },
          {
            term: t('mode'),
            value: <Sourced value={t(`modes.${mode}`)} source={<Says text={modeSource} />} />,
          },
          {
            term: t('ucsVersion'),
            value: ucsVersion === null ? notRead : <Sourced value={ucsVersion} source={t('ucsVersionFrom')} />,
          },
          { term: t('restsOn'), value: productName === null ? notDecided : current ? t('current') : t('notCurrent') },
        ]}
      />
    </Card>
  );
}

/** A fact with where it comes from. */
function Sourced({ value, source }: { value: string; source: ReactNode }) {
  return (
    <>
      <p>{value}</p>
      <p className="muted small">{source}</p>
    </>
  );
}
