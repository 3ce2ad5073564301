// A page with one thing to say: one card in the middle, and the choice of language.
import type { ReactNode } from 'react';

import { Verdict, type Tone } from '../kit/verdict.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { Mark } from './mark.tsx';
import './plain.css';

export function Plain({ title, tone, children }: { readonly title: string; readonly tone?: Tone; readonly children: ReactNode }) {
  const t = useTexts(shellTexts);
  return (
    <div className="plain">
      <header className="plain-top">
        <Mark />
        <LanguageSwitch />
      </header>
      <main className="plain-card">
        {tone !== undefined && <Verdict tone={tone}>{t.verdict[tone]}</Verdict>}
        <h1>{title}</h1>
        {children}
      </main>
      <footer className="plain-foot">{t.tagline}</footer>
    </div>
  );
}
