// What is not with the server yet, and what it would not take: never silent.
import { useState } from 'react';

import { useStore } from '../../app/store.ts';
import { through } from '../../delivery/record.ts';
import { deliveryTexts } from '../../i18n/delivery.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { openQueue, type KeptDeed, type Refused } from '../../offline/db.ts';
import { deedAgain, deedDropped } from '../../offline/queue.ts';
import { changed, waitingHere, who, whyNotYet } from '../../offline/service.ts';

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
      {deeds.map((deed) => (deed.refused !== null && deed.by === who() ? <Refusal key={deed.id} deed={deed} refused={deed.refused} /> : null))}
    </>
  );
}

/** It can go once more, when somebody set right what stood in its way; or it is given up, with its proof, by a second press. */
function Refusal({ deed: { id, item, itemCode }, refused }: { readonly deed: KeptDeed; readonly refused: Refused }) {
  const t = useTexts(deliveryTexts);
  const [dropping, setDropping] = useState(false);
  const onRoute = (): void => through.set(new Set([...through.get()].filter((each) => each !== item)));
  const again = async (): Promise<void> => {
    await deedAgain(await openQueue(), id);
    changed();
  };
  const drop = async (): Promise<void> => {
    await deedDropped(await openQueue(), id);
    onRoute();
    changed();
  };
  return (
    <Notice tone="bad" alert>
      <strong>{t.refused(itemCode)}</strong>
      <p>{refused.title}</p>
      {refused.errors.map(({ field, text }) => (
        <p key={field}>{text}</p>
      ))}
      {dropping && <p>{t.dropFor}</p>}
      {dropping ? (
        <>
          <Button kind="danger" onClick={() => void drop()}>
            {t.dropNow}
          </Button>
          <Button onClick={() => setDropping(false)}>{t.dropNot}</Button>
        </>
      ) : (
        <>
          <Button onClick={() => void again()}>{t.again}</Button>
          <Button kind="quiet" onClick={() => setDropping(true)}>
            {t.drop}
          </Button>
        </>
      )}
    </Notice>
  );
}
