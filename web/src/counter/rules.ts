// What the server says about acceptance at a counter today (GET /api/v1/counter-rules): the steps of each type of item, the methods
// of identification and what each needs, the reasons of a refusal. The page holds no rule of its own.
import type { components } from '../api/api.d.ts';

export type ItemType = components['schemas']['ItemType'];
export type Service = components['schemas']['Service'];
export type Outcome = components['schemas']['Outcome'];
export type Verdict = components['schemas']['Verdict'];
export type Intake = components['schemas']['Intake'];
export type Acceptance = components['schemas']['Acceptance'];

export type CounterRules = components['schemas']['CounterRules'];
export type CounterOfSite = CounterRules['counters'][number];
export type TypeRule = CounterRules['item_types'][number];
export type MethodRule = CounterRules['methods'][number];
export type Named = CounterRules['reasons'][number];

/** Worst last. */
export const outcomes: readonly Outcome[] = ['allowed', 'vague', 'restricted_documents', 'conditional', 'prohibited'];

export const worseOf = (one: Outcome, other: Outcome): Outcome =>
  outcomes.indexOf(one) >= outcomes.indexOf(other) ? one : other;

/** The conditions of such goods are explained to the sender before acceptance. */
export const needsExplaining = (outcome: Outcome): boolean => outcome === 'conditional' || outcome === 'restricted_documents';
