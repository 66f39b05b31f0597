import { useTranslation } from 'react-i18next';
import type { Json } from '../../main/model/json.ts';
import { AccountField } from '../../renderer/components/work/account-field.tsx';
import type { StepPanelProps } from '../../renderer/screens/step-panel.ts';

const VARIANTS = ['session', 'linux-unit', 'lrm-4', 'service-logon'] as const;
type Variant = (typeof VARIANTS)[number];

/** What another account means, in the variant this instrument needs; and the account, where the person has to name one. */
export function UcsAccountPanel({ step, where }: StepPanelProps) {
  const { t } = useTranslation('steps');
  const variant = variantOf(step.params);
  return (
    <div className="stack-tight">
      <p>{t('ucs-account.about')}</p>
      {variant === null ? null : <p>{t(`ucs-account.variant.${variant}`)}</p>}
      {where === 'plan' && variant !== 'session' ? <AccountField missing={step.needs.length > 0} /> : null}
    </div>
  );
}

/** The variant in the step's parameters; null where it is another than this window knows. */
function variantOf(params: Json): Variant | null {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return null;
  return VARIANTS.find((variant) => variant === params['variant']) ?? null;
}
