// The courier's day on a phone: what is out, in the courier's own order, and one item at a time at its door.
import { useEffect, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';

import { useAsked } from '../../api/use-asked.ts';
import { online } from '../../app/connection.ts';
import { session } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import { Skeleton } from '../../app/waiting.tsx';
import { through } from '../../delivery/record.ts';
import { moved, type Stop } from '../../delivery/stops.ts';
import { keepOrder, openRoute } from '../../delivery/route.ts';
import { deliveryTexts } from '../../i18n/delivery.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Button } from '../../kit/button.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { atDoor, waitingHere } from '../../offline/service.ts';
import { Kept } from './kept.tsx';
import { StopList } from './stop-list.tsx';
import { StopView } from './stop-view.tsx';
import { TakeOut } from './take-out.tsx';
import './delivery.css';

export default function DeliveryPage() {
  const t = useTexts(deliveryTexts);
  const { stops, day, closed, failure, anew, arrange, orderLost } = useRoute();
  const done = useStore(through);
  const { deeds } = useStore(waitingHere);
  const now = useStore(session);
  const site = now.state === 'in' ? now.actor.site : null;
  const [query, setQuery] = useSearchParams();
  const [told, setTold] = useState('');
  const said = useRef<HTMLParagraphElement>(null);
  const open = (item: string | null): void => setQuery(item === null ? {} : { bg: item });
  const wanted = query.get('bg');
  const stop = stops?.find(({ item }) => item === wanted) ?? null;
  useEffect(() => {
    if (told !== '' && wanted === null) said.current?.focus(); // what was pressed is gone
  }, [told, wanted]);
  if (wanted !== null && stops !== null) {
    return (
      <div className="delivery">
        <StopView
          key={wanted}
          stop={stop}
          day={day}
          onBack={() => open(null)}
          onDone={(words) => {
            setTold(words);
            open(null);
          }}
        />
      </div>
    );
  }
  const again = stops?.filter(({ state }) => state === 'held_for_pickup').length ?? 0;
  const sent = [...done].filter((item) => deeds.every((deed) => deed.item !== item)).length;
  return (
    <div className="delivery">
      <h1>{t.title}</h1>
      <p className="delivery-counts figures">
        <strong>{t.left(stops?.length ?? 0)}</strong>
        {again > 0 && <span>{t.waitingFor(again)}</span>}
        {sent > 0 && <span>{t.doneToday(sent)}</span>}
      </p>
      <Kept />
      <p ref={said} role="status" tabIndex={-1} className="delivery-told">
        {told}
      </p>
      <FailureNotice failure={failure} />
      {closed > 0 && <Notice tone="bad">{t.notReadable(closed)}</Notice>}
      {orderLost && <Notice tone="warn">{t.notSavedOrder}</Notice>}
      <div aria-busy={stops === null && failure === null}>
        {stops === null && failure === null && <Skeleton rows={6} />}
        {stops && <StopList stops={stops} onOpen={open} onArrange={arrange} />}
      </div>
      <p className="field-hint">{t.recorded}</p>
      <Button kind="quiet" onClick={anew}>
        {t.refresh}
      </Button>
      {site === null ? (
        <Notice tone="bad">{t.noSite}</Notice>
      ) : (
        <TakeOut
          known={stops ?? []}
          site={site}
          onTaken={(words) => {
            setTold(words);
            anew();
          }}
        />
      )}
    </div>
  );
}

function useRoute() {
  const { data, failure, anew } = useAsked(openRoute);
  const done = useStore(through);
  const { deeds } = useStore(waitingHere);
  const waited = useRef(0);
  const [order, setOrder] = useState<readonly string[] | null>(null); // as the courier just put it
  const [orderLost, setOrderLost] = useState(false);
  const reached = useStore(online);
  useEffect(() => void atDoor().catch(() => undefined), [reached]); // no room on the disk: it works on line
  useEffect(() => {
    if (deeds.length < waited.current) anew(); // the server has one more
    waited.current = deeds.length;
  }, [deeds, anew]);
  const stops = useMemo(() => {
    if (data === null) return null;
    const refused = new Set(deeds.filter((deed) => deed.refused !== null).map(({ item }) => item));
    const left = data.items.filter(({ item }) => !done.has(item) || refused.has(item));
    const placeOf = ({ item }: Stop): number => (order?.includes(item) === true ? order.indexOf(item) : left.length);
    return order === null ? left : left.toSorted((one, other) => placeOf(one) - placeOf(other));
  }, [data, done, deeds, order]);
  const arrange = (item: string, by: -1 | 1): void => {
    if (stops === null) return;
    const wanted = moved(stops, item, by).map((each) => each.item);
    setOrder(wanted);
    void keepOrder(wanted).then((answer) => setOrderLost(!answer.ok));
  };
  return { stops, day: data?.day ?? '', closed: data?.not_readable.length ?? 0, failure, anew, arrange, orderLost };
}
