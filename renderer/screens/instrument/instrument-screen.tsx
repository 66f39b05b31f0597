import { useTranslation } from 'react-i18next';
import { Card } from '../../components/card.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Notice } from '../../components/notice.tsx';
import { Says } from '../../components/says.tsx';
import { ScreenFrame } from '../../components/screen-frame.tsx';
import { ask, useAsking, useTechnician, useWizard } from '../../store/wizard.ts';
import { ClaimsCard } from './claims-card.tsx';
import { IdentityCard } from './identity-card.tsx';
import { StatementForm } from './statement-form.tsx';
import { UnitCard } from './unit-card.tsx';
import './instrument.css';

/** What the instrument is, where each fact came from, and the person's statement where the machine does not decide. */
export function InstrumentScreen() {
  const { t } = useTranslation('instrument');
  const look = useWizard((snapshot) => snapshot.look);
  const stated = useWizard(({ decisions }) => decisions.choices.stated);
  const technician = useTechnician();
  const going = useAsking('goTo');
  if (look === null)
    return (
      <ScreenFrame title={t('title')} lead={<p>{t('noLook')}</p>} back="look">
        {null}
      </ScreenFrame>
    );

  const { identification } = look.assessment;
  const { status, undecidedBecause, productName, versions, mode, contradictions } = identification;
  const undecided = status === 'undecided' || versions.length === 0 || mode === 'unknown';
  const said = stated.product !== null || stated.version !== null || stated.mode !== null;
  return (
    <ScreenFrame
      title={
        status === 'identified' && productName !== null ? t('titleKnown', { product: productName }) : t('titleUnknown')
      }
      lead={<p>{undecided ? t('leadUndecided') : t('lead')}</p>}
      back="look"
      primary={{ label: t('next'), press: () => void ask('goTo', { screen: 'verdict' }), busy: going }}
    >
      {undecidedBecause === null ? null : (
        <Notice tone="warn" icon="question" title={t('undecided')}>
          <p>
            <Says text={undecidedBecause} />
          </p>
        </Notice>
      )}
      <IdentityCard identification={identification} />
      {contradictions.length === 0 ? null : (
        <Card title={t('contradictions.title')} icon="conflict" tone="warn">
          <p>{t('contradictions.lead')}</p>
          <ul>
            {contradictions.map((sentence) => (
              <li key={sentence}>
                <Says text={sentence} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {undecided || said || technician ? (
        <Card title={t('statement.title')} icon="user">
          <Disclosure summary={t('statement.open')} open={undecided || said}>
            <StatementForm />
          </Disclosure>
        </Card>
      ) : null}
      <UnitCard candidates={look.unitCandidates} />
      <ClaimsCard claims={identification.claims} />
    </ScreenFrame>
  );
}
