// What the screening says of the things, for the sender: of each by itself, and of all read together, as the counter reads them. Without
// the engine nothing is said, and nothing is called allowed that the rules do not know.
import type { Verdict } from '../counter/rules.ts';
import { findingsOf, saidOf, type Finding, type Said } from '../counter/verdicts.ts';
import { declaredThings, tidy, type Draft } from './draft.ts';

/** Null: this text was not screened. */
export type Screen = (text: string) => Verdict | null;
export const notScreened: Screen = () => null;

export interface Judged {
  readonly said: Said;
  /** Worst first. */
  readonly findings: readonly Finding[];
}

const ranks: readonly Said[] = ['allowed', 'unknown', 'vague', 'restricted_documents', 'conditional', 'prohibited'];
const rank = (judged: Judged | null): number => (judged ? ranks.indexOf(judged.said) : -1);

export function judged(text: string, screen: Screen): Judged | null {
  const line = tidy(text);
  const verdict = line === '' ? null : screen(line);
  return verdict && { said: saidOf(verdict), findings: findingsOf(verdict) };
}

const each = (draft: Draft, screen: Screen): readonly (Judged | null)[] => declaredThings(draft).map(({ text }) => judged(text, screen));

const worse = (one: Judged | null, other: Judged | null): Judged | null => (rank(other) > rank(one) ? other : one);

/** What all say together, where that is worse than what any says by itself: a name torn over two lines. */
export function judgedTogether(draft: Draft, screen: Screen): Judged | null {
  const lines = declaredThings(draft);
  if (lines.length < 2) return null;
  const verdict = screen(lines.map(({ text }) => `${tidy(text)}\n`).join(''));
  const together = verdict && { said: saidOf(verdict), findings: findingsOf(verdict) };
  return rank(together) > Math.max(...each(draft, screen).map(rank)) ? together : null;
}

/** The worst of it; null where nothing is declared or nothing was screened. */
export const worstOf = (draft: Draft, screen: Screen): Judged | null =>
  each(draft, screen).reduce(worse, judgedTogether(draft, screen));
