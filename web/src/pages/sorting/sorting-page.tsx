// The X-ray desk: one scan, one result. The scan box always has the focus; digits 1 to 3 give the result while it is empty, Esc drops the
// item. Everything that is said by colour and sound stands there in words.
import { useCallback, useEffect, useRef, useState } from 'react';

import { api, ask } from '../../api/client.ts';
import { hasCode, type Failure } from '../../api/problem.ts';
import { useAsked } from '../../api/use-asked.ts';
import { Skeleton } from '../../app/waiting.tsx';
import { number } from '../../i18n/formats.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { sortingTexts } from '../../i18n/sorting.ts';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Notice, type Tone } from '../../kit/verdict.tsx';
import { commandId, eventOf, scan, type Scanned, type SortingRules } from './event.ts';
import { ItemCard } from './item-card.tsx';
import { ScannerBar } from './scanner-bar.tsx';
import { ScreenPicture } from './screen-picture.tsx';
import { sound } from './signal.ts';
import { SortingTabs } from './sorting-tabs.tsx';
import { useEvent } from './use-event.ts';
import { useScanBox } from './use-scan-box.ts';
import { useShift, type Shift } from './use-shift.ts';
import './sorting.css';

export type Result = 'clear' | 'suspicious' | 'held';

/** What happened last, until the next scan. */
interface Outcome {
  readonly tone: Tone;
  readonly text: string;
  /** Whose scanner screen may still be added. */
  readonly found?: { readonly item: string; readonly result: 'suspicious' | 'held' };
}

const askRules = () => ask(api.GET('/api/v1/sorting-rules'));

export default function SortingPage() {
  const t = useTexts(sortingTexts);
  const { data, failure } = useAsked(askRules);
  return (
    <div className="sorting">
      <h1>{t.title}</h1>
      <SortingTabs />
      <FailureNotice failure={failure} />
      {data === null && failure === null && <Skeleton rows={4} />}
      {data !== null && <Desk rules={data} />}
    </div>
  );
}

function Desk({ rules }: { readonly rules: SortingRules }) {
  const t = useTexts(sortingTexts);
  const shift = useShift(rules);
  const box = useRef<HTMLInputElement>(null);
  const desk = useDesk(shift);
  const { shown, outcome, failure, counts } = desk;
  const lone = useLoneDigit(desk.xray);
  useScanBox(box);
  useEffect(() => box.current?.focus(), [shown, outcome, shift.ready]);
  return (
    <>
      <ScannerBar rules={rules} shift={shift} />
      <form
        className="sorting-scan"
        onSubmit={(event) => {
          event.preventDefault();
          const code = box.current?.value.trim() ?? '';
          if (box.current) box.current.value = '';
          if (code !== '') void desk.look(code);
        }}
      >
        <label htmlFor="scan">{t.scan}</label>
        <input
          ref={box}
          id="scan"
          className="input"
          maxLength={64}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          onKeyDown={({ key, nativeEvent, currentTarget }) => {
            if (key === 'Escape' && !nativeEvent.isComposing && currentTarget.value === '') desk.drop();
          }}
          onInput={({ currentTarget }) => lone(currentTarget)}
        />
        <p className="figures">{t.counts(number(counts.xrayed), number(counts.suspicious))}</p>
      </form>
      <FailureNotice failure={failure} />
      <div role="status" className="sorting-outcome">
        {outcome && (
          <Notice tone={outcome.tone}>
            <p className="sorting-word">{outcome.text}</p>
            {shown === null && <p>{t.next}</p>}
          </Notice>
        )}
        {!outcome && shown === null && <p>{t.scanEmpty}</p>}
      </div>
      {outcome?.found && shown === null && <ScreenPicture key={outcome.found.item} site={shift.site} scanner={shift.scanner?.equipment ?? ''} found={outcome.found} override={shift.override} />}
      {shown && <ItemCard key={shown.item} item={shown} rules={rules} shift={shift} onResult={(result) => void desk.xray(result)} onDrop={desk.drop} onDone={desk.done} />}
    </>
  );
}

const results = { 1: 'clear', 2: 'suspicious', 3: 'held' } as const;
const lone_ms = 80;

/** A digit alone is a key; a scanner's next one comes within some milliseconds. One that comes too early, or twice, is let go: it must not
 * stand before the next code. */
function useLoneDigit(act: (result: Result) => Promise<void>) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return (box: HTMLInputElement): void => {
    clearTimeout(timer.current);
    const result = (results as Partial<Record<string, Result>>)[box.value];
    if (result === undefined) return;
    timer.current = setTimeout(() => {
      box.value = '';
      void latest.current(result);
    }, lone_ms);
  };
}

function useDesk({ site, scanner, override, ready }: Shift) {
  const t = useTexts(sortingTexts);
  const [shown, setShown] = useState<Scanned | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [counts, setCounts] = useState({ xrayed: 0, suspicious: 0 });
  const asked = useRef(0);
  const end = useCallback((next: Outcome | null): void => {
    setShown(null);
    setFailure(null);
    setOutcome(next);
  }, []);
  const look = async (code: string): Promise<void> => {
    const turn = ++asked.current;
    end(null);
    let answer = await scan({ code, opening: commandId() });
    // Not here until now: it arrives by this scan.
    if (!answer.ok && hasCode(answer.failure, 'scan_it_first')) answer = await scan({ code, opening: commandId(), event: eventOf(site, { kind: 'scanned' }) });
    if (turn !== asked.current) return; // another was scanned meanwhile
    if (answer.ok) return setShown(answer.data);
    sound('bad');
    if (hasCode(answer.failure, 'item_unknown')) setOutcome({ tone: 'bad', text: t.unknown(code) });
    else setFailure(answer.failure);
  };
  const busy = useRef(false);
  const record = useEvent(site);
  const xray = async (result: Result): Promise<void> => {
    if (shown === null || scanner === null || !ready || busy.current) return;
    busy.current = true;
    const turn = asked.current;
    const answer = await record(shown.item, { kind: 'xrayed', equipment: scanner.equipment, result, ...override });
    busy.current = false;
    if (!answer.ok) {
      sound('bad');
      setFailure(answer.failure);
      // Another was scanned meanwhile: this one comes back, since it has no result.
      if (turn !== asked.current) setShown(shown);
      return;
    }
    sound(result === 'clear' ? 'ok' : 'bad');
    setCounts((before) => ({ xrayed: before.xrayed + 1, suspicious: before.suspicious + (result === 'suspicious' ? 1 : 0) }));
    const told: Outcome = {
      tone: result === 'clear' ? 'ok' : 'bad',
      text: t.done[result](answer.data.item_code),
      ...(result !== 'clear' && { found: { item: shown.item, result } }),
    };
    if (turn === asked.current) end(told);
    else setOutcome(told);
  };
  const done = (text: string, tone: Tone): void => {
    sound(tone === 'ok' ? 'ok' : 'warn');
    end({ tone, text });
  };
  return { shown, outcome, failure, counts, look, xray, done, drop: () => end(null) };
}
