// The item in hand: what was declared against what the scanner shows, whether it must be X-rayed and why, and the three results.
import { useState } from 'react';

import { number, moment } from '../../i18n/formats.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { sortingTexts } from '../../i18n/sorting.ts';
import { useStore } from '../../app/store.ts';
import { Button } from '../../kit/button.tsx';
import { Notice, Verdict, type Tone } from '../../kit/verdict.tsx';
import type { Scanned, SortingRules } from './event.ts';
import { DamageDialog, OpenDialog, StopDialog } from './act-dialogs.tsx';
import type { Result } from './sorting-page.tsx';
import type { Shift } from './use-shift.ts';
import { Weigh } from './weigh.tsx';

interface Props {
  readonly item: Scanned;
  readonly rules: SortingRules;
  readonly shift: Shift;
  readonly onResult: (result: Result) => void;
  readonly onDrop: () => void;
  readonly onDone: (text: string, tone: Tone) => void;
}

const xrayed = ['accepted', 'in_transit', 'stopped'];

export function ItemCard({ item, rules, shift, onResult, onDrop, onDone }: Props) {
  const t = useTexts(sortingTexts);
  const { item_code: code, state } = item;
  const mayXray = xrayed.includes(state);
  return (
    <section className="card sorting-item" aria-labelledby="sorting-code">
      <header>
        <h2 id="sorting-code" className="figures" translate="no">
          {code}
        </h2>
        <p>
          {t.types[item.type]} · {t.states[state]} · {t.acceptedAt(moment(new Date(item.accepted_at)), item.site)}
        </p>
      </header>
      {!mayXray && <Notice tone="warn">{t.notNow(t.states[state])}</Notice>}
      <div className="sorting-facts">
        <Declared item={item} />
        <Wanted xray={item.xray} />
        <Weigh item={item} site={shift.site} />
      </div>
      <div className="sorting-results">
        {(['clear', 'suspicious', 'held'] as const).map((result, at) => (
          <Button key={result} kind={result === 'clear' ? 'main' : 'danger'} disabled={!mayXray || !shift.ready} aria-keyshortcuts={String(at + 1)} onClick={() => onResult(result)}>
            <kbd aria-hidden="true">{at + 1}</kbd> {t[result]}
          </Button>
        ))}
        <Button kind="quiet" aria-keyshortcuts="Escape" onClick={onDrop}>
          <kbd aria-hidden="true">Esc</kbd> {t.drop}
        </Button>
      </div>
      <Others item={item} rules={rules} shift={shift} onDone={onDone} />
    </section>
  );
}

function Declared({ item: { declared = [], type } }: { readonly item: Scanned }) {
  const t = useTexts(sortingTexts);
  return (
    <div>
      <h3>{t.declared}</h3>
      {declared.length === 0 ? (
        <p>{type === 'letter' || type === 'document' ? t.declaredNone : '–'}</p>
      ) : (
        <ul className="sorting-declared">
          {declared.map(({ text, quantity }, at) => (
            <li key={at}>{t.thing(text, number(quantity))}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Whether it is among those to be X-rayed, and what made it more likely than others. */
function Wanted({ xray: { wanted, chance, notes, done } }: { readonly xray: Scanned['xray'] }) {
  const t = useTexts(sortingTexts);
  const spoken = useStore(language);
  return (
    <div>
      <h3>
        <Verdict tone={wanted ? 'warn' : 'ok'}>{wanted ? t.wanted : t.notWanted}</Verdict>
      </h3>
      <p>{t.chance(number(chance))}</p>
      {notes.length > 0 && (
        <ul>
          {notes.map((note) => (
            <li key={note.code}>{note[spoken]}</li>
          ))}
        </ul>
      )}
      {done.map(({ at, equipment, result }) => (
        <p key={`${at} ${equipment}`}>{t.before(t.results[result], moment(new Date(at)), equipment)}</p>
      ))}
    </div>
  );
}

type Act = 'damage' | 'open' | 'stop';

function Others({ item, rules, shift, onDone }: Pick<Props, 'item' | 'rules' | 'shift' | 'onDone'>) {
  const t = useTexts(sortingTexts);
  const [act, setAct] = useState<Act | null>(null);
  const close = (): void => setAct(null);
  const given = { item, rules, site: shift.site, onClose: close };
  const live = ['accepted', 'in_transit', 'stopped', 'held_for_pickup'].includes(item.state);
  if (!live) return null;
  return (
    <div className="sorting-others" role="group" aria-label={t.more}>
      <Button kind="quiet" onClick={() => setAct('damage')}>
        {t.damage}
      </Button>
      {item.state !== 'stopped' && (
        <Button kind="quiet" onClick={() => setAct('stop')}>
          {t.stop}
        </Button>
      )}
      {rules.opens && (
        <Button kind="quiet" onClick={() => setAct('open')}>
          {t.open}
        </Button>
      )}
      {act === 'damage' && <DamageDialog {...given} onDone={() => onDone(t.done.damaged(item.item_code), 'ok')} />}
      {act === 'stop' && <StopDialog {...given} onDone={() => onDone(t.done.stopped(item.item_code), 'bad')} />}
      {act === 'open' && <OpenDialog {...given} onDone={() => onDone(t.done.opened(item.item_code), 'ok')} />}
    </div>
  );
}
