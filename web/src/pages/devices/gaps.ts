// What never came from a machine, for people to read.
import { number } from '../../i18n/formats.ts';

export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

export const countOf = (missing: readonly NumberRange[]): number => missing.reduce((sum, { from, to }) => sum + to - from + 1, 0);

/** 3, 7–9 */
export const rangesText = (missing: readonly NumberRange[]): string =>
  missing.map(({ from, to }) => (from === to ? number(from) : `${number(from)}–${number(to)}`)).join(', ');
