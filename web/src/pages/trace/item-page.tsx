// One item: what the log says of it, and, for a purpose, whose it is and how it looked.
import { useCallback } from 'react';
import { Link, useParams } from 'wouter';

import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import { hasCode } from '../../api/problem.ts';
import { useAsked } from '../../api/use-asked.ts';
import { session } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import { Skeleton } from '../../app/waiting.tsx';
import { dayTexts } from '../../i18n/day.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { fullMoment } from '../../i18n/moments.ts';
import { serviceTexts } from '../../i18n/services.ts';
import { traceTexts } from '../../i18n/trace.ts';
import { Button } from '../../kit/button.tsx';
import { dayText } from '../../kit/civil-day.ts';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { holdsPath } from '../holds/paths.ts';
import { opening, results, useForgetting } from './kept.ts';
import { useNames } from './names.ts';
import { OpenedView } from './opened-view.tsx';
import { actsPath, leaksPath, tracePath } from './paths.ts';
import { Timeline } from './timeline.tsx';
import './trace.css';

type Item = components['schemas']['Item'];

export default function ItemPage() {
  const t = useTexts(traceTexts);
  const { id = '' } = useParams();
  const now = useStore(session);
  const role = now.state === 'in' ? now.actor.role : '';
  const open = useStore(opening);
  const found = useStore(results);
  const call = useCallback(() => ask(api.GET('/api/v1/items/{item}', { params: { path: { item: id } } })), [id]);
  const callTimeline = useCallback(() => ask(api.GET('/api/v1/items/{item}/timeline', { params: { path: { item: id } } })), [id]);
  const { data, failure, anew } = useAsked(call);
  const timeline = useAsked(callTimeline);
  useForgetting();
  const mine = open?.opened.item === id ? open.opened : null;
  const code = mine?.fields['item.code'] ?? found?.answer.results.find(({ item }) => item === id)?.item_code;
  const unknown = failure !== null && hasCode(failure, 'item_unknown');
  return (
    <div className="trace">
      <div className="trace-top">
        <h1>{code === undefined ? t.itemNoCode : t.itemTitle(code)}</h1>
        <p className="trace-links">
          {role === 'officer' && (
            <Link className="button button-plain" href={tracePath}>
              {found === null ? t.toSearch : t.back}
            </Link>
          )}
          <Link className="button button-plain" href={`${leaksPath}?item=${id}`}>
            {t.toLeaks}
          </Link>
          <Link className="button button-plain" href={`${actsPath}?item=${id}`}>
            {t.toActs}
          </Link>
        </p>
      </div>
      <p>
        <b>{t.watched}</b>
      </p>
      {unknown ? <Notice tone="warn">{t.unknown}</Notice> : <FailureNotice failure={failure ?? timeline.failure} />}
      {data === null && failure === null && <Skeleton rows={6} />}
      {data !== null && (
        <>
          <Head item={data} />
          {role === 'officer' ? <OpenedView key={id} item={id} /> : <p className="field-hint">{t.onlyWho}</p>}
          {timeline.data !== null && <Timeline item={id} events={timeline.data.events} fields={mine?.fields ?? null} />}
          <p>
            <Button
              kind="quiet"
              onClick={() => {
                anew();
                timeline.anew();
              }}
            >
              {t.refresh}
            </Button>
          </p>
          <Holds item={id} />
        </>
      )}
    </div>
  );
}

function Head({ item }: { readonly item: Item }) {
  const t = useTexts(traceTexts);
  const states = useTexts(dayTexts).states;
  const services = useTexts(serviceTexts);
  const names = useNames();
  const facts = [
    [t.state, states[item.state]],
    [t.acceptedAt, fullMoment(new Date(item.accepted_at))],
    [t.site, names.site(item.site)],
    [t.counter, `${item.counter} · ${item.number}`],
    [t.type, t.types[item.type]],
    [t.service, services[item.service]],
    ...(item.pictures_due > 0 ? [[t.pictures, t.picturesDue(item.pictures_due)]] : []),
    [t.itemId, item.item],
  ] as const;
  return (
    <dl className="card trace-head trace-details">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Holds({ item }: { readonly item: string }) {
  const t = useTexts(traceTexts);
  const call = useCallback(() => ask(api.GET('/api/v1/holds', { params: { query: { item } } })), [item]);
  const { data, failure } = useAsked(call);
  return (
    <section className="card trace-holds" aria-labelledby="item-holds">
      <h2 id="item-holds">{t.holds}</h2>
      <FailureNotice failure={failure} />
      {data?.holds.length === 0 && <p>{t.holdsNone}</p>}
      <ul>
        {data?.holds.map(({ number, until, self, state }) => (
          <li key={number}>
            {t.hold(number, dayText(until))} {self ? `· ${t.holdSelf}` : ''} {state === 'ended' ? `· ${t.holdEnded}` : ''}
          </li>
        ))}
      </ul>
      <p>
        <Link href={holdsPath}>{t.toHolds}</Link>
      </p>
    </section>
  );
}
