// What is not with the server yet, and what it would not take: never silent.
import { useStore } from '../../app/store.ts';
import { outbox } from '../../delivery/sending.ts';
import { deliveryTexts } from '../../i18n/delivery.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { useFailureText } from '../../i18n/problems.ts';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/verdict.tsx';

export function Kept() {
  const t = useTexts(deliveryTexts);
  const words = useFailureText();
  const posted = useStore(outbox.posted);
  const waiting = posted.filter(({ sent, failure }) => sent === 'waiting' && failure !== null).length;
  const refused = posted.filter(({ sent }) => sent === 'refused');
  return (
    <>
      {waiting > 0 && (
        <Notice tone="warn">
          <strong>{t.kept(waiting)}</strong>
          <p>{t.keptHow}</p>
          <Button onClick={() => outbox.wake()}>{t.sendNow}</Button>
        </Notice>
      )}
      {refused.map(({ event, itemCode, failure }) => (
        <Notice key={event.id} tone="bad" alert>
          <strong>{t.refused(itemCode)}</strong>
          {failure && <p>{words(failure)}</p>}
          {failure?.kind === 'problem' && failure.errors.map(({ field, text }) => <p key={field}>{text}</p>)}
          <Button onClick={() => outbox.drop(event.id)}>{t.dismiss}</Button>
        </Notice>
      ))}
    </>
  );
}
