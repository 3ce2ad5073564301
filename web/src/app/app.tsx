// What is shown: a notice where the browser may not do its part, the sign-in page, or the app of who is signed in.
import { useStore } from './store.ts';
import { session } from './session.ts';
import { InsecureNotice } from './insecure.tsx';
import { SignInPage } from './sign-in-page.tsx';
import { Frame } from './frame.tsx';
import { Unreached } from './unreached.tsx';

export function App() {
  const now = useStore(session);
  if (!window.isSecureContext) return <InsecureNotice />;
  switch (now.state) {
    case 'asking':
      return null; // a moment; index.html's ground is enough
    case 'unreached':
      return <Unreached />;
    case 'out':
      return <SignInPage />;
    case 'in':
      return <Frame actor={now.actor} locked={now.locked} />;
  }
}
