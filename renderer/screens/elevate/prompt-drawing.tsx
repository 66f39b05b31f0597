import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icons.tsx';

interface PromptDrawingProps {
  way: 'pkexec' | 'sudo' | 'runas';
  /** The program the system will name; null where it is not known. */
  program: string | null;
}

/** A drawing of the system's own question, so that people know it when they see it. It cannot be pressed. */
export function PromptDrawing({ way, program }: PromptDrawingProps) {
  const { t } = useTranslation('elevate');
  const named = program ?? t('common:product');
  return (
    <figure className="elevate-figure">
      <div
        className="elevate-prompt"
        data-way={way}
        role="img"
        aria-label={t(`drawing.${way}.label`, { program: named })}
      >
        <div className="elevate-prompt-head" aria-hidden="true">
          <Icon name={way === 'sudo' ? 'service' : 'shield'} />
          <span>{t(`drawing.${way}.head`)}</span>
        </div>
        <div className="elevate-prompt-body" aria-hidden="true">
          <strong>{t(`drawing.${way}.question`)}</strong>
          <span className="mono">{named}</span>
          {way === 'runas' ? null : <span className="elevate-prompt-field">••••••••</span>}
          <div className="elevate-prompt-buttons">
            <span data-main="true">{t(`drawing.${way}.yes`)}</span>
            <span>{t(`drawing.${way}.no`)}</span>
          </div>
        </div>
      </div>
      <figcaption className="muted">{t('drawing.caption')}</figcaption>
    </figure>
  );
}
