import { useEffect, useState } from 'react';
import { Link } from 'wouter';

import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import { online, queue, slow } from './connection.ts';
import { lineState, type LineState } from './line-state.ts';
import { useStore } from './store.ts';
import './line-badge.css';

const sign = { reached: '●', synced: '●', sending: '◐', slow: '◐', offline: '○', refused: '✕' } as const satisfies Record<LineState, string>;

/** What waits, one by one. */
export const queuePath = '/app/quay/hang-cho';

/** Always there, with a number and an age. */
export function LineBadge() {
  const t = useTexts(shellTexts).line;
  const waiting = useStore(queue);
  const state = lineState({ online: useStore(online), slow: useStore(slow), queue: waiting });
  const now = useMinute();
  const age = waiting.oldest === null ? '' : t.minutes(Math.max(0, Math.floor((now - waiting.oldest.getTime()) / 60_000)));
  const words = {
    reached: t.reached,
    synced: t.synced,
    sending: t.sending(waiting.waiting),
    slow: t.slow,
    offline: t.offline,
    refused: t.refused(waiting.refused),
  }[state];
  const badge = (
    <span className={`line line-${state}`} role="status" aria-label={t.label}>
      <span aria-hidden="true">{sign[state]}</span> {words}
      {waiting.waiting > 0 && state !== 'sending' && <span className="figures"> · {t.waiting(waiting.waiting, age)}</span>}
    </span>
  );
  return waiting.waiting + waiting.refused > 0 ? <Link href={queuePath}>{badge}</Link> : badge;
}

function useMinute(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const each = setInterval(() => setNow(Date.now()), 20_000);
    return () => clearInterval(each);
  }, []);
  return now;
}
