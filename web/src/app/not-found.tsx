import { useEffect } from 'react';
import { Link } from 'wouter';

import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import { firstPage } from './pages.ts';
import type { Actor } from './session.ts';

/** Also for pages of other roles: that they exist is not said. */
export function NotFound({ actor }: { readonly actor: Actor }) {
  const t = useTexts(shellTexts);
  useEffect(() => {
    document.title = `${t.states.notFoundTitle} · ${t.product}`;
  }, [t]);
  return (
    <section className="card">
      <h1>{t.states.notFoundTitle}</h1>
      <p>{t.states.notFound}</p>
      <div>
        <Link className="button button-main" href={firstPage(actor)}>
          {t.states.toFirst}
        </Link>
      </div>
    </section>
  );
}
