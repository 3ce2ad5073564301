import { Link, useRoute } from 'wouter';

import { counterTexts } from '../../i18n/counter.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useRules } from './rules-context.ts';

/** The pages of a counter. */
export function CounterTabs() {
  const t = useTexts(counterTexts);
  const { may } = useRules();
  return (
    <nav className="counter-tabs" aria-label={t.title}>
      <Tab href="/app/quay">{t.counter}</Tab>
      <Tab href="/app/quay/hom-nay">{t.today}</Tab>
      <Tab href="/app/quay/tu-choi">{t.refusals}</Tab>
      {may.includes('import_items') && <Tab href="/app/quay/danh-sach">{t.list}</Tab>}
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
