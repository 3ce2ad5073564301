import { Button } from '../kit/button.tsx';
import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import { useStore } from './store.ts';
import { takeOver, waiting } from './update.ts';
import { handsFull } from './work-in-hand.ts';
import './update-bar.css';

/** A new version is there; it is taken between two items only. */
export function UpdateBar() {
  const t = useTexts(shellTexts).update;
  const unfinished = useStore(handsFull);
  if (useStore(waiting) === null) return null;
  return (
    <div className="update-bar" role="status">
      <b>{t.ready}</b>
      {unfinished ? <span>{t.wait}</span> : <Button onClick={takeOver}>{t.apply}</Button>}
    </div>
  );
}
