import { useTranslation } from 'react-i18next';
import type { IdentityClaim } from '../../../main/model/assessment.ts';
import { Card } from '../../components/card.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Says } from '../../components/says.tsx';
import { useDateTime } from '../../i18n/format.ts';
import { useTechnician } from '../../store/wizard.ts';

/** Everything that says what this instrument is, each with its source. */
export function ClaimsCard({ claims }: { claims: readonly IdentityClaim[] }) {
  const { t } = useTranslation('instrument');
  const technician = useTechnician();
  return (
    <Card title={t('claims.title')} icon="search">
      {claims.length === 0 ? (
        <p>{t('claims.none')}</p>
      ) : (
        <>
          <p>{t('claims.lead')}</p>
          <Disclosure summary={t('claims.show', { count: claims.length })} open={technician}>
            <ClaimList claims={claims} />
          </Disclosure>
        </>
      )}
    </Card>
  );
}

function ClaimList({ claims }: { claims: readonly IdentityClaim[] }) {
  const { t } = useTranslation('instrument');
  const moment = useDateTime();
  return (
    <ul className="evidence">
      {claims.map(({ product, productName, version, from, current, evidence }) => (
        <li key={`${product} ${version} ${from} ${evidence.source} ${evidence.says}`}>
          <p>
            <strong>
              {version === null
                ? t('claims.withoutVersion', { productName })
                : t('claims.item', { productName, version })}
            </strong>
          </p>
          <p>
            <Says text={evidence.says} />
          </p>
          <p className="muted small">
            {t('claims.source', {
              from: t(`from.${from}`),
              current: current ? t('claims.current') : t('claims.past'),
              source: evidence.source,
              at: moment(evidence.at),
            })}
          </p>
        </li>
      ))}
    </ul>
  );
}
