// What is shown: a notice where the browser may not do its part, the sign-in page, or the app of who is signed in. What a clerk at work does
// not see comes in chunks of its own: the counter's first key waits for every byte of this one.
import { lazy, Suspense } from 'react';

import { Frame } from './frame.tsx';
import { loaded } from './loaded.ts';
import { session } from './session.ts';
import { useStore } from './store.ts';
import { Unreached } from './unreached.tsx';

const InsecureNotice = lazy(() => loaded(() => import('./insecure.tsx')));
const SignInPage = lazy(() => loaded(() => import('./sign-in-page.tsx')));

export function App() {
  const now = useStore(session);
  if (!window.isSecureContext) {
    return (
      <Suspense>
        <InsecureNotice />
      </Suspense>
    );
  }
  switch (now.state) {
    case 'asking':
      return null; // a moment; index.html's ground is enough
    case 'unreached':
      return <Unreached />;
    case 'out':
      return (
        <Suspense>
          <SignInPage />
        </Suspense>
      );
    case 'in':
      return <Frame actor={now.actor} locked={now.locked} />;
  }
}
