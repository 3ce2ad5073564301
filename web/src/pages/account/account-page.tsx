// One's own account: who one is here, the second step of signing in, the password.
import { clock } from '../../i18n/formats.ts';
import { accountTexts } from '../../i18n/account.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { shellTexts } from '../../i18n/shell.ts';
import { session, type Actor } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import { PasswordForm } from './password-form.tsx';
import { TotpSetup } from './totp-setup.tsx';
import './account-page.css';

export default function AccountPage() {
  const t = useTexts(shellTexts);
  const now = useStore(session);
  if (now.state !== 'in') return null;
  return (
    <div className="account">
      <h1>{t.pages.account}</h1>
      <Who actor={now.actor} />
      <TotpSetup user={now.actor.user} />
      <PasswordForm user={now.actor.user} />
    </div>
  );
}

function Who({ actor }: { readonly actor: Actor }) {
  const t = useTexts(accountTexts);
  const roles: Partial<Record<string, string>> = useTexts(shellTexts).roles;
  return (
    <section className="card account-who" aria-labelledby="who">
      <h2 id="who">{t.who}</h2>
      <dl>
        <dt>{t.user}</dt>
        <dd translate="no">{actor.user}</dd>
        <dt>{t.role}</dt>
        <dd>{roles[actor.role] ?? actor.role}</dd>
        <dt>{t.staff}</dt>
        <dd translate="no">{actor.by}</dd>
        <dt>{t.site}</dt>
        <dd>{actor.site ?? t.everySite}</dd>
        {actor.expiresAt !== null && (
          <>
            <dt>{t.sessionUntil}</dt>
            <dd className="figures">{clock(actor.expiresAt)}</dd>
          </>
        )}
      </dl>
    </section>
  );
}
