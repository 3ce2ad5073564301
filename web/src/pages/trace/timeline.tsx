// What happened to an item, as the log says it; each event with its proof. One stop for Tab; the arrows walk from there, a typed time jumps.
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';

import { api, ask } from '../../api/client.ts';
import type { Failure } from '../../api/problem.ts';
import { eventTexts } from '../../i18n/events.ts';
import { fullMoment } from '../../i18n/moments.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { traceTexts } from '../../i18n/trace.ts';
import { Button } from '../../kit/button.tsx';
import { download } from '../../kit/download.ts';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Field } from '../../kit/field.tsx';
import { Verdict } from '../../kit/verdict.tsx';
import { detailsOf, minutesOf, nearest, toneOf, typeWords, type Event } from './events.ts';
import { useNames } from './names.ts';
import { fieldWords } from './opened-groups.ts';
import { downloadProofs } from './proofs.ts';

interface Props {
  readonly item: string;
  readonly events: readonly Event[];
  /** What people said with events, once it was opened. */
  readonly fields: Readonly<Record<string, string>> | null;
}

export function Timeline({ item, events, fields }: Props) {
  const t = useTexts(traceTexts);
  const [at, setAt] = useState(0);
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const walked = useRef(false);
  const here = Math.min(at, Math.max(0, events.length - 1));

  useEffect(() => {
    if (walked.current) list.current?.querySelectorAll<HTMLElement>('[data-event]')[here]?.focus();
    walked.current = false;
  }, [here]);

  function walkTo(to: number): void {
    const end = events.length - 1;
    const wanted = to < 0 ? 0 : to > end ? end : to;
    if (wanted === here) list.current?.querySelectorAll<HTMLElement>('[data-event]')[wanted]?.focus();
    walked.current = wanted !== here;
    setAt(wanted);
  }

  function onKey(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const on = event.target instanceof HTMLElement && event.target.matches('[data-event]');
    const to = new Map([['ArrowUp', here - 1], ['ArrowDown', here + 1], ['Home', 0], ['End', events.length - 1]]).get(event.key);
    if (!on || to === undefined) return;
    event.preventDefault(); // the page stays where it is
    walkTo(to);
  }

  async function takeAll(): Promise<void> {
    setBusy(true);
    setFailure(await downloadProofs(item, events));
    setBusy(false);
  }

  return (
    <section className="card trace-timeline" aria-labelledby="timeline">
      <div className="trace-top">
        <h2 id="timeline">{t.timeline}</h2>
        <Button busy={busy} onClick={() => void takeAll()}>
          {t.proofs}
        </Button>
      </div>
      <form
        className="trace-jump"
        onSubmit={(event) => {
          event.preventDefault();
          const to = nearest(events, typed);
          setWrong(to === null);
          if (to !== null) walkTo(to);
        }}
      >
        <Field label={t.jump} hint={t.jumpHint} error={wrong ? t.jumpWrong : undefined} value={typed} maxLength={20} autoComplete="off" onChange={({ target }) => setTyped(target.value)} />
      </form>
      <p className="field-hint">{t.timelineHint}</p>
      <FailureNotice failure={failure} />
      {events.length === 0 && <p className="table-empty">{t.noEvents}</p>}
      <ol ref={list} className="trace-events" onKeyDown={onKey}>
        {events.map((event, index) => (
          <Row key={event.entry} item={item} event={event} fields={fields} current={index === here} onFocus={() => setAt(index)} onFailure={setFailure} />
        ))}
      </ol>
      <p className="field-hint">{t.proofsHow}</p>
    </section>
  );
}

interface RowProps {
  readonly item: string;
  readonly event: Event;
  readonly fields: Readonly<Record<string, string>> | null;
  readonly current: boolean;
  readonly onFocus: () => void;
  readonly onFailure: (failure: Failure | null) => void;
}

const shapes = { plain: '●', warn: '▲', bad: '■' } as const;

function Row({ item, event, fields, current, onFocus, onFailure }: RowProps) {
  const t = useTexts(traceTexts);
  const words = useTexts(eventTexts);
  const names = useNames();
  const tone = toneOf(event);
  const what = typeWords(event.type, words);
  const details = detailsOf(event, words);
  const minutes = minutesOf(event);
  const said = fields === null || minutes === null ? [] : Object.entries(fields).filter(([label]) => label.startsWith(`minutes.${minutes}.`) && !label.endsWith('.strokes'));
  const takeProof = async (): Promise<void> => {
    const params = { path: { item }, query: { entry: event.entry } };
    onFailure(await download(ask(api.GET('/api/v1/items/{item}/proof', { params, parseAs: 'blob' })), t.proofName(item, event.index ?? 0)));
  };
  const title = event.by === undefined ? null : names.staff(event.by);
  return (
    <li className={`trace-event trace-event-${tone}`}>
      <div data-event tabIndex={current ? 0 : -1} role="group" aria-label={`${fullMoment(new Date(event.at))}, ${what}`} onFocus={onFocus}>
        <p className="trace-event-head">
          <span className="trace-shape" aria-hidden="true">
            {shapes[tone]}
          </span>
          <time className="figures" dateTime={event.at}>
            {fullMoment(new Date(event.at))}
          </time>
          <b>{what}</b>
          {event.site !== undefined && <span>{names.site(event.site)}</span>}
        </p>
        <p className="field-hint">
          {event.by !== undefined && (event.by === 'SYSTEM' ? t.bySystem : [t.byStaff(event.by), title].filter(Boolean).join(' · '))}
          {event.seen !== undefined && event.seen !== event.at && ` · ${t.seenLater(fullMoment(new Date(event.seen)))}`}
        </p>
        {details.length + said.length > 0 && (
          <dl className="trace-details">
            {details.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
            {said.map(([label, value]) => (
              <div key={label}>
                <dt>{fieldWords(label, t)}</dt>
                <dd translate="no">{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      <div className="trace-proof">
        {event.index === undefined ? (
          <Verdict tone="warn">{t.waiting}</Verdict>
        ) : (
          <>
            <Verdict tone="ok">{t.inLog}</Verdict>
            <span className="field-hint">{t.logPlace(event.log, event.index)}</span>
            <Button kind="quiet" aria-label={t.proofOf(`${what}, ${fullMoment(new Date(event.at))}`)} onClick={() => void takeProof()}>
              {t.proof}
            </Button>
          </>
        )}
      </div>
    </li>
  );
}
