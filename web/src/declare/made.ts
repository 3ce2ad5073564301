// From what was typed to what the code says, or why there is none. Pure.
import { declarationCode, type Declaration } from '../counter/declaration-code.ts';
import type { Wrong } from '../counter/wrong.ts';
import { declarationOf, wrongsOf, type Draft, type Place } from './draft.ts';
import { worstOf, type Judged, type Screen } from './judged.ts';

export type Made =
  | { readonly kind: 'code'; readonly digits: string; readonly declaration: Declaration }
  | { readonly kind: 'wrong'; readonly wrongs: ReadonlyMap<Place, Wrong> }
  | { readonly kind: 'prohibited'; readonly judged: Judged }
  | { readonly kind: 'too_much' };

/** What a QR code of version 20 holds at its lowest level of correction: 97 modules, a third of a millimetre each on the smallest phone. */
export const digitsMax = 2061;

export function makeCode(draft: Draft, screen: Screen): Made {
  const wrongs = wrongsOf(draft);
  if (wrongs.size > 0) return { kind: 'wrong', wrongs };
  const judged = worstOf(draft, screen);
  if (judged?.said === 'prohibited') return { kind: 'prohibited', judged };
  const declaration = declarationOf(draft);
  const digits = declarationCode(declaration);
  return digits.length > digitsMax ? { kind: 'too_much' } : { kind: 'code', digits, declaration };
}
