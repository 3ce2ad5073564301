import { expect, test } from 'vitest';

import { acceptedAt, groupsOf, inForce, wishOf, type Hold } from '../../../src/pages/holds/hold.ts';

const hold = (number: number, more: Partial<Hold> = {}): Hold => ({
  number,
  state: 'approved',
  self: false,
  placed_at: '2026-11-25T18:00:00.000Z',
  by: 'NV-1',
  until: '2027-05-26',
  items: 1,
  ...more,
});

const numbers = (holds: readonly Hold[]): number[] => holds.map(({ number }) => number);

test('every hold stands in one group, those that end first at the top; one of a series in none', () => {
  const all = [
    hold(1, { state: 'ended', ended_at: '2026-11-01T00:00:00.000Z' }),
    hold(2),
    hold(3, { until: '2026-12-01' }),
    hold(4, { state: 'placed' }),
    hold(5, { state: 'placing' }),
    hold(6, { self: true }),
    hold(7, { self: true, state: 'ended', ended_at: '2026-11-20T00:00:00.000Z' }),
    hold(8, { self: true, state: 'placed' }),
    hold(9, { self: true, service: 'party_state' }),
    hold(10, { self: true, service: 'party_state', state: 'ended', ended_at: '2026-11-21T00:00:00.000Z' }),
  ];
  const { waiting, force, selves, ended } = groupsOf(all);
  expect(numbers(waiting)).toEqual([4, 5]);
  expect(numbers(force)).toEqual([3, 2]);
  expect(numbers(selves)).toEqual([6, 8]);
  expect(numbers(ended)).toEqual([7, 1]);
  expect(numbers(all.filter(inForce))).toEqual([2, 3, 4, 6, 8, 9]);
});

test('the second person has seven days, of Viet Nam’s calendar', () => {
  const placed = hold(1, { state: 'placed', second_person: 'NV-2' });
  expect(wishOf(placed)).toEqual({ until: '2027-05-26', second: 'NV-2', approveBefore: '2026-12-03' }); // placed at one in the morning of the 26th
  expect(wishOf(hold(1))).toBeNull();
  expect(wishOf(hold(1, { state: 'placed', self: true }))).toBeNull();
});

test('a renewal waits beside its hold, which lasts as it did', () => {
  const renewed = hold(1, { second_person: 'NV-2', renewal: { until: '2027-08-01', by: 'NV-1', second_person: 'NV-3', at: '2027-03-01T02:00:00.000Z' } });
  expect(wishOf(renewed)).toEqual({ until: '2027-08-01', second: 'NV-3', approveBefore: '2027-03-08' });
  expect(groupsOf([renewed]).force).toEqual([renewed]);
});

test('an id says when its item was accepted', () => {
  expect(acceptedAt('0199c0de-0000-7000-8000-000000000000').toISOString()).toBe(new Date(0x0199c0de0000).toISOString());
});
