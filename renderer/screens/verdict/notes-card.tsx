import { useTranslation } from 'react-i18next';
import type { Note } from '../../../main/model/assessment.ts';
import { Card } from '../../components/card.tsx';
import { Says } from '../../components/says.tsx';

/** Remarks that belong to the verdict. */
export function NotesCard({ notes }: { notes: readonly Note[] }) {
  const { t } = useTranslation('verdict');
  if (notes.length === 0) return null;
  return (
    <Card title={t('notes')} icon="info">
      <ul>
        {notes.map(({ code, text }) => (
          <li key={`${code} ${text}`}>
            <Says text={text} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
