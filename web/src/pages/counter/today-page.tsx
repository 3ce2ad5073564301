import { lazy, Suspense, useState } from 'react';

import type { DayItem } from '../../counter/day-items.ts';
import type { CounterOfSite, CounterRules } from '../../counter/rules.ts';
import { dayTexts } from '../../i18n/day.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Button } from '../../kit/button.tsx';
import { CorrectDialog } from './correct-dialog.tsx';
import { DayList } from './day-list.tsx';
import { LabelDialog } from './label-dialog.tsx';
import { WithdrawDialog } from './withdraw-dialog.tsx';
import { WithRules } from './with-rules.tsx';

const Sheet = lazy(() => import('../../print/sheet.tsx'));

export default function TodayPage() {
  return <WithRules>{(counter, rules) => <Today counter={counter} rules={rules} />}</WithRules>;
}

interface Doing {
  readonly what: 'withdraw' | 'correct' | 'label';
  readonly item: DayItem;
  readonly anew: () => void;
}

/** The states in which an item is still ours to change. */
const open = ['accepted', 'in_transit', 'held_for_pickup'];

function Today({ counter, rules }: { readonly counter: CounterOfSite; readonly rules: CounterRules }) {
  const t = useTexts(dayTexts);
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = (): void => setDoing(null);
  const may = (action: string): boolean => rules.may.includes(action);
  const actions = (item: DayItem, anew: () => void) =>
    open.includes(item.state) && (
      <span className="day-actions">
        {may('open_item') && (
          <Button kind="quiet" className="small" onClick={() => setDoing({ what: 'label', item, anew })}>
            {t.label}
          </Button>
        )}
        {may('correct_item') && (
          <Button kind="quiet" className="small" onClick={() => setDoing({ what: 'correct', item, anew })}>
            {t.correct}
          </Button>
        )}
        {may('record_event') && (
          <Button kind="quiet" className="small" onClick={() => setDoing({ what: 'withdraw', item, anew })}>
            {t.withdraw}
          </Button>
        )}
      </span>
    );
  const done = (): void => {
    doing?.anew();
    close();
  };
  return (
    <>
      <DayList counter={counter} rules={rules} refused={false} actions={actions} />
      {doing?.what === 'withdraw' && <WithdrawDialog item={doing.item} site={counter.site} onDone={done} onClose={close} />}
      {doing?.what === 'correct' && <CorrectDialog item={doing.item} site={counter.site} onDone={done} onClose={close} />}
      {doing?.what === 'label' && <LabelDialog item={doing.item} counter={counter} rules={rules} onClose={close} />}
      <Suspense>
        <Sheet />
      </Suspense>
    </>
  );
}
