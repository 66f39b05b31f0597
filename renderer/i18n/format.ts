import { useTranslation } from 'react-i18next';

/** A moment as people of this language write it, in the time of this machine. */
export function formatDateTime(iso: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}

/** Writes moments in the chosen language. */
export function useDateTime(): (iso: string) => string {
  const { i18n } = useTranslation();
  return (iso) => formatDateTime(iso, i18n.language);
}
