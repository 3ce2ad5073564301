// What can be printed again until the next person comes, five minutes at most. A print that fails stops nothing: the item is accepted.
import { store } from '../app/store.ts';
import type { Slip } from './slip.ts';

export interface Printing {
  readonly slip: Slip;
  /** One more with each print that is wanted. */
  readonly turn: number;
  print(): void;
}

export const printing = store<Printing | null>(null);

const keptMs = 300_000;

export function printSlip(slip: Slip): void {
  const again = (turn: number): void => printing.set({ slip, turn, print: () => again(turn + 1) });
  again(1);
  setTimeout(() => {
    if (printing.get()?.slip === slip) printing.set(null);
  }, keptMs);
}
