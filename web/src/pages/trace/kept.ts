// What the trace desk shows of people, for as long as it is at hand and nowhere but in memory: the results of the last search, and the opening
// of an item. Gone when the screen locks, when somebody signs out, when the desk is left, and after a quarter of an hour.
import { useEffect } from 'react';

import type { components } from '../../api/api.d.ts';
import { session } from '../../app/session.ts';
import { store } from '../../app/store.ts';

export type Answered = components['schemas']['SearchAnswer'];
export type Found = Answered['results'][number];
export type Opened = components['schemas']['Opened'];

export interface Results {
  readonly answer: Answered;
  readonly purpose: string;
  readonly note: string;
}

export interface Opening {
  readonly opened: Opened;
  readonly purpose: string;
}

const kept_ms = 15 * 60_000;

export const results = store<Results | null>(null);
export const opening = store<Opening | null>(null);
/** The item whose opening came to its end by itself, so that the page can say so. */
export const openingOver = store<string | null>(null);

let forgetting: ReturnType<typeof setTimeout> | undefined;
let closing: ReturnType<typeof setTimeout> | undefined;

export function keepResults(found: Results): void {
  clearTimeout(forgetting);
  forgetting = setTimeout(() => results.set(null), kept_ms);
  results.set(found);
}

/** The quarter of an hour is counted from the answer: this machine's clock may be wrong. */
export function keepOpening(made: Opening): void {
  clearTimeout(closing);
  closing = setTimeout(() => {
    openingOver.set(made.opened.item);
    opening.set(null);
  }, kept_ms);
  openingOver.set(null);
  opening.set(made);
}

export function closeOpening(): void {
  clearTimeout(closing);
  opening.set(null);
  openingOver.set(null);
}

export function forgetAll(): void {
  clearTimeout(forgetting);
  results.set(null);
  closeOpening();
}

session.subscribe(() => {
  const now = session.get();
  if (now.state !== 'in' || now.locked !== null) forgetAll();
});

const isDesk = (path: string): boolean => path === '/app/tra-cuu' || path.startsWith('/app/tra-cuu/');

/** Forgets when the next page is none of the desk's. */
export function useForgetting(): void {
  useEffect(
    () => () => {
      if (!isDesk(location.pathname)) forgetAll();
    },
    [],
  );
}
