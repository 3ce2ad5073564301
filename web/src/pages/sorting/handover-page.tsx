// Bags: packed at one site, held against their list at the other. One scan, one result; what is missing, surplus or doubled stops with a
// sound, a shape and a word.
import { useEffect, useRef, useState } from 'react';

import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import { hasCode, type Failure } from '../../api/problem.ts';
import { useAsked } from '../../api/use-asked.ts';
import { Skeleton } from '../../app/waiting.tsx';
import { number } from '../../i18n/formats.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { sortingTexts } from '../../i18n/sorting.ts';
import { ActDialog } from '../../kit/act-dialog.tsx';
import { Button } from '../../kit/button.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Field, Labelled } from '../../kit/field.tsx';
import { Table, type Column } from '../../kit/table.tsx';
import { Notice, Verdict, type Tone } from '../../kit/verdict.tsx';
import { commandId, type SortingRules } from './event.ts';
import { sound } from './signal.ts';
import { SortingTabs } from './sorting-tabs.tsx';
import { useScanBox } from './use-scan-box.ts';
import './sorting.css';

type Bag = components['schemas']['Bag'];
type Step = components['schemas']['BagStep'];

const askBags = () => ask(api.GET('/api/v1/bags'));
const askRules = () => ask(api.GET('/api/v1/sorting-rules'));
const step = (bag: string, what: 'put_in' | 'send' | 'take_out' | 'receive' | 'drop', code?: string) =>
  ask(api.POST('/api/v1/bags/{bag}/steps', { params: { path: { bag } }, body: { id: commandId(), step: what, ...(code !== undefined && { code }) } }));

export default function HandoverPage() {
  const t = useTexts(sortingTexts);
  const rules = useAsked(askRules);
  const [bag, setBag] = useState<Bag | null>(null);
  const [told, setTold] = useState<Step | null>(null);
  const leave = (last: Step | null): void => {
    setBag(null);
    setTold(last);
  };
  return (
    <div className="sorting">
      <h1>{t.bagsTitle}</h1>
      <SortingTabs />
      <p>{t.bagsLead}</p>
      <FailureNotice failure={rules.failure} />
      {rules.data === null && rules.failure === null && <Skeleton rows={4} />}
      {told !== null && <Ended step={told} />}
      {rules.data !== null && bag === null && <Choose rules={rules.data} onBag={setBag} />}
      {rules.data !== null && bag !== null && <Work key={bag.bag} bag={bag} onBag={setBag} onEnd={leave} />}
    </div>
  );
}

/** What a bag came to. */
function Ended({ step: { bag, result, missing = [], surplus = [] } }: { readonly step: Step }) {
  const t = useTexts(sortingTexts);
  const codes = (items: readonly components['schemas']['BagItem'][]): string => items.map(({ item_code, item }) => item_code ?? item).join(', ');
  const whole = missing.length === 0 && surplus.length === 0;
  return (
    <div role="status">
      <Notice tone={whole ? 'ok' : 'bad'}>
        <p className="sorting-word">{t.bagResult[result](bag.bag)}</p>
        {missing.length > 0 && <p>{t.bagMissing(codes(missing))}</p>}
        {surplus.length > 0 && <p>{t.bagMore(codes(surplus))}</p>}
      </Notice>
    </div>
  );
}

function Choose({ rules, onBag }: { readonly rules: SortingRules; readonly onBag: (bag: Bag) => void }) {
  const t = useTexts(sortingTexts);
  const { data, failure } = useAsked(askBags);
  const columns: Column<Bag>[] = [
    { key: 'bag', title: t.bagCode, cell: ({ bag }) => <span translate="no">{bag}</span> },
    { key: 'ends', title: t.bagTo, cell: ({ from, to, state }) => `${t.bagEnds(from, to)} · ${t.bagState[state]}` },
    { key: 'count', title: t.bagScan, figures: true, cell: ({ items, arrived, state }) => (state === 'open' ? t.bagCount(number(items)) : t.bagArrived(number(arrived), number(items))) },
    {
      key: 'do',
      title: t.do,
      cell: (bag) => (
        <Button kind="quiet" onClick={() => onBag(bag)}>
          {t.bagWork}
        </Button>
      ),
    },
  ];
  return (
    <>
      <OpenForm rules={rules} bags={data?.bags ?? []} onBag={onBag} />
      <FailureNotice failure={failure} />
      {data !== null && <Table caption={t.bagsTitle} columns={columns} rows={data.bags} keyOf={({ bag }) => bag} empty={t.bagNone} />}
    </>
  );
}

const formOfCode = /^[A-Z0-9][A-Z0-9-]{0,23}$/;

/** A bag that is there is gone on with, whatever is chosen; another is begun. */
function OpenForm({ rules, bags, onBag }: { readonly rules: SortingRules; readonly bags: readonly Bag[]; readonly onBag: (bag: Bag) => void }) {
  const t = useTexts(sortingTexts);
  const [code, setCode] = useState('');
  const [from, setFrom] = useState(() => (rules.sites.find(({ kind }) => kind !== 'service_point') ?? rules.sites[0])?.site ?? '');
  const [to, setTo] = useState('');
  const [wrong, setWrong] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const others = rules.all_sites.filter(({ site }) => site !== from);
  const goal = others.some(({ site }) => site === to) ? to : (others[0]?.site ?? '');
  const open = async (): Promise<void> => {
    const bag = code.trim().toUpperCase();
    setWrong(!formOfCode.test(bag));
    if (!formOfCode.test(bag)) return;
    const there = bags.find((each) => each.bag === bag);
    if (there) return onBag(there);
    const answer = await ask(api.PUT('/api/v1/bags/{bag}', { params: { path: { bag } }, body: { from, to: goal } }));
    setFailure(answer.ok ? null : answer.failure);
    if (answer.ok) onBag(answer.data);
  };
  return (
    <form
      className="sorting-bar"
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <Field
        id="bag-code"
        label={t.bagCode}
        autoFocus
        autoComplete="off"
        maxLength={24}
        value={code}
        error={wrong ? t.bagBad : undefined}
        onChange={({ target }) => setCode(target.value)}
      />
      {rules.sites.length > 1 && <SiteSelect label={t.site} sites={rules.sites} value={from} onChoose={setFrom} />}
      <SiteSelect label={t.bagTo} sites={others} value={goal} onChoose={setTo} />
      <Button kind="main" type="submit">
        {t.bagGo}
      </Button>
      <FailureNotice failure={failure} />
    </form>
  );
}

interface SiteSelectProps {
  readonly label: string;
  readonly sites: SortingRules['all_sites'];
  readonly value: string;
  readonly onChoose: (site: string) => void;
}

function SiteSelect({ label, sites, value, onChoose }: SiteSelectProps) {
  return (
    <Labelled label={label}>
      {(control) => (
        <select className="input" {...control} value={value} onChange={({ target }) => onChoose(target.value)}>
          {sites.map(({ site, name }) => (
            <option key={site} value={site}>
              {name} ({site})
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

interface WorkProps {
  readonly bag: Bag;
  readonly onBag: (bag: Bag) => void;
  readonly onEnd: (told: Step | null) => void;
}

const tones = { put_in: 'ok', expected: 'ok', doubled: 'warn', surplus: 'bad', stopped: 'bad', sent: 'ok', received: 'ok', dropped: 'ok' } as const satisfies Record<Step['result'], Tone>;

function Work({ bag, onBag, onEnd }: WorkProps) {
  const t = useTexts(sortingTexts);
  const box = useRef<HTMLInputElement>(null);
  const [last, setLast] = useState<{ readonly tone: Tone; readonly text: string } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [ending, setEnding] = useState(false);
  useScanBox(box);
  useEffect(() => box.current?.focus(), [last, ending]);
  const scan = async (code: string): Promise<void> => {
    const answer = await step(bag.bag, bag.state === 'open' ? 'put_in' : 'take_out', code);
    setFailure(answer.ok || hasCode(answer.failure, 'item_unknown') ? null : answer.failure);
    if (answer.ok) {
      const tone = tones[answer.data.result];
      sound(tone);
      setLast({ tone, text: t.bagResult[answer.data.result](code.toUpperCase()) });
      return onBag(answer.data.bag);
    }
    sound('bad');
    setLast(hasCode(answer.failure, 'item_unknown') ? { tone: 'bad', text: t.unknown(code) } : null);
  };
  const finish = async (what: 'send' | 'drop'): Promise<void> => {
    const answer = await step(bag.bag, what);
    setFailure(answer.ok ? null : answer.failure);
    if (answer.ok) onEnd(answer.data);
    else box.current?.focus();
  };
  return (
    <section className="card sorting-item" aria-labelledby="bag-title">
      <header>
        <h2 id="bag-title" translate="no">
          {bag.bag}
        </h2>
        <p>
          {t.bagEnds(bag.from, bag.to)} · {t.bagState[bag.state]}
        </p>
      </header>
      <p className="sorting-word figures">
        {bag.state === 'open' ? t.bagCount(number(bag.items)) : t.bagArrived(number(bag.arrived), number(bag.items))}{' '}
        {bag.surplus > 0 && <Verdict tone="bad">{t.bagSurplus(number(bag.surplus))}</Verdict>} {bag.doubled > 0 && <Verdict tone="warn">{t.bagDoubled(number(bag.doubled))}</Verdict>}
      </p>
      <form
        className="sorting-scan"
        onSubmit={(event) => {
          event.preventDefault();
          const code = box.current?.value.trim() ?? '';
          if (box.current) box.current.value = '';
          if (code !== '') void scan(code);
        }}
      >
        <label htmlFor="scan">{t.bagScan}</label>
        <input ref={box} id="scan" className="input" maxLength={64} autoComplete="off" autoCapitalize="characters" spellCheck={false} />
      </form>
      <FailureNotice failure={failure} />
      <div role="status">
        {last !== null && (
          <Notice tone={last.tone}>
            <p className="sorting-word">{last.text}</p>
          </Notice>
        )}
      </div>
      <div className="sorting-acts">
        {bag.state === 'open' ? (
          <>
            <Button kind="main" disabled={bag.items === 0} onClick={() => void finish('send')}>
              {t.bagSend}
            </Button>
            {bag.items === 0 && (
              <Button kind="quiet" onClick={() => void finish('drop')}>
                {t.bagDrop}
              </Button>
            )}
          </>
        ) : (
          <Button kind="main" onClick={() => setEnding(true)}>
            {t.bagReceive}
          </Button>
        )}
        <Button kind="quiet" onClick={() => onEnd(null)}>
          {t.bagLeave}
        </Button>
      </div>
      {ending && (
        <ActDialog
          title={t.bagReceiveTitle(bag.bag)}
          lead={bag.arrived < bag.items ? t.bagReceiveLead(number(bag.items - bag.arrived)) : t.bagReceiveAll}
          confirm={t.bagReceiveGo}
          danger={bag.arrived < bag.items}
          act={() => step(bag.bag, 'receive')}
          onDone={onEnd}
          onClose={() => setEnding(false)}
        />
      )}
    </section>
  );
}
