import { useTranslation } from 'react-i18next';
import { SafetySentence } from '../../renderer/i18n/safety-sentence.tsx';
import type { StepPanelProps } from '../../renderer/screens/step-panel.ts';

/** What running the vendor's installer means, and that there is no way back. */
export function ProductInstallerPanel({ step, where }: StepPanelProps) {
  const { t } = useTranslation('steps');
  return (
    <div className="stack-tight">
      <p>{t('product-installer.about')}</p>
      {where === 'plan' ? (
        <>
          <p>{t(`product-installer.${step.mode}`)}</p>
          <SafetySentence id="installerNoWayBack" />
        </>
      ) : null}
    </div>
  );
}
