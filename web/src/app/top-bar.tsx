// Where one is, who one is, how the line is. On a narrow screen the words go first, the line's state last.
import { Link } from 'wouter';

import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import type { Over } from './frame.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { LineBadge } from './line-badge.tsx';
import { Mark } from './mark.tsx';
import { place } from './place.ts';
import { lock, type Actor } from './session.ts';
import { useStore } from './store.ts';
import './top-bar.css';

interface Props {
  readonly actor: Actor;
  readonly onOver: (over: Over) => void;
}

export function TopBar({ actor, onOver }: Props) {
  const t = useTexts(shellTexts);
  const here = useStore(place);
  const where = [here?.site ?? actor.site, here?.counter].filter(Boolean).join(' · ');
  return (
    <header className="top-bar">
      <Mark />
      <div className="top-bar-foot">
        <p className="top-bar-where">{where}</p>
        <LineBadge />
      </div>
      <button type="button" className="top-bar-button top-bar-go" aria-keyshortcuts="Control+K" onClick={() => onOver('go-to')}>
        {t.bar.goTo} <kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      <button type="button" className="top-bar-button" aria-label={t.bar.menu(actor.user)} popoverTarget="account-menu">
        <span className="top-bar-user" translate="no">
          {actor.user}
        </span>
        <span aria-hidden="true">▾</span>
      </button>
      <AccountMenu actor={actor} onOver={onOver} />
    </header>
  );
}

/** The browser's own popover: closes on Esc and on a press beside it, and gives the focus back. */
function AccountMenu({ actor, onOver }: Props) {
  const t = useTexts(shellTexts);
  const role = (t.roles as Partial<Record<string, string>>)[actor.role] ?? actor.role;
  const away = (then: () => void) => (): void => {
    document.getElementById('account-menu')?.hidePopover();
    then();
  };
  return (
    <div id="account-menu" popover="auto" className="account-menu">
      <p>
        <b translate="no">{actor.user}</b>
        <br />
        {role}
      </p>
      <Link className="button button-quiet" href="/app/tai-khoan" onClick={away(() => undefined)}>
        {t.pages.account}
      </Link>
      <LanguageSwitch />
      <button type="button" className="button button-quiet" onClick={away(() => lock('asked'))}>
        {t.bar.lock}
      </button>
      <button type="button" className="button button-quiet" onClick={away(() => onOver('sign-out'))}>
        {t.bar.signOut}
      </button>
    </div>
  );
}
