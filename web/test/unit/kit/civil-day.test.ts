import { expect, test } from 'vitest';

import { civilDayOf, dayText, instantOf, plusDays, plusMonths, typedDay, weekdayOf } from '../../../src/kit/civil-day.ts';

test('months are those of the calendar, cut to the month they end in', () => {
  expect(plusMonths('2026-11-30', 3)).toBe('2027-02-28');
  expect(plusMonths('2027-11-30', 3)).toBe('2028-02-29');
  expect(plusMonths('2026-08-31', 6)).toBe('2027-02-28');
  expect(plusMonths('2027-03-31', -1)).toBe('2027-02-28');
});

test('days go over the ends of months and years', () => {
  expect(plusDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(plusDays('2028-03-01', -1)).toBe('2028-02-29');
  expect(weekdayOf('2026-11-26')).toBe(3);
  expect(weekdayOf('2026-11-29')).toBe(6);
});

test('a day is shown, and read back however it is typed', () => {
  expect(dayText('2026-03-05')).toBe('05/03/2026');
  for (const typed of ['05/03/2026', '5/3/2026', '5.3.2026', ' 05-03-2026 ', '05032026', '2026-03-05']) expect(typedDay(typed), typed).toBe('2026-03-05');
  for (const typed of ['', '31/02/2026', '5/3', '2026-13-01', 'hôm nay', '5032026']) expect(typedDay(typed), typed).toBeNull();
});

test('what is typed of a clock is Viet Nam’s time, and an end holds its whole minute', () => {
  expect(instantOf('2026-11-26T06:30')).toBe('2026-11-25T23:30:00.000Z');
  expect(instantOf('2026-11-26T06:30', true)).toBe('2026-11-25T23:30:59.999Z');
  expect(civilDayOf('2026-11-25T17:00:00.000Z')).toBe('2026-11-26');
  expect(civilDayOf('2026-11-25T16:59:59.999Z')).toBe('2026-11-25');
  expect(instantOf('')).toBeNull();
  expect(instantOf('26/11/2026 06:30')).toBeNull();
});
