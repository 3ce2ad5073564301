import { expect, test } from 'vitest';

import { gramsOf } from '../../../src/device/scale-line.ts';

test.each([
  ['ST,GS,+  1.240kg', 1240],
  ['  1240 g', 1240],
  ['S S      1.24 kg', 1240],
  ['ST,NT,+00012.5 g', 13],
  ['1,240 kg', 1240],
  ['1000kg', 1_000_000],
])('%s is %i g', (line, grams) => {
  expect(gramsOf(line)).toBe(grams);
});

test.each(['', 'US,GS,+  1.240kg', 'ST,GS,-  0.010kg', 'OL,GS,', 'S D 1.2 kg', '1240', '0 g', '1001 kg', 'kg', '9'.repeat(70) + ' g', '?? 12 g', '99999999 g'])(
  '%j is no weight',
  (line) => {
    expect(gramsOf(line)).toBeUndefined();
  },
);
