// What waits, by item.
import type { Refused } from '../../offline/db.ts';
import type { Waiting } from '../../offline/queue.ts';

export interface Row {
  readonly item: string;
  readonly itemCode: string | null;
  readonly decidedAt: number;
  readonly record: boolean;
  readonly pictures: number;
  readonly refused: Refused | null;
}

export function rowsOf({ records, pictures }: Waiting): Row[] {
  const rows = new Map<string, Row>();
  for (const { item, itemCode, decidedAt, refused } of records) rows.set(item, { item, itemCode, decidedAt, record: true, pictures: 0, refused });
  for (const { item, itemCode, decidedAt, refused } of pictures) {
    const row = rows.get(item) ?? { item, itemCode, decidedAt, record: false, pictures: 0, refused: null };
    rows.set(item, { ...row, pictures: row.pictures + 1, refused: row.refused ?? refused });
  }
  return [...rows.values()].sort((one, other) => one.decidedAt - other.decidedAt);
}
