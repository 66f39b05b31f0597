import { useTranslation } from 'react-i18next';
import type { SeenLook } from '../../../main/ipc/wizard-snapshot.ts';
import { Card } from '../../components/card.tsx';
import { Picture } from '../../components/picture/picture.tsx';
import { useDateTime } from '../../i18n/format.ts';

interface BeforeAfterProps {
  before: SeenLook | null;
  after: SeenLook | null;
}

/** The instrument as it was and as it is now. */
export function BeforeAfter({ before, after }: BeforeAfterProps) {
  const { t } = useTranslation('result');
  if (before === null && after === null) return null;
  return (
    <div className="result-pictures">
      <Look look={before} title={t('picture.before')} missing={t('picture.noBefore')} />
      <Look look={after} title={t('picture.after')} missing={t('picture.noAfter')} />
    </div>
  );
}

function Look({ look, title, missing }: { look: SeenLook | null; title: string; missing: string }) {
  const { t } = useTranslation('result');
  const moment = useDateTime();
  return (
    <Card title={title} icon="instrument">
      {look === null ? (
        <p className="muted">{missing}</p>
      ) : (
        <>
          <p className="muted">{t('picture.at', { at: moment(look.at) })}</p>
          <Picture picture={look.picture} title={title} />
        </>
      )}
    </Card>
  );
}
