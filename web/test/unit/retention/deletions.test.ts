import { expect, test } from 'vitest';

import { deletionsOf } from '../../../src/pages/retention/deletions.ts';

const dates = { free_from: '2026-01-22', due_on: '2026-10-22' };

test('classes that went together are one deletion, with one proof; the oldest stands first', () => {
  const found = deletionsOf([
    { class: 'record', keeping: 'gone', ...dates, gone: { at: '2026-10-21T17:00:01.000Z', entry: 'b', grade: 'B' } },
    { class: 'identity', keeping: 'gone', ...dates, gone: { at: '2026-02-21T17:00:01.000Z', entry: 'a', grade: 'A', in_backups_until: '2026-03-30' } },
    { class: 'token', keeping: 'gone', ...dates, gone: { at: '2026-10-21T17:00:01.000Z', entry: 'b', grade: 'B' } },
    { class: 'minutes', keeping: 'kept', ...dates },
  ]);
  expect(found).toEqual([
    { entry: 'a', at: '2026-02-21T17:00:01.000Z', grade: 'A', inBackupsUntil: '2026-03-30', classes: ['identity'] },
    { entry: 'b', at: '2026-10-21T17:00:01.000Z', grade: 'B', inBackupsUntil: null, classes: ['record', 'token'] },
  ]);
});

test('of a day that is whole there is none', () => {
  expect(deletionsOf([{ class: 'record', keeping: 'owed', ...dates }])).toEqual([]);
});
