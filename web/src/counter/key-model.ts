// How long a trained clerk needs for a sequence of acts: the keystroke-level model (Card, Moran and Newell) with the times of
// docs/guide/counter.md. A browser test plays the cases of an acceptance with real keys and holds them to it.

export interface Acts {
  keys: number; // K: keys pressed
  thoughts: number; // M: times to look and decide
  scans: number; // S: a card taken and read
}

export const seconds = { key: 0.2, thought: 1.35, scan: 1.5 } as const;

/** In seconds, to one decimal. */
export function timeOf({ keys, thoughts, scans }: Acts): number {
  return Math.round((keys * seconds.key + thoughts * seconds.thought + scans * seconds.scan) * 10) / 10;
}
