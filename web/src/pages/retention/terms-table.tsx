// For each class of data: what the law wants, what we keep, the oldest that is there, what goes next, and what holds keep of it.
import { Link } from 'wouter';

import type { components } from '../../api/api.d.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { retentionTexts } from '../../i18n/retention.ts';
import { dayText, type CivilDay } from '../../kit/civil-day.ts';
import { Table, type Column } from '../../kit/table.tsx';
import { holdsPath } from '../holds/paths.ts';
import type { Hold } from '../holds/hold.ts';
import { KeepingWord } from './keeping.tsx';

type Term = components['schemas']['Retention']['classes'][number];

/** What a hold copies of an item, one of a series its record alone; of the other classes it keeps nothing, but of footage the key of whole days. */
const copied: readonly Term['class'][] = ['record', 'identity', 'picture', 'minutes'];

interface Props {
  readonly terms: readonly Term[];
  readonly today: CivilDay;
  /** Those in force; null where they did not come. Absent: they are not for this role. */
  readonly holds?: readonly Hold[] | null;
}

export function TermsTable({ terms, today, ...kept }: Props) {
  const t = useTexts(retentionTexts);
  const columns: Column<Term>[] = [
    { key: 'class', title: t.class, cell: (term) => <b className="terms-class">{t.classes[term.class]}</b> },
    {
      key: 'floor',
      title: t.floor,
      cell: ({ floor_months, floor_looks, source }) => (
        <>
          {floor_months === 0 ? t.noFloor : floor_looks === 'back' ? t.latestMonths(floor_months) : t.months(floor_months)}
          <small className="terms-source" lang="vi">
            {source}
          </small>
        </>
      ),
    },
    { key: 'term', title: t.term, cell: ({ ceiling_months, ceiling_days }) => <span className="terms-span">{ceiling_months === undefined ? t.days(ceiling_days ?? 0) : t.months(ceiling_months)}</span> },
    { key: 'oldest', title: t.oldest, figures: true, cell: ({ oldest }) => (oldest === undefined ? t.nothingKept : dayText(oldest)) },
    { key: 'next', title: t.next, figures: true, cell: ({ next_on }) => <Next on={next_on} today={today} /> },
    { key: 'holds', title: t.holds, cell: (term) => <Held term={term} {...kept} /> },
  ];
  return (
    <>
      <Table caption={t.termsTitle} columns={columns} rows={terms} keyOf={(term) => term.class} empty={t.noTerms} />
      <p className="field-hint">{t.copiedHint}</p>
    </>
  );
}

function Next({ on, today }: { readonly on: CivilDay | undefined; readonly today: CivilDay }) {
  const t = useTexts(retentionTexts);
  if (on === undefined) return t.nothingKept;
  return on <= today ? <KeepingWord state="due">{t.dueNow(dayText(on))}</KeepingWord> : dayText(on);
}

function Held({ term, holds }: { readonly term: Term; readonly holds?: readonly Hold[] | null }) {
  const t = useTexts(retentionTexts);
  const days = term.days['held'] ?? 0;
  const keeps = keptBy(term, holds ?? null);
  return (
    <>
      {holds !== undefined && <Kept keeps={keeps} />}
      {holds === undefined && days === 0 && t.noHold}
      {days > 0 && (
        <span className="terms-held">
          <KeepingWord state="held">{t.daysHeld(days)}</KeepingWord>
        </span>
      )}
    </>
  );
}

interface Keeps {
  readonly holds: readonly Hold[];
  readonly items: number;
}

function Kept({ keeps }: { readonly keeps: Keeps | null }) {
  const t = useTexts(retentionTexts);
  if (keeps === null) return t.holdsUnknown;
  if (keeps.holds.length === 0) return t.noHold;
  return <Link className="terms-holds" href={holdsPath}>{keeps.items === 0 ? t.footageHeld(keeps.holds.map(({ number }) => number).join(', ')) : t.copied(keeps.holds.length, keeps.items)}</Link>;
}

function keptBy(term: Term, holds: readonly Hold[] | null): Keeps | null {
  const ofItems = copied.includes(term.class);
  if (!ofItems && term.class !== 'footage') return { holds: [], items: 0 };
  if (holds === null) return null;
  const found = holds.filter(({ items, service, footage_from }) => (ofItems ? items > 0 && (service === undefined || term.class === 'record') : footage_from !== undefined));
  return { holds: found, items: ofItems ? found.reduce((sum, { items }) => sum + items, 0) : 0 };
}
