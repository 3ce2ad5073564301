import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import { LineBadge } from './line-badge.tsx';
import { Mark } from './mark.tsx';
import { place } from './place.ts';
import type { Actor } from './session.ts';
import { useStore } from './store.ts';
import './top-bar.css';

export function TopBar({ actor }: { readonly actor: Actor }) {
  const t = useTexts(shellTexts);
  const here = useStore(place);
  const where = [here?.site ?? actor.site, here?.counter].filter(Boolean).join(' · ');
  return (
    <header className="top-bar">
      <Mark />
      <p className="top-bar-where">{where}</p>
      <p className="top-bar-who">{actor.user}</p>
      <LineBadge />
      <span className="visually-hidden">{t.bar.app}</span>
    </header>
  );
}
