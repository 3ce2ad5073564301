import { expect, test } from 'vitest';

import { timeOf } from '../../../src/counter/key-model.ts';

test('the three cases of the design', () => {
  expect(timeOf({ keys: 45, thoughts: 8, scans: 1 })).toBe(21.3);
  expect(timeOf({ keys: 91, thoughts: 11, scans: 1 })).toBe(34.6); // 34.55
  expect(timeOf({ keys: 13, thoughts: 6, scans: 2 })).toBe(13.7);
});
