import { expect, test } from 'vitest';

import { countOf, rangesText } from '../../src/pages/devices/gaps.ts';

test('what is missing is counted and named as people would', () => {
  const missing = [
    { from: 3, to: 3 },
    { from: 7, to: 9 },
    { from: 1200, to: 1201 },
  ];
  expect(countOf(missing)).toBe(6);
  expect(rangesText(missing)).toBe('3, 7–9, 1.200–1.201');
  expect(countOf([])).toBe(0);
});
