import { speak, useTexts, language } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import { useStore } from './store.ts';

/** The name of the other language, in that language. */
export function LanguageSwitch() {
  const t = useTexts(shellTexts);
  const other = useStore(language) === 'vi' ? 'en' : 'vi';
  return (
    <button type="button" className="button button-quiet" lang={other} onClick={() => void speak(other)}>
      {t.otherLanguage}
    </button>
  );
}
