// A verdict as the counter says it: tone and word of one thing, and which finding is worth showing first. Pure.
import { outcomes, type Outcome, type Verdict } from './rules.ts';

export type Finding = Verdict['findings'][number];
/** `unknown`: nothing speaks against it, but the rules do not name it, and unknown never means allowed. */
export type Said = Outcome | 'unknown';
export type Tone = 'ok' | 'warn' | 'bad' | 'unsure';

const tones: Record<Said, Tone> = {
  allowed: 'ok',
  unknown: 'unsure',
  vague: 'unsure',
  restricted_documents: 'warn',
  conditional: 'warn',
  prohibited: 'bad',
};

export const toneOf = (said: Said): Tone => tones[said];

export function saidOf(verdict: Verdict): Said {
  if (verdict.outcome !== 'allowed') return verdict.outcome;
  const known = verdict.things.length > 0 && verdict.things.every((thing) => thing.known);
  return known ? 'allowed' : 'unknown';
}

/** Worst first; of one entry only the first place where it was found. */
export function findingsOf(verdict: Verdict): readonly Finding[] {
  const seen = new Set<string>();
  return verdict.findings
    .filter(({ entry, outcome }) => outcome !== 'allowed' && !seen.has(entry) && seen.add(entry))
    .sort((one, other) => outcomes.indexOf(other.outcome) - outcomes.indexOf(one.outcome));
}
