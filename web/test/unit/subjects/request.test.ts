import { expect, test } from 'vitest';

import { byUrgency, clockOf, mayErase, mayExport, mayGo, stepsOf, type Export, type SubjectRequest } from '../../../src/pages/subjects/request.ts';

const request = (number: number, more: Partial<SubjectRequest> = {}): SubjectRequest => ({
  number,
  state: 'received',
  ask: 'erase',
  received_at: '2026-11-20T03:00:00.000Z',
  by: 'NV-1',
  third_party: false,
  extended: false,
  answer_by: '2026-11-24',
  due: '2026-12-10',
  late: false,
  items_erased: 0,
  ...more,
});
const today = '2026-11-27';
const answered = { answered_at: '2026-11-21T03:00:00.000Z' };

test('the clock of the answer runs first, then that of the deed', () => {
  expect(clockOf(request(1))).toBe('2026-11-24');
  expect(clockOf(request(1, answered))).toBe('2026-12-10');
});

test('what is late stands first, then what ends first; of the closed the newest', () => {
  const open = [request(1, { answer_by: '2026-11-30' }), request(2, { answer_by: '2026-11-29' }), request(3, { ...answered, late: true, due: '2026-12-30' })];
  expect(open.toSorted(byUrgency).map(({ number }) => number)).toEqual([3, 2, 1]);
  expect([request(4, { state: 'done' }), request(5, { state: 'refused' })].toSorted(byUrgency).map(({ number }) => number)).toEqual([5, 4]);
});

test('each state has its steps', () => {
  expect(stepsOf(request(1), today)).toEqual(['identify', 'answer', 'extend', 'refuse', 'take_back']);
  expect(stepsOf(request(1, { state: 'identified', ...answered, extended: true }), today)).toEqual(['finish', 'refuse', 'take_back']);
  expect(stepsOf(request(1, { due: '2026-11-26' }), today)).not.toContain('extend');
  expect(stepsOf(request(1, { state: 'done' }), today)).toEqual([]);
});

test('data is given and erased only where it was seen who asks, and that is what is asked', () => {
  expect([mayExport(request(1)), mayErase(request(1))]).toEqual([false, false]);
  expect([mayExport(request(1, { state: 'identified' })), mayErase(request(1, { state: 'identified' }))]).toEqual([true, true]);
  expect([mayExport(request(1, { state: 'identified', ask: 'access' })), mayErase(request(1, { state: 'identified', ask: 'access' }))]).toEqual([true, false]);
  expect(mayExport(request(1, { state: 'identified', ask: 'object' }))).toBe(false);
});

test('what is under way, or still owed to the law, does not go', () => {
  const item = { state: 'delivered', owed_until: '2026-11-26' } as Export['items'][number];
  expect(mayGo(item, today)).toBe(true);
  expect(mayGo({ ...item, owed_until: today }, today)).toBe(false);
  expect(mayGo({ ...item, state: 'held_for_pickup' }, today)).toBe(false);
});
