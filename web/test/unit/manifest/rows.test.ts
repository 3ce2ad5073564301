import { expect, test } from 'vitest';

import type { Intake } from '../../../src/counter/rules.ts';
import { mendedIn, standingOf } from '../../../src/manifest/rows.ts';

const intake = { counter: 'Q1' } as Intake;

test('how a row stands follows from what the server said of it', () => {
  expect(standingOf({ row: 2, intake })).toBe('good');
  expect(standingOf({ row: 2, intake, mended: [{ field: 'sender_phone', reason: 'zero_restored' }] })).toBe('good');
  expect(standingOf({ row: 2, intake, by_hand: [{ field: '', reason: 'conditions_unexplained' }] })).toBe('by_hand');
  expect(standingOf({ row: 2, intake, refusals: ['prohibited_goods'] })).toBe('prohibited');
  expect(standingOf({ row: 2, wrong: [{ field: 'weight_g', reason: 'wrong_type' }] })).toBe('wrong');
});

test('what was mended is said once for each column and reason, with the first row', () => {
  const zero = { field: 'recipient_phone', reason: 'zero_restored' };
  const rows = [{ row: 2 }, { row: 3, mended: [zero] }, { row: 4, mended: [{ ...zero, field: 'sender_phone' }, zero] }];
  expect(mendedIn(rows)).toEqual([
    { ...zero, rows: 2, first: 3 },
    { field: 'sender_phone', reason: 'zero_restored', rows: 1, first: 4 },
  ]);
});
