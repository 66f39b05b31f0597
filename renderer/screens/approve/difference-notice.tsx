import { useTranslation } from 'react-i18next';
import type { Plan } from '../../../main/model/plan.ts';
import { Notice } from '../../components/notice.tsx';
import { useWizard } from '../../store/wizard.ts';
import { differences } from './differences.ts';

/** Whether this is the plan the person saw before, and if not, what became different. */
export function DifferenceNotice({ plan, digest }: { plan: Plan; digest: string }) {
  const { t } = useTranslation('approve');
  const prepared = useWizard((snapshot) => snapshot.prepared);
  if (prepared === null) return null;
  if (prepared.digest === digest) {
    return (
      <Notice tone="ok">
        <p>{t('same')}</p>
      </Notice>
    );
  }
  const found = differences(prepared.plan, plan);
  return (
    <Notice tone="warn" title={t('differs.title')}>
      <p>{t('differs.lead')}</p>
      {found.length === 0 ? (
        <p>{t('differs.factsOnly')}</p>
      ) : (
        <ul>
          {found.map(({ kind, step }) => (
            <li key={`${kind} ${step}`}>{t(`differs.${kind}`, { step: t(`common:step.${step}`) })}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
