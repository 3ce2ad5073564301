// A page with one thing to say: one card in the middle, and the choice of language. `aside` is the panel beside it, on screens with room.
import type { ReactNode } from 'react';

import { Verdict, type Tone } from '../kit/verdict.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { Mark } from './mark.tsx';
import './plain.css';

interface Props {
  readonly title: string;
  readonly tone?: Tone;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function Plain({ title, tone, aside, children }: Props) {
  const t = useTexts(shellTexts);
  return (
    <div className="plain">
      <header className="plain-top">
        <Mark />
        <LanguageSwitch />
      </header>
      <main className="plain-card">
        {aside !== undefined && <div className="plain-aside">{aside}</div>}
        <div className="plain-words">
          {tone !== undefined && <Verdict tone={tone}>{t.verdict[tone]}</Verdict>}
          <h1>{title}</h1>
          {children}
        </div>
      </main>
    </div>
  );
}
