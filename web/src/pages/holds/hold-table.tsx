// Holds of one group, and what may be done to each by who looks.
import { useTexts } from '../../i18n/i18n.ts';
import { holdsTexts } from '../../i18n/holds.ts';
import { moment } from '../../i18n/formats.ts';
import { Button } from '../../kit/button.tsx';
import { dayText } from '../../kit/civil-day.ts';
import { Table, type Column } from '../../kit/table.tsx';
import { Verdict } from '../../kit/verdict.tsx';
import { wishOf, type Hold } from './hold.ts';
import { ScopeWords } from './scope-words.tsx';

export type HoldAct = 'show' | 'approve' | 'renew' | 'end';

interface Props {
  readonly caption: string;
  readonly empty: string;
  readonly holds: readonly Hold[];
  /** Staff number of who looks. */
  readonly self: string;
  readonly mayManage: boolean;
  readonly onAct: (hold: Hold, act: HoldAct) => void;
}

export function HoldTable({ caption, empty, holds, self, mayManage, onAct }: Props) {
  const t = useTexts(holdsTexts);
  const over = holds.every(({ state }) => state === 'ended');
  const columns: Column<Hold>[] = [
    { key: 'number', title: t.number, figures: true, cell: ({ number }) => number },
    { key: 'ground', title: t.ground, cell: (hold) => <GroundWords hold={hold} /> },
    ...(over ? [] : [{ key: 'what', title: t.what, cell: (hold: Hold) => <ScopeWords hold={hold} /> }]),
    { key: 'until', title: over ? t.endedAt : t.until, figures: true, cell: ({ until, ended_at }) => (ended_at === undefined ? dayText(until) : moment(new Date(ended_at))) },
    { key: 'people', title: t.people, cell: (hold) => <People hold={hold} /> },
    ...(over ? [] : [{ key: 'do', title: t.do, cell: (hold: Hold) => <Acts hold={hold} self={self} mayManage={mayManage} onAct={onAct} /> }]),
  ];
  return <Table caption={caption} columns={columns} rows={holds} keyOf={({ number }) => String(number)} empty={empty} />;
}

function GroundWords({ hold: { ground, paper, self, day, state } }: { readonly hold: Hold }) {
  const t = useTexts(holdsTexts);
  if (self) return day === undefined ? t.selves : t.groundSelf(dayText(day));
  return (
    <>
      {ground !== undefined && t.grounds[ground]}
      {state === 'ended' && <span className="field-hint">{t.groundGone}</span>}
      {paper !== undefined && <small className="hold-paper">{paper}</small>}
    </>
  );
}

function People({ hold }: { readonly hold: Hold }) {
  const t = useTexts(holdsTexts);
  const { by, self, second_person, state, renewal } = hold;
  const wish = wishOf(hold);
  if (self) return t.selves;
  return (
    <>
      <span className="hold-staff" translate="no">{t.placedBy(by)}</span>
      <br />
      {state === 'placing' && <Verdict tone="unsure">{t.copying}</Verdict>}
      {wish !== null && (
        <Verdict tone="warn">
          {renewal === undefined ? t.approveBefore(wish.second, dayText(wish.approveBefore)) : t.renewBefore(wish.second, dayText(wish.until), dayText(wish.approveBefore))}
        </Verdict>
      )}
      {state !== 'placing' && state !== 'placed' && second_person !== undefined && (
        <span className="hold-staff" translate="no">
          {t.approves(second_person)}
        </span>
      )}
    </>
  );
}

function Acts({ hold, self, mayManage, onAct }: Pick<Props, 'self' | 'mayManage' | 'onAct'> & { readonly hold: Hold }) {
  const t = useTexts(holdsTexts);
  const { number, state } = hold;
  const button = (act: HoldAct, words: string, says: string) => (
    <Button kind={act === 'approve' ? 'plain' : 'quiet'} aria-label={says} onClick={() => onAct(hold, act)}>
      {words}
    </Button>
  );
  return (
    <span className="hold-acts">
      {wishOf(hold)?.second === self && button('approve', t.approve, t.approveOf(number))}
      {button('show', t.show, t.showOf(number))}
      {mayManage && !hold.self && state === 'approved' && button('renew', t.renew, t.renewOf(number))}
      {mayManage && !hold.self && state !== 'placing' && button('end', t.end, t.endOf(number))}
    </span>
  );
}
