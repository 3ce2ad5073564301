// At which counter this machine stands: a code, remembered by the machine.
import { store } from '../app/store.ts';
import type { CounterOfSite } from './rules.ts';

const key = 'buuan.counter';

export const chosenCounter = store<string | null>(localStorage.getItem(key));

export function chooseCounter(code: string): void {
  localStorage.setItem(key, code);
  chosenCounter.set(code);
}

/** The one that was chosen, where it is still one of the site; the only one there is; else none. */
export function counterHere(counters: readonly CounterOfSite[], chosen: string | null): CounterOfSite | null {
  const [only] = counters;
  return counters.find(({ counter }) => counter === chosen) ?? (counters.length === 1 && only ? only : null);
}
