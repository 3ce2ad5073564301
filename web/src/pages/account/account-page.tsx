import { session } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { shellTexts } from '../../i18n/shell.ts';

export default function AccountPage() {
  const t = useTexts(shellTexts);
  const now = useStore(session);
  return (
    <>
      <h1>{t.pages.account}</h1>
      {now.state === 'in' && <p>{now.actor.user}</p>}
    </>
  );
}
