// The app of who is signed in: top bar, the page that the address names, and what may lie over it. Which pages there are: pages.ts.
import { useEffect, type ReactNode } from 'react';
import { Redirect, Route, Switch } from 'wouter';

import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import { Broken } from './broken.tsx';
import { NotFound } from './not-found.tsx';
import { firstPage, pagesOf, type Page } from './pages.ts';
import type { Actor } from './session.ts';
import { TopBar } from './top-bar.tsx';
import { Waiting } from './waiting.tsx';
import './frame.css';

export function Frame({ actor, locked }: { readonly actor: Actor; readonly locked: boolean }) {
  const t = useTexts(shellTexts);
  return (
    <div className="frame" inert={locked}>
      <a className="skip" href="#main">
        {t.skip}
      </a>
      <TopBar actor={actor} />
      <Switch>
        <Route path="/">
          <Redirect to={firstPage(actor)} replace />
        </Route>
        {pagesOf(actor).map((page) => (
          <Route key={page.path} path={page.path}>
            <Shown page={page} />
          </Route>
        ))}
        <Route>
          <Main>
            <NotFound actor={actor} />
          </Main>
        </Route>
      </Switch>
    </div>
  );
}

function Main({ full = false, children }: { readonly full?: boolean; readonly children: ReactNode }) {
  return (
    <main id="main" tabIndex={-1} className={full ? 'main-full' : 'main'}>
      {children}
    </main>
  );
}

function Shown({ page }: { readonly page: Page }) {
  const t = useTexts(shellTexts);
  const title = t.pages[page.title];
  useEffect(() => {
    document.title = `${title} · ${t.product}`;
  }, [title, t.product]);
  return (
    <Main full={page.full ?? false}>
      <Broken>
        <Waiting>
          <page.view />
        </Waiting>
      </Broken>
    </Main>
  );
}
