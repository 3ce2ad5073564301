import { Link, useRoute } from 'wouter';

import { useTexts } from '../../i18n/i18n.ts';
import { sortingTexts } from '../../i18n/sorting.ts';

/** The pages of a sorting centre. */
export function SortingTabs() {
  const t = useTexts(sortingTexts);
  return (
    <nav className="sorting-tabs" aria-label={t.tabs}>
      <Tab href="/app/khai-thac">{t.tabXray}</Tab>
      <Tab href="/app/khai-thac/ban-giao">{t.tabHandover}</Tab>
      <Tab href="/app/khai-thac/giu-lai">{t.tabStopped}</Tab>
    </nav>
  );
}

function Tab({ href, children }: { readonly href: string; readonly children: string }) {
  const [here] = useRoute(href);
  return (
    <Link href={href} aria-current={here ? 'page' : undefined}>
      {children}
    </Link>
  );
}
