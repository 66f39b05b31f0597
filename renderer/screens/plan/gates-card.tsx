import { useTranslation } from 'react-i18next';
import type { Gates } from '../../../main/ipc/wizard-snapshot.ts';
import { Card } from '../../components/card.tsx';
import { ChangeControlForm } from './change-control-form.tsx';
import { SignsGate } from './signs-gate.tsx';

/** What has to be given before anything may be changed. */
export function GatesCard({ gates }: { gates: Gates }) {
  const { t } = useTranslation('plan');
  return (
    <>
      {gates.signs ? (
        <Card title={t('signs.title')} icon="danger" tone="danger">
          <SignsGate />
        </Card>
      ) : null}
      {gates.changeControl ? (
        <Card title={t('changeControl.title')} icon="lock" tone="warn">
          <ChangeControlForm />
        </Card>
      ) : null}
    </>
  );
}
