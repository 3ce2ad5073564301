import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import { Plain } from './plain.tsx';
import { SignInForm } from './sign-in-form.tsx';

export default function SignInPage() {
  const t = useTexts(shellTexts).signIn;
  return (
    <Plain title={t.title} aside={<Promised />}>
      <SignInForm go={t.go} />
      <p className="plain-help">{t.help}</p>
    </Plain>
  );
}

/** What the work at the counter comes down to. */
function Promised() {
  const t = useTexts(shellTexts);
  return (
    <>
      <p className="plain-tagline">{t.tagline}</p>
      <ol>
        {t.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </>
  );
}
