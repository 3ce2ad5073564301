// The app of who is signed in: top bar, the page that the address names, and what may lie over it. Which pages there are: pages.ts.
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { Redirect, Route, Switch } from 'wouter';

import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import { Broken } from './broken.tsx';
import { loaded } from './loaded.ts';
import { NotFound } from './not-found.tsx';
import { firstPage, pagesOf, type Page } from './pages.ts';
import { loadPinForm } from './pin.ts';
import type { Actor, LockReason } from './session.ts';
import { TopBar } from './top-bar.tsx';
import { UpdateBar } from './update-bar.tsx';
import { Waiting } from './waiting.tsx';
import './frame.css';

// What may lie over the page: small chunks that are fetched beside the page's own, so that they open at once, network or not.
const over_views = {
  goTo: () => import('./go-to.tsx'),
  idle: () => import('./idle.tsx'),
  lock: () => import('./lock-screen.tsx'),
  pin: loadPinForm,
  signOut: () => import('./sign-out.tsx'),
};
const GoTo = lazy(() => loaded(over_views.goTo));
const IdleWarning = lazy(() => loaded(over_views.idle));
const LockScreen = lazy(() => loaded(over_views.lock));
const SignOut = lazy(() => loaded(over_views.signOut));

export type Over = 'go-to' | 'sign-out' | null;

export function Frame({ actor, locked }: { readonly actor: Actor; readonly locked: LockReason | null }) {
  const t = useTexts(shellTexts);
  const [over, setOver] = useState<Over>(null);
  useEffect(() => {
    void Promise.allSettled(Object.values(over_views).map((load) => load()));
  }, []);
  useGoToKey(() => setOver('go-to'));
  const close = (): void => setOver(null);
  return (
    <>
      <div className="frame" inert={locked !== null}>
        <a className="skip" href="#main">
          {t.skip}
        </a>
        <TopBar actor={actor} onOver={setOver} />
        <UpdateBar />
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
        <Suspense>{locked === null && <IdleWarning actor={actor} />}</Suspense>
      </div>
      <Suspense>
        {over === 'go-to' && locked === null && <GoTo actor={actor} onOver={setOver} />}
        {over === 'sign-out' && locked === null && <SignOut onClose={close} />}
        {locked !== null && <LockScreen user={actor.user} reason={locked} />}
      </Suspense>
    </>
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

function useGoToKey(open: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const wanted = event.key.toLowerCase() === 'k' && event.ctrlKey && !event.shiftKey && !event.altKey && !event.metaKey;
      if (!wanted || event.isComposing) return;
      event.preventDefault(); // the browser's own search
      open();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}
