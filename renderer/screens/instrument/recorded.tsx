import { useTranslation } from 'react-i18next';
import { Live } from '../../components/live.tsx';
import { Notice } from '../../components/notice.tsx';

/** Says, once it is so, that what a person stated is recorded. */
export function Recorded({ recorded }: { recorded: boolean }) {
  const { t } = useTranslation('instrument');
  return (
    <Live>
      {recorded ? (
        <Notice tone="ok">
          <p>{t('statement.recorded')}</p>
        </Notice>
      ) : null}
    </Live>
  );
}
