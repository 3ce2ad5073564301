// What a task is called and how pressing it is: every kind has its words in both languages, and a number of days that is right at its ends.
import { describe, expect, test } from 'vitest';

import { tasksTexts } from '../../../src/i18n/tasks.ts';
import { ableFor, daysBetween, kindIn, pressing, whatOf, type Task, type TaskKind } from '../../../src/pages/office/task.ts';

const t = tasksTexts.vi;
const task = (more: Partial<Task>): Task => ({
  id: 'equipment.XR-01',
  kind: 'equipment',
  law: 'D3',
  severity: 'soon',
  subject: 'XR-01',
  due: '2026-12-01',
  missing: false,
  blocks: false,
  ...more,
});

describe('what it is', () => {
  const kinds = Object.keys(t.groups) as TaskKind[];
  test.each(kinds)('%s has words in both languages, there or missing', (kind) => {
    for (const texts of [tasksTexts.vi, tasksTexts.en]) {
      for (const missing of [true, false]) {
        const words = whatOf(task({ kind, missing, detail: kind === 'vehicle' ? 'truck' : 'camera', site: 'BC1', site_name: 'Bưu cục 1' }), texts);
        expect(words).not.toMatch(/undefined|\[object/);
        expect(words.length).toBeGreaterThan(8);
      }
    }
  });
  test('names the piece, the plate and the site', () => {
    expect(whatOf(task({ detail: 'xray_scanner' }), t)).toBe('Máy soi XR-01 hết hạn kiểm định');
    expect(whatOf(task({ kind: 'vehicle', subject: '27C-12345', detail: 'truck', missing: true }), t)).toBe('Xe tải 27C-12345 chưa ghi hạn đăng kiểm');
    expect(whatOf(task({ kind: 'site_equipment', subject: 'TT2', site: 'TT2', site_name: 'Trung tâm', detail: 'camera', missing: true }), t)).toBe('Trung tâm chưa có: Camera');
    expect(whatOf(task({ kind: 'complaint_answer', subject: '7', label: '3/2026' }), t)).toBe('Khiếu nại 3/2026 chờ trả lời');
  });
  test('a kind of equipment of a later program is shown by its code', () => expect(whatOf(task({ detail: 'drone' }), t)).toContain('drone'));
});

describe('how pressing it is', () => {
  test.each([
    ['overdue', '2026-11-27', 'bad', 'Quá hạn 1 ngày'],
    ['today', '2026-11-28', 'warn', 'Hôm nay'],
    ['soon', '2026-11-29', 'warn', 'Còn 1 ngày'],
    ['soon', '2027-02-26', 'warn', 'Còn 90 ngày'],
  ] as const)('%s, due %s', (severity, due, tone, words) => expect(pressing(task({ severity, due }), '2026-11-28', t)).toEqual({ tone, words }));
  test('what is not there at all lacks, whatever day it should have been', () =>
    expect(pressing(task({ severity: 'overdue', due: '2020-01-01', missing: true }), '2026-11-28', t)).toEqual({ tone: 'bad', words: 'Còn thiếu' }));
  test('days are those of the calendar', () => expect(daysBetween('2027-02-28', '2027-03-01')).toBe(1));
});

test('somebody who is bound to a site is given its tasks only', () => {
  const owners = [{ number: 'NV-1' }, { number: 'NV-2', site: 'BC1' }];
  expect(ableFor(task({ site: 'BC1' }), owners)).toHaveLength(2);
  expect(ableFor(task({ site: 'TT2' }), owners)).toEqual([{ number: 'NV-1' }]);
  expect(ableFor(task({ kind: 'leader' }), owners)).toEqual([{ number: 'NV-1' }]);
});

test('an address asks for a kind that there is', () => {
  expect(kindIn('duties', t.groups)).toBe('duties');
  for (const wrong of [null, '', 'toString', 'weather']) expect(kindIn(wrong, t.groups)).toBeNull();
});
