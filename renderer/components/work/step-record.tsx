import { useTranslation } from 'react-i18next';
import type { StepRecord } from '../../../main/model/step-result.ts';
import { useDateTime } from '../../i18n/format.ts';
import { Disclosure } from '../disclosure.tsx';
import { Icon } from '../icons.tsx';
import { Says } from '../says.tsx';
import { CHECK_LOOK, STATUS_LOOK } from './step-tone.ts';

interface StepRecordViewProps {
  record: StepRecord;
  /** Whether the checks stand there unfolded, as on paper. */
  unfolded: boolean;
}

/** How a step went: its end in a word and a sentence, what to do, and what was looked at afterwards. */
export function StepRecordView({ record, unfolded }: StepRecordViewProps) {
  const { t } = useTranslation('steps');
  const moment = useDateTime();
  const { id, outcome, checks, performedBy, endedAt } = record;
  const { tone, icon } = STATUS_LOOK[outcome.status];
  const checked = <Checks record={record} />;
  return (
    <section className="work-record" data-tone={tone} aria-label={t(`common:step.${id}`)}>
      <div className="work-record-head">
        <h3>{t(`common:step.${id}`)}</h3>
        <span className="badge" data-tone={tone}>
          <Icon name={icon} size={1.25} />
          <span>{t(`status.${outcome.status}`)}</span>
        </span>
      </div>
      <p>
        <Says text={outcome.says} />
      </p>
      {outcome.next === null ? null : (
        <p>
          <strong>{t('next')}</strong> <Says text={outcome.next} />
        </p>
      )}
      {performedBy === null || endedAt === null ? null : (
        <p className="muted small">{t(`performedBy.${performedBy}`, { at: moment(endedAt) })}</p>
      )}
      {checks.length === 0 ? null : unfolded ? (
        checked
      ) : (
        <Disclosure summary={t('checks.summary', { count: checks.length })}>{checked}</Disclosure>
      )}
    </section>
  );
}

function Checks({ record: { checks } }: { record: StepRecord }) {
  const { t } = useTranslation('steps');
  return (
    <ul className="work-checks">
      {checks.map((check) => {
        const { tone, icon } = CHECK_LOOK[check.result];
        return (
          <li key={`${check.id} ${check.says}`} data-tone={tone}>
            <Icon name={icon} size={1.25} />
            <div>
              <p>
                <strong>{t(`checks.result.${check.result}`)}</strong> <Says text={check.says} />
              </p>
              <p className="muted small">{t(`checks.about.${check.about}`, { source: check.source })}</p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
