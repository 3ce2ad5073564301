import { describe, expect, test } from 'vitest';

import { monthsOf, reached, shownOf, stateOf, yearsOf, type Classes, type Shown } from '../../../src/pages/retention/calendar.ts';

const all = (keeping: NonNullable<Classes[string]>): Classes =>
  Object.fromEntries(['record', 'identity', 'token', 'picture', 'footage', 'minutes', 'act'].map((each) => [each, keeping]));

describe('the state of a day', () => {
  test('is that of all its classes, where they agree', () => {
    for (const keeping of ['owed', 'kept', 'due', 'held', 'gone'] as const) expect(stateOf(all(keeping))).toBe(keeping);
  });

  test('names what has to be acted on before anything else', () => {
    expect(stateOf({ ...all('gone'), picture: 'due' })).toBe('due');
    expect(stateOf({ ...all('kept'), footage: 'held' })).toBe('held');
    expect(stateOf({ ...all('gone'), footage: 'held', record: 'due' })).toBe('due');
  });

  test('says that a part has gone, whatever is left', () => {
    expect(stateOf({ ...all('kept'), identity: 'gone' })).toBe('partly');
    expect(stateOf({ ...all('kept'), record: 'gone', token: 'gone', identity: 'gone', picture: 'gone' })).toBe('partly');
  });

  test('says where nothing that tells of persons is left', () => {
    expect(stateOf({ ...all('gone'), act: 'owed' })).toBe('left');
    expect(stateOf({ ...all('gone'), minutes: 'kept', act: 'kept' })).toBe('left');
    expect(stateOf({ ...all('gone'), minutes: 'due' })).toBe('due');
  });

  test('is owed by its items alone: what openings were for is owed for longer', () => {
    expect(stateOf({ ...all('kept'), act: 'owed' })).toBe('kept');
    expect(stateOf({ ...all('kept'), minutes: 'owed' })).toBe('owed');
    expect(stateOf({ act: 'owed' })).toBe('owed');
  });

  test('is none where only a week or a quarter begins', () => {
    expect(stateOf({ queue: 'kept', staff: 'owed' })).toBeNull();
    expect(stateOf({})).toBeNull();
  });
});

const shown: Shown = { states: new Map(), first: '2025-10-22', last: '2026-11-26' };

describe('the months', () => {
  test('begin with the first day that is kept and end today; keys that were made ahead are no days yet', () => {
    const days = ['2026-11-25', '2025-10-22', '2026-12-01'].map((day) => ({ day, classes: all('owed') }));
    const found = shownOf([...days, { day: '2025-10-01', classes: { staff: 'owed' } }], '2026-11-26');
    expect(found).toMatchObject({ first: '2025-10-22', last: '2026-11-26' });
    expect(found?.states.size).toBe(2);
    expect(shownOf([], '2026-11-26')).toBeNull();
    expect(yearsOf(shown)).toEqual([2025, 2026]);
    expect(monthsOf(2025, shown).map(({ month }) => month)).toEqual([10, 11, 12]);
    expect(monthsOf(2026, shown).map(({ month }) => month)).toHaveLength(11);
  });

  test('are whole weeks from Monday on', () => {
    const [october] = monthsOf(2025, shown);
    expect(october?.weeks).toHaveLength(5); // the first of October 2025 is a Wednesday
    expect(october?.weeks[3]).toEqual([null, null, '2025-10-22', '2025-10-23', '2025-10-24', '2025-10-25', '2025-10-26']);
    expect(october?.weeks[4]?.slice(4)).toEqual(['2025-10-31', null, null]);
    const february = monthsOf(2027, { ...shown, last: '2027-12-31' })[1];
    expect(february?.weeks).toHaveLength(4); // begins on a Monday and has 28 days
    for (const year of yearsOf({ ...shown, last: '2028-12-31' }))
      for (const { weeks } of monthsOf(year, { ...shown, last: '2028-12-31' })) expect(weeks.every((week) => week.length === 7)).toBe(true);
  });
});

describe('the keys', () => {
  const from = (day: string) => (key: string) => reached(key, day, shown);

  test('walk days, weeks and months, over the ends of months and years', () => {
    expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map(from('2026-01-01'))).toEqual(['2025-12-31', '2026-01-02', '2025-12-25', '2026-01-08']);
    expect(['PageUp', 'PageDown'].map(from('2026-03-31'))).toEqual(['2026-02-28', '2026-04-30']);
    expect(['Home', 'End'].map(from('2026-11-11'))).toEqual(['2026-11-09', '2026-11-15']);
  });

  test('stop at the first day and today', () => {
    expect(['ArrowLeft', 'ArrowUp', 'PageUp'].map(from('2025-10-22'))).toEqual(['2025-10-22', '2025-10-22', '2025-10-22']);
    expect(['ArrowRight', 'PageDown', 'End'].map(from('2026-11-26'))).toEqual(['2026-11-26', '2026-11-26', '2026-11-26']);
  });

  test('are no others', () => {
    for (const key of ['Enter', ' ', 'j', 'Tab', 'Escape']) expect(from('2026-11-11')(key)).toBeNull();
  });
});
