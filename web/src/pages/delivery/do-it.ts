// Records one deed and says what became of it: taken, kept for the network, or refused with its reasons.
import { useState } from 'react';

import type { Failure } from '../../api/problem.ts';
import { session } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import type { Picture } from '../../counter/form.ts';
import { makeItemId } from '../../counter/item-id.ts';
import { record } from '../../delivery/record.ts';
import { serverNow } from '../../delivery/route.ts';
import type { Stop } from '../../delivery/stops.ts';
import { deliveryTexts } from '../../i18n/delivery.ts';
import { useTexts } from '../../i18n/i18n.ts';
import type { Event } from '../../offline/deed.ts';

export interface FormProps {
  readonly stop: Stop;
  readonly onDone: (words: string) => void;
  readonly onCancel: () => void;
}

type Kind = keyof (typeof deliveryTexts)['vi']['done'];

export function useDeed({ stop, onDone }: Pick<FormProps, 'stop' | 'onDone'>) {
  const t = useTexts(deliveryTexts);
  const now = useStore(session);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const site = now.state === 'in' ? (now.actor.site ?? '') : '';
  const does = async (kind: Kind, members: Partial<Event>, pictures: readonly Picture[] = []): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const id = makeItemId(Date.now());
    const announced = pictures.map(({ slot, sha256, bytes }) => ({ slot, sha256, size: bytes.size }));
    const event: Event = { id, kind, site, at: serverNow().toISOString(), ...members, ...(announced.length > 0 && { pictures: announced }) };
    const recorded = await record({ item: stop.item, itemCode: stop.item_code, event, pictures });
    setBusy(false);
    if (recorded.kind === 'refused') return setFailure(recorded.failure);
    onDone(recorded.kind === 'done' ? t.done[kind](stop.item_code) : '');
  };
  return { does, busy, failure };
}
