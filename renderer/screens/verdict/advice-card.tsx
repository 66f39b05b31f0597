import { useTranslation } from 'react-i18next';
import type { NetworkAdvice } from '../../../main/model/sign-finding.ts';
import { Card } from '../../components/card.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { EvidenceList } from '../../components/evidence-list.tsx';
import { Says } from '../../components/says.tsx';
import { useTechnician } from '../../store/wizard.ts';

/** What to consider in the network around the instrument. The program changes nothing there. */
export function AdviceCard({ exposure }: { exposure: readonly NetworkAdvice[] }) {
  const { t } = useTranslation('verdict');
  const technician = useTechnician();
  if (exposure.length === 0) return null;
  return (
    <Card title={t('advice.title')} icon="network">
      <p>{technician ? t('advice.lead') : t('advice.leadLab')}</p>
      <Disclosure summary={t('advice.show', { count: exposure.length })} open={technician}>
        <ul className="verdict-signs">
          {exposure.map(({ code, says, advice, evidence }) => (
            <li key={`${code} ${says}`}>
              <p>
                <Says text={says} />
              </p>
              <p>
                <Says text={advice} />
              </p>
              {evidence.length === 0 ? null : (
                <Disclosure summary={t('signs.evidence', { count: evidence.length })}>
                  <EvidenceList evidence={evidence} />
                </Disclosure>
              )}
            </li>
          ))}
        </ul>
      </Disclosure>
    </Card>
  );
}
