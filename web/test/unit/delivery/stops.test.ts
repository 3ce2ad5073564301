import { expect, test } from 'vitest';

import { moved, type Stop } from '../../../src/delivery/stops.ts';

const stops = ['a', 'b', 'c'].map((item) => ({ item }) as Stop);
const order = (list: readonly Stop[]): string => list.map(({ item }) => item).join('');

test('a stop goes one place up or down, and stays at an end', () => {
  expect(order(moved(stops, 'b', -1))).toBe('bac');
  expect(order(moved(stops, 'b', 1))).toBe('acb');
  expect(order(moved(stops, 'a', -1))).toBe('abc');
  expect(order(moved(stops, 'c', 1))).toBe('abc');
  expect(order(moved(stops, 'x', 1))).toBe('abc');
});
