import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import { Plain } from './plain.tsx';
import { SignInForm } from './sign-in-form.tsx';

export function SignInPage() {
  const t = useTexts(shellTexts).signIn;
  return (
    <Plain title={t.title}>
      <SignInForm go={t.go} />
      <p className="plain-help">{t.help}</p>
    </Plain>
  );
}
