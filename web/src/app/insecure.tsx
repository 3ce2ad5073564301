// Camera, service worker and encryption exist only on https or localhost: without them nothing here may be done, so nothing is shown.
import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import { Plain } from './plain.tsx';

export default function InsecureNotice() {
  const t = useTexts(shellTexts).states;
  const safe = `https://${location.host}${location.pathname}`;
  return (
    <Plain title={t.insecureTitle} tone="bad">
      {t.insecure.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <a className="button button-main" href={safe}>
        {t.insecureTry}
      </a>
    </Plain>
  );
}
