// A chunk that is not there any more belongs to a version that was replaced: reload once, but never under someone's hands.
import { handsFull } from './work-in-hand.ts';

const tried = 'buuan.reloaded';

export async function loaded<T>(load: () => Promise<T>): Promise<T> {
  try {
    const chunk = await load();
    sessionStorage.removeItem(tried);
    return chunk;
  } catch (missing) {
    if (!handsFull.get() && sessionStorage.getItem(tried) === null) {
      sessionStorage.setItem(tried, '1');
      location.reload();
      await new Promise(() => undefined); // the page is going
    }
    throw missing;
  }
}
