// What waits, by item.
import type { Refused } from '../../offline/db.ts';
import type { Waiting } from '../../offline/queue.ts';

export interface Row {
  readonly item: string;
  readonly itemCode: string | null;
  readonly decidedAt: number;
  readonly record: boolean;
  readonly deeds: number;
  readonly pictures: number;
  readonly refused: Refused | null;
}

export function rowsOf({ records, deeds, pictures }: Waiting): Row[] {
  const rows = new Map<string, Row>();
  const add = ({ item, itemCode, decidedAt, refused }: Pick<Row, 'item' | 'itemCode' | 'decidedAt' | 'refused'>, more: (row: Row) => Partial<Row>): void => {
    const row = rows.get(item) ?? { item, itemCode, decidedAt, record: false, deeds: 0, pictures: 0, refused: null };
    rows.set(item, { ...row, ...more(row), refused: row.refused ?? refused });
  };
  for (const record of records) add(record, () => ({ record: true }));
  for (const deed of deeds) add(deed, (row) => ({ deeds: row.deeds + 1 }));
  for (const picture of pictures) add(picture, (row) => ({ pictures: row.pictures + 1 }));
  return [...rows.values()].sort((one, other) => one.decidedAt - other.decidedAt);
}
