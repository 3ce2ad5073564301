// A sender's list as the server has read it, row by row: how each row stands, and what was mended in the columns. Pure.
import type { components } from '../api/api.d.ts';

export type Reading = components['schemas']['ManifestReading'];
export type Row = Reading['rows'][number];
export type Cell = components['schemas']['Cell'];

/** `good`: can be accepted by sample, or by hand; `by_hand`: only at the counter; `prohibited`: its acceptance is refused. */
export type Standing = 'good' | 'by_hand' | 'prohibited' | 'wrong';

export function standingOf({ intake, refusals, by_hand }: Row): Standing {
  if (intake === undefined) return 'wrong';
  if (refusals !== undefined && refusals.length > 0) return 'prohibited';
  return by_hand === undefined ? 'good' : 'by_hand';
}

/** One column that was mended in the same way in many rows. */
export interface Mended {
  readonly field: string;
  readonly reason: string;
  readonly rows: number;
  readonly first: number;
}

export function mendedIn(rows: readonly Row[]): readonly Mended[] {
  const seen = new Map<string, Mended>();
  for (const { row, mended } of rows) {
    for (const { field, reason } of mended ?? []) {
      const before = seen.get(`${field} ${reason}`);
      seen.set(`${field} ${reason}`, before ? { ...before, rows: before.rows + 1 } : { field, reason, rows: 1, first: row });
    }
  }
  return [...seen.values()];
}
