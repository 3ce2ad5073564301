// What is not with the server yet, and what it would not take: never silent.
import { useStore } from '../../app/store.ts';
import { through } from '../../delivery/record.ts';
import { deliveryTexts } from '../../i18n/delivery.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { openQueue, type KeptDeed } from '../../offline/db.ts';
import { deedDropped } from '../../offline/queue.ts';
import { changed, waitingHere, who, whyNotYet } from '../../offline/service.ts';

async function dismiss({ id, item }: KeptDeed): Promise<void> {
  await deedDropped(await openQueue(), id);
  through.set(new Set([...through.get()].filter((each) => each !== item))); // it is on the route still
  changed();
}

export function Kept() {
  const t = useTexts(deliveryTexts);
  const { deeds } = useStore(waitingHere);
  const why = useStore(whyNotYet);
  const waiting = deeds.filter(({ refused }) => refused === null);
  const mine = waiting.filter(({ by }) => by === who());
  const reasons = new Set(mine.flatMap(({ item }) => why.get(item) ?? []));
  return (
    <>
      {mine.length > 0 && (
        <Notice tone="warn">
          <strong>{t.kept(mine.length)}</strong>
          <p>{t.keptHow}</p>
          {[...reasons].map((reason) => (
            <p key={reason}>{reason}</p>
          ))}
          <Button onClick={changed}>{t.sendNow}</Button>
        </Notice>
      )}
      {mine.length < waiting.length && <Notice tone="warn">{t.keptOfOthers(waiting.length - mine.length)}</Notice>}
      {deeds.map((deed) =>
        deed.refused === null || deed.by !== who() ? null : (
          <Notice key={deed.id} tone="bad" alert>
            <strong>{t.refused(deed.itemCode)}</strong>
            <p>{deed.refused.title}</p>
            {deed.refused.errors.map(({ field, text }) => (
              <p key={field}>{text}</p>
            ))}
            <Button onClick={() => void dismiss(deed)}>{t.dismiss}</Button>
          </Notice>
        ),
      )}
    </>
  );
}
