import { useTranslation } from 'react-i18next';
import type { StepPanelProps } from '../../renderer/screens/step-panel.ts';

/** What closing the ports means, in words. */
export function FirewallPortsPanel({ step, where }: StepPanelProps) {
  const { t } = useTranslation('steps');
  return (
    <div className="stack-tight">
      <p>{t('firewall-ports.about')}</p>
      {where === 'plan' ? <p>{t(`firewall-ports.${step.mode}`)}</p> : null}
    </div>
  );
}
