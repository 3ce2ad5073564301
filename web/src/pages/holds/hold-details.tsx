// What a hold is for and what it keeps, as far as its own key opens it.
import type { ReactNode } from 'react';

import { useTexts } from '../../i18n/i18n.ts';
import { holdsTexts } from '../../i18n/holds.ts';
import { moment } from '../../i18n/formats.ts';
import { dayText } from '../../kit/civil-day.ts';
import { acceptedAt, wishOf, type Hold } from './hold.ts';
import { ScopeWords } from './scope-words.tsx';

const shown_max = 200;

export function HoldDetails({ hold }: { readonly hold: Hold }) {
  const t = useTexts(holdsTexts);
  const { ground, paper, note, placed_at, by, second_person, approved_at, until, self, day, renewal } = hold;
  const wish = wishOf(hold);
  return (
    <dl className="hold-details">
      {self && day !== undefined && <Pair name={t.ground}>{t.groundSelf(dayText(day))}</Pair>}
      {ground !== undefined && <Pair name={t.ground}>{t.grounds[ground]}</Pair>}
      {paper !== undefined && <Pair name={t.paper}>{paper}</Pair>}
      {note !== undefined && <Pair name={t.note}>{note}</Pair>}
      <Pair name={t.what}>
        <ScopeWords hold={hold} />
      </Pair>
      <Pair name={t.until}>{dayText(until)}</Pair>
      {!self && (
        <Pair name={t.placedAt}>
          {moment(new Date(placed_at))} · <span translate="no">{by}</span>
        </Pair>
      )}
      {second_person !== undefined && (
        <Pair name={t.approvedAt}>
          {approved_at === undefined ? wish !== null && t.approveBefore(wish.second, dayText(wish.approveBefore)) : `${moment(new Date(approved_at))} · ${second_person}`}
        </Pair>
      )}
      {renewal !== undefined && wish !== null && <Pair name={t.renew}>{t.renewBefore(wish.second, dayText(wish.until), dayText(wish.approveBefore))}</Pair>}
    </dl>
  );
}

function Pair({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function ItemIds({ items, label }: { readonly items: readonly string[]; readonly label: string }) {
  const t = useTexts(holdsTexts);
  return (
    <>
      <ul className="hold-items" tabIndex={0} aria-label={label}>
        {items.slice(0, shown_max).map((item) => (
          <li key={item}>
            <code translate="no">{item}</code> <span className="figures">{t.accepted(moment(acceptedAt(item)))}</span>
          </li>
        ))}
      </ul>
      {items.length > shown_max && <p>{t.moreItems(items.length - shown_max)}</p>}
    </>
  );
}
