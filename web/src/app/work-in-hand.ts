// Whether something is begun and not finished: a form with text in it, an item between its first field and its label. A new version of the
// app is put off while it is. Whoever begins takes hold and lets go with what it got back.
import { store } from './store.ts';

export const handsFull = store(false);
let held = 0;

export function takeInHand(): () => void {
  let mine = true;
  held += 1;
  handsFull.set(true);
  return () => {
    if (!mine) return;
    mine = false;
    held -= 1;
    handsFull.set(held > 0);
  };
}
