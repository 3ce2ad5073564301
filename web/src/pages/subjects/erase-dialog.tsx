// Erasing what is the asker's: their items are looked for first, some are chosen, the request's number is typed. Then each item is answered for
// itself; what the law still wants, or a hold keeps, stays.
import { useCallback, useState } from 'react';

import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import { useAsked } from '../../api/use-asked.ts';
import { Skeleton } from '../../app/waiting.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { shellTexts } from '../../i18n/shell.ts';
import { sortingTexts } from '../../i18n/sorting.ts';
import { subjectsTexts } from '../../i18n/subjects.ts';
import { Button } from '../../kit/button.tsx';
import { civilDayOf, dayText, type CivilDay } from '../../kit/civil-day.ts';
import { DangerDialog } from '../../kit/danger-dialog.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Notice, Verdict } from '../../kit/verdict.tsx';
import { mayGo, type Export, type SubjectRequest } from './request.ts';
import './subjects.css';

type Erasure = components['schemas']['SubjectErasure'];

const at_once_max = 50; // as the server takes them

interface Props {
  readonly request: SubjectRequest;
  readonly today: CivilDay;
  /** How many were erased. */
  readonly onDone: (erased: number) => void;
  readonly onClose: () => void;
}

export function EraseDialog({ request, today, onDone, onClose }: Props) {
  const t = useTexts(subjectsTexts);
  const shell = useTexts(shellTexts);
  const { number } = request;
  const call = useCallback(() => ask(api.POST('/api/v1/subject-requests/{request}/exports', { params: { path: { request: number } } })), [number]);
  const { data, failure } = useAsked(call);
  const [erasure, setErasure] = useState<Erasure | null>(null);
  if (erasure !== null && data !== null) return <Erased erasure={erasure} found={data} onClose={onClose} />;
  if (data !== null && data.items.length > 0) {
    const done = (answered: Erasure): void => {
      setErasure(answered);
      onDone(answered.items.filter(({ outcome }) => outcome === 'erased').length);
    };
    return <Choose number={number} found={data} today={today} onDone={done} onClose={onClose} />;
  }
  return (
    <Dialog title={t.eraseTitle(number)} onClose={onClose}>
      <FailureNotice failure={failure} />
      {data === null && failure === null && <Skeleton rows={4} />}
      {data !== null && <Notice tone="unsure">{t.nothingFound}</Notice>}
      <p className="dialog-buttons">
        <Button onClick={onClose}>{shell.close}</Button>
      </p>
    </Dialog>
  );
}

interface ChooseProps {
  readonly number: number;
  readonly found: Export;
  readonly today: CivilDay;
  readonly onDone: (erasure: Erasure) => void;
  readonly onClose: () => void;
}

function Choose({ number, found, today, onDone, onClose }: ChooseProps) {
  const t = useTexts(subjectsTexts);
  const { states } = useTexts(sortingTexts);
  const { items } = found;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(items.filter((each) => mayGo(each, today)).slice(0, at_once_max).map(({ item }) => item)));
  const [tried, setTried] = useState(false);
  const wrong = chosen.size === 0 || chosen.size > at_once_max;
  const toggle = (item: string): void => {
    const next = new Set(chosen);
    if (!next.delete(item)) next.add(item);
    setChosen(next);
  };
  const act = () => {
    setTried(true);
    return wrong ? null : ask(api.POST('/api/v1/subject-requests/{request}/erasures', { params: { path: { request: number } }, body: { items: [...chosen] } }));
  };
  return (
    <DangerDialog
      title={t.eraseTitle(number)}
      lead={t.eraseLead}
      forGood={t.eraseForGood}
      label={t.eraseType(number)}
      isRight={(typed) => typed.trim() === String(number)}
      wrong={t.eraseWrong(number)}
      confirm={t.eraseGo}
      className="subject-wide"
      act={act}
      onDone={onDone}
      onClose={onClose}
    >
      <fieldset className="subject-items">
        <legend>{t.eraseWhich(chosen.size)}</legend>
        {items.map((each) => (
          <label key={each.item} className="worklist-check">
            <input type="checkbox" checked={chosen.has(each.item)} onChange={() => toggle(each.item)} />
            <span translate="no">{each.item_code}</span>
            <small>
              {dayText(civilDayOf(each.accepted_at))} · {states[each.state]}
              {today <= each.owed_until && ` · ${t.owedUntil(dayText(each.owed_until))}`}
            </small>
          </label>
        ))}
      </fieldset>
      {found.truncated && <Notice tone="warn">{t.truncated}</Notice>}
      {tried && wrong && (
        <Notice tone="bad" alert>
          {chosen.size === 0 ? t.eraseNone : t.eraseMany(at_once_max)}
        </Notice>
      )}
    </DangerDialog>
  );
}

function Erased({ erasure: { items, in_backups_until }, found, onClose }: { readonly erasure: Erasure; readonly found: Export; readonly onClose: () => void }) {
  const t = useTexts(subjectsTexts);
  const shell = useTexts(shellTexts);
  const codeOf = (item: string): string => found.items.find((each) => each.item === item)?.item_code ?? item;
  return (
    <Dialog title={t.erasedTitle} onClose={onClose} className="subject-wide">
      <ul className="subject-items">
        {items.map(({ item, outcome, free_from }) => (
          <li key={item}>
            <b translate="no">{codeOf(item)}</b>{' '}
            <Verdict tone={outcome === 'erased' || outcome === 'nothing_left' ? 'ok' : 'warn'}>
              {t.outcomes[outcome]}
              {free_from !== undefined && ` ${t.freeFrom(dayText(free_from))}`}
            </Verdict>
          </li>
        ))}
      </ul>
      {in_backups_until !== undefined && <p className="field-hint">{t.inBackups(dayText(in_backups_until))}</p>}
      <p className="dialog-buttons">
        <Button kind="main" onClick={onClose}>
          {shell.close}
        </Button>
      </p>
    </Dialog>
  );
}
