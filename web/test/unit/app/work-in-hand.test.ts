import { expect, test } from 'vitest';

import { handsFull, takeInHand } from '../../../src/app/work-in-hand.ts';

test('hands are full until everyone has let go, and letting go twice counts once', () => {
  const one = takeInHand();
  const other = takeInHand();
  one();
  one();
  expect(handsFull.get()).toBe(true);
  other();
  expect(handsFull.get()).toBe(false);
});
