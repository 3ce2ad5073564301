// What the server says about acceptance at a counter today (GET /api/v1/counter-rules): the steps of each type of item, the methods
// of identification and what each needs, the reasons of a refusal. The page holds no rule of its own.
import type { components } from '../api/api.d.ts';

export type ItemType = components['schemas']['ItemType'];
export type Outcome = components['schemas']['Outcome'];
export type Verdict = components['schemas']['Verdict'];
export type Intake = components['schemas']['Intake'];
export type Acceptance = components['schemas']['Acceptance'];

export interface TypeRule {
  readonly type: ItemType;
  readonly declaration: boolean;
  readonly joint_inspection: boolean;
  readonly confirmations: boolean;
  readonly weight: boolean;
  readonly slots_required: readonly string[];
  readonly slots_allowed: readonly string[];
}

export interface MethodRule {
  readonly code: string;
  readonly rank: number;
  readonly needs: readonly string[];
  readonly vi: string;
  readonly en: string;
}

export interface Named {
  readonly code: string;
  readonly vi: string;
  readonly en: string;
}

export interface CounterOfSite {
  readonly code: string;
  readonly name: string;
  readonly site: string;
  readonly site_name: string;
}

export interface CounterRules {
  readonly day: string;
  /** The server's time when it answered. */
  readonly now: string;
  readonly organisation: { readonly name: string; readonly licence_number: string };
  readonly counters: readonly CounterOfSite[];
  readonly item_types: readonly TypeRule[];
  readonly methods: readonly MethodRule[];
  readonly reasons: readonly Named[];
  /** Actions of this role. */
  readonly may: readonly string[];
}

/** Worst last. */
export const outcomes: readonly Outcome[] = ['allowed', 'vague', 'restricted_documents', 'conditional', 'prohibited'];

export const worseOf = (one: Outcome, other: Outcome): Outcome =>
  outcomes.indexOf(one) >= outcomes.indexOf(other) ? one : other;

/** The conditions of such goods are explained to the sender before acceptance. */
export const needsExplaining = (outcome: Outcome): boolean => outcome === 'conditional' || outcome === 'restricted_documents';
