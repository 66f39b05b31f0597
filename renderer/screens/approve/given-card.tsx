import { useTranslation } from 'react-i18next';
import type { Plan } from '../../../main/model/plan.ts';
import { Card } from '../../components/card.tsx';
import { Facts } from '../../components/facts.tsx';
import { useWizard } from '../../store/wizard.ts';

/** What the person gave before: it is printed on the receipt with the plan. */
export function GivenCard({ plan: { choices, leftOut } }: { plan: Plan }) {
  const { t } = useTranslation('approve');
  const decisions = useWizard((snapshot) => snapshot.decisions);
  const { name, site } = useWizard(({ settings }) => settings);
  const { changeControl } = choices;
  const rows = [
    { term: t('given.who'), value: name.trim() === '' ? t('given.noName') : name },
    ...(site.trim() === '' ? [] : [{ term: t('given.site'), value: site }]),
    ...(changeControl === null
      ? []
      : [
          { term: t('given.reference'), value: changeControl.reference },
          { term: t('given.authorisedBy'), value: changeControl.authorisedBy },
        ]),
    ...(decisions.confirmBackup ? [{ term: t('given.backup'), value: t('given.confirmed') }] : []),
    ...(decisions.acceptSigns === null ? [] : [{ term: t('given.signs'), value: decisions.acceptSigns }]),
    ...(leftOut.length === 0
      ? []
      : [{ term: t('given.leftOut'), value: leftOut.map(({ id }) => <div key={id}>{t(`common:step.${id}`)}</div>) }]),
  ];
  return (
    <Card title={t('given.title')} icon="user">
      <Facts rows={rows} />
    </Card>
  );
}
