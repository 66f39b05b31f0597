import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api.ts';
import { Icon } from '../../components/icons.tsx';
import { Live } from '../../components/live.tsx';

/** Any other file: picked, or dropped here. Only its path is taken; the program reads it itself. */
export function FileDrop({ onFile }: { onFile: (path: string) => void }) {
  const { t } = useTranslation('plan');
  const id = useId();
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState(false);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    const path = await api.pathOf(file).catch(() => null);
    setRefused(path === null);
    if (path !== null) onFile(path);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would name the one field in it twice
    <div
      role="group"
      className="plan-drop"
      aria-labelledby={`${id}-label`}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer.files[0]);
      }}
    >
      <input
        id={id}
        className="visually-hidden"
        type="file"
        aria-describedby={`${id}-drop`}
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <label id={`${id}-label`} htmlFor={id} className="button button-secondary">
        <Icon name="folder" />
        <span>{t('installer.browse')}</span>
      </label>
      <span id={`${id}-drop`}>{t('installer.drop')}</span>
      <Live>{refused ? <p>{t('installer.noPath')}</p> : null}</Live>
    </div>
  );
}
