import { useTranslation } from 'react-i18next';
import { Disclosure } from '../components/disclosure.tsx';
import { Icon } from '../components/icons.tsx';

interface SafetySentenceProps {
  /** Key in `safety.json`. */
  id: string;
  values?: Record<string, string | number>;
}

/** A sentence somebody's safety rests on. A translation has the English original beside it, and says whether it was reviewed. */
export function SafetySentence({ id, values = {} }: SafetySentenceProps) {
  const { t, i18n } = useTranslation(['safety', 'common']);
  const english = i18n.language === 'en';
  const reviewed = !i18n.exists(`safety:${id}.review`, { fallbackLng: [] });
  return (
    <div className="safety">
      <Icon name="warning" />
      <div className="stack">
        <p>{t(`safety:${id}.text`, values)}</p>
        {english ? null : (
          <Disclosure summary={t('common:safety.original')}>
            <p lang="en">{i18n.getFixedT('en', 'safety')(`${id}.text`, values)}</p>
            {reviewed ? null : <p className="muted">{t('common:safety.notReviewed')}</p>}
          </Disclosure>
        )}
      </div>
    </div>
  );
}
