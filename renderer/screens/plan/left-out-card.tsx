import { useTranslation } from 'react-i18next';
import type { LeftOutStep } from '../../../main/model/plan.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Says } from '../../components/says.tsx';
import { ask, useAsking, useWizard } from '../../store/wizard.ts';

/** Paths that would apply and are left out; each can be taken in again. */
export function LeftOutCard({ leftOut }: { leftOut: readonly LeftOutStep[] }) {
  const { t } = useTranslation('plan');
  const declined = useWizard(({ decisions }) => decisions.choices.decline);
  const deciding = useAsking('decide');
  if (leftOut.length === 0) return null;
  return (
    <Card title={t('leftOut.title')} icon="minus" tone="warn">
      <p>{t('leftOut.lead')}</p>
      <ul className="plan-left-out">
        {leftOut.map(({ id, because }) => (
          <li key={id}>
            <div>
              <p>
                <strong>{t(`common:step.${id}`)}</strong>
              </p>
              <p className="muted">
                <Says text={because} />
              </p>
            </div>
            {declined.includes(id) ? (
              <Button
                icon="plus"
                busy={deciding}
                onPress={() => void ask('decide', { decline: declined.filter((each) => each !== id) })}
              >
                {t('leftOut.takeIn')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}
