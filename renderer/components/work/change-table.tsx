import { useTranslation } from 'react-i18next';
import type { Change } from '../../../main/model/plan.ts';
import { Says } from '../says.tsx';

/** What will be different afterwards. */
export function ChangeTable({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation('steps');
  return (
    <table className="table work-changes">
      <caption className="visually-hidden">{t('changes.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('changes.what')}</th>
          <th scope="col">{t('changes.before')}</th>
          <th scope="col">{t('changes.after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ what, before, after }) => (
          <tr key={`${what} ${before} ${after}`}>
            <th scope="row">
              <Says text={what} />
            </th>
            <td>
              <span className="work-changes-label" aria-hidden="true">
                {t('changes.before')}
              </span>
              <Says text={before} />
            </td>
            <td>
              <span className="work-changes-label" aria-hidden="true">
                {t('changes.after')}
              </span>
              <Says text={after} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
