import { useTranslation } from 'react-i18next';
import type { RunResult } from '../../../main/model/run-state.ts';
import { Card } from '../../components/card.tsx';
import { Icon } from '../../components/icons.tsx';
import { Says } from '../../components/says.tsx';
import { SupportButton } from '../../components/support-button.tsx';
import { useContact, useTechnician } from '../../store/wizard.ts';

const GOOD = ['mitigated', 'fixed', 'not-affected'];

/** What is still open, and what to do about it. */
export function OpenCard({ result }: { result: RunResult }) {
  const { t } = useTranslation('result');
  const technician = useTechnician();
  const contact = useContact();
  const steps = result.steps.filter(({ outcome }) => outcome.next !== null);
  const open = result.verdicts.filter(({ state }) => !GOOD.includes(state));
  if (steps.length === 0 && open.length === 0) {
    return (
      <Card title={t('open.nothing')} icon="done" tone="ok">
        <p>{t('open.nothingLead')}</p>
      </Card>
    );
  }
  return (
    <Card title={t('open.title')} icon="list" tone="warn">
      <ul>
        {open.map(({ cve, state }) => (
          <li key={cve}>{t(`open.state.${state}`, { weakness: t(`steps:weakness.${cve}`) })}</li>
        ))}
        {steps.map(({ id, outcome }) => (
          <li key={id}>
            <strong>{t(`common:step.${id}`)}</strong> <Says text={outcome.next ?? ''} />
          </li>
        ))}
      </ul>
      <p className="row">
        <Icon name="phone" />
        <span>{t(technician ? 'open.call' : 'open.callLab', { contact: result.contact ?? contact })}</span>
      </p>
      {/* With a problem of its own the run has the report beside that. */}
      {result.problem === null ? <SupportButton /> : null}
    </Card>
  );
}
