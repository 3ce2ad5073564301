// Ctrl+K: type where to go. Pages of the role, and what the top bar can do.
import { useState } from 'react';
import { useLocation } from 'wouter';

import { Combobox, type Choice } from '../kit/combobox.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { matching } from '../kit/fold.ts';
import { language, speak, useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import type { Over } from './frame.tsx';
import { pagesOf } from './pages.ts';
import { lock, type Actor } from './session.ts';
import './go-to.css';

interface Props {
  readonly actor: Actor;
  readonly onOver: (over: Over) => void;
}

export default function GoTo({ actor, onOver }: Props) {
  const t = useTexts(shellTexts);
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const close = (): void => onOver(null);

  const then = (act: () => void) => (): void => {
    close();
    act();
  };
  const all: Choice<() => void>[] = [
    ...pagesOf(actor).filter(({ path }) => !path.includes(':')).map(({ path, title }) => ({ key: path, label: t.pages[title], note: path, value: then(() => navigate(path)) })),
    { key: 'language', label: t.otherLanguage, note: t.chooseLanguage, value: then(() => void speak(language.get() === 'vi' ? 'en' : 'vi')) },
    { key: 'lock', label: t.bar.lock, note: t.goTo.actions, value: then(() => lock('asked')) },
    { key: 'sign-out', label: t.bar.signOut, note: t.goTo.actions, value: () => onOver('sign-out') },
  ];
  const found = matching(all, text, ({ label }) => label);

  return (
    <Dialog title={t.goTo.title} titleHidden className="go-to" onClose={close}>
      <Combobox
        label={t.goTo.label}
        hint={found.length > 0 ? t.goTo.hint : t.goTo.none(text)}
        text={text}
        onText={setText}
        choices={found}
        onChoose={(choice) => choice.value()}
        found={t.goTo.found}
        eager
        always
        autoFocus
      />
    </Dialog>
  );
}
