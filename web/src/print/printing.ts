// What can be printed again until the next person comes, five minutes at most. A print that fails stops nothing: the item is accepted.
import { store } from '../app/store.ts';
import type { Slip } from './slip.ts';

export interface Printing {
  /** One item's; of a list, those of all that were accepted. */
  readonly slips: readonly Slip[];
  /** One more with each print that is wanted. */
  readonly turn: number;
  print(): void;
}

export const printing = store<Printing | null>(null);

const keptMs = 300_000;

export const printSlip = (slip: Slip): void => printSlips([slip]);

export function printSlips(slips: readonly Slip[]): void {
  const again = (turn: number): void => printing.set({ slips, turn, print: () => again(turn + 1) });
  again(1);
  setTimeout(() => {
    if (printing.get()?.slips === slips) printing.set(null);
  }, keptMs);
}
