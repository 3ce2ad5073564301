import { expect, test } from 'vitest';

import { lineState } from '../../../src/app/line-state.ts';

const empty = { known: true, waiting: 0, oldest: null, refused: 0 };
const line = { online: true, slow: false, queue: empty };

test('synchronised is said only when nothing waits', () => {
  expect(lineState(line)).toBe('synced');
  expect(lineState({ ...line, queue: { ...empty, waiting: 1, oldest: new Date() } })).toBe('sending');
});

test('before the disk was looked at nothing is called synchronised', () => {
  expect(lineState({ ...line, queue: { ...empty, known: false } })).toBe('reached');
});

test('a refused item is said whatever the line does, except that there is none', () => {
  const queue = { known: true, waiting: 2, oldest: new Date(), refused: 1 };
  expect(lineState({ online: true, slow: true, queue })).toBe('refused');
  expect(lineState({ online: false, slow: false, queue })).toBe('offline');
});

test('a slow line is not called synchronised', () => {
  expect(lineState({ ...line, slow: true })).toBe('slow');
});
