import { createContext, useContext } from 'react';

import type { CounterRules } from '../../counter/rules.ts';

export const RulesContext = createContext<CounterRules | null>(null);

/** The rules of acceptance that are in force today. */
export function useRules(): CounterRules {
  const rules = useContext(RulesContext);
  if (rules === null) throw new Error('a part of the counter without its rules');
  return rules;
}
