import { useTranslation } from 'react-i18next';
import { say } from '../i18n/engine-phrases.ts';

/** A text of the engine in the chosen language. What has no translation stays English, and screen readers read it as English. */
export function Says({ text }: { text: string }) {
  useTranslation('engine');
  return (
    <>
      {say(text).pieces.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change their order
        <span key={index} lang={piece.lang ?? undefined}>
          {index === 0 ? piece.text : ` ${piece.text}`}
        </span>
      ))}
    </>
  );
}
