// One item at its door: whom it goes to, how to reach them, and what can be done with it, each with its own short form.
import { useState } from 'react';

import { useStore } from '../../app/store.ts';
import { spacedPhone } from '../../counter/mask.ts';
import type { Stop } from '../../delivery/stops.ts';
import { deliveryTexts } from '../../i18n/delivery.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { Button } from '../../kit/button.tsx';
import { dayText } from '../../kit/civil-day.ts';
import { Notice } from '../../kit/verdict.tsx';
import { AttemptForm, NoticeForm, ReturnForm } from './choice-forms.tsx';
import { DeliverForm } from './deliver-form.tsx';
import { addressOf } from './stop-list.tsx';

interface Props {
  /** Null where the item is on the route no more. */
  readonly stop: Stop | null;
  readonly day: string;
  readonly onBack: () => void;
  readonly onDone: (words: string) => void;
}

type Doing = 'deliver' | 'attempt' | 'return' | 'notice';

export function StopView({ stop, day, onBack, onDone }: Props) {
  const t = useTexts(deliveryTexts);
  const spoken = useStore(language);
  const [doing, setDoing] = useState<Doing | null>(null);
  const back = (
    <Button kind="quiet" className="stop-back" onClick={onBack}>
      ‹ {t.back}
    </Button>
  );
  if (stop === null) {
    return (
      <>
        {back}
        <h1>{t.title}</h1>
        <p>{t.gone}</p>
      </>
    );
  }
  const { recipient, item_code, clock } = stop;
  const form = { stop, onDone, onCancel: () => setDoing(null) };
  if (doing === 'deliver') return <DeliverForm {...form} />;
  if (doing === 'attempt') return <AttemptForm {...form} />;
  if (doing === 'return') return <ReturnForm {...form} />;
  if (doing === 'notice') return <NoticeForm {...form} />;
  return (
    <>
      {back}
      <h1 translate="no">{recipient.name}</h1>
      <dl className="stop-facts">
        <dt>{t.address}</dt>
        <dd translate="no">{addressOf(recipient, spoken)}</dd>
        <dt>{t.code}</dt>
        <dd className="figures">{item_code}</dd>
      </dl>
      {clock && (
        <Notice tone="warn">
          <p>{t.clock(clock.notices, clock.notices_needed)}</p>
          {clock.notices < clock.notices_needed && <p>{clock.next_notice_from <= day ? t.clockNow : t.clockNext(dayText(clock.next_notice_from))}</p>}
          <p>{t.clockUnclaimed(dayText(clock.unclaimed_from))}</p>
        </Notice>
      )}
      <div className="stop-do">
        <a className="button" href={`tel:${recipient.phone}`}>
          <span aria-hidden="true">☎</span> {t.call(spacedPhone(recipient.phone))}
        </a>
        {clock && (
          <Button className="stop-notify" onClick={() => setDoing('notice')}>
            {t.notify}
          </Button>
        )}
        <Button onClick={() => setDoing('return')}>{t.giveBack}</Button>
        <Button onClick={() => setDoing('attempt')}>{t.attempt}</Button>
        <Button kind="main" onClick={() => setDoing('deliver')}>
          {t.deliver}
        </Button>
      </div>
    </>
  );
}
