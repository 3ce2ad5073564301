import { expect, test } from 'vitest';

import { actsOf, byDue, dueOf, type Undelivered } from '../../../src/pages/undelivered/due.ts';

const held = (notices: number, more: Partial<Undelivered> = {}): Undelivered => ({
  item: '01a0',
  type: 'parcel',
  state: 'held_for_pickup',
  site: 'BC1',
  accepted_on: '2026-11-23',
  attempts: 1,
  clock: { notices, notices_needed: 2, next_notice_from: '2026-11-28', unclaimed_from: '2027-05-24' },
  public_notice_months: 3,
  ...more,
});
const unclaimed = held(2, { state: 'unclaimed', unclaimed_on: '2027-05-24', settled_from: '2027-08-25' });

test('a recipient who was not told often enough is told; then it is waited for; then the council has it', () => {
  expect(dueOf(held(1))).toEqual({ act: 'notice', from: '2026-11-28' });
  expect(dueOf(held(2))).toEqual({ act: 'unclaimed', from: '2027-05-24' });
  expect(dueOf(unclaimed)).toEqual({ act: 'settled', from: '2027-08-25' });
});

test('what is due first stands first; of one day the older item', () => {
  const older = held(1, { item: '019f', accepted_on: '2026-11-20' });
  expect([unclaimed, held(2), held(1), older].toSorted(byDue).map((each) => dueOf(each).from + each.accepted_on)).toEqual([
    '2026-11-282026-11-20',
    '2026-11-282026-11-23',
    '2027-05-242026-11-23',
    '2027-08-252026-11-23',
  ]);
});

test('what is unclaimed is not told of any more', () => {
  expect(actsOf(held(0))).toEqual(['notice', 'unclaimed']);
  expect(actsOf(unclaimed)).toEqual(['settled']);
});
