// Days of the civil calendar as the API writes them, 2026-11-26: reckoned without any clock or zone, shown as people write them.
import { day } from '../i18n/formats.ts';

/** 2026-11-26 */
export type CivilDay = string;

const dayMs = 86_400_000;
const made = (ms: number): CivilDay => new Date(ms).toISOString().slice(0, 10);
const startOf = (each: CivilDay): number => Date.parse(`${each}T00:00:00Z`);

export const plusDays = (each: CivilDay, days: number): CivilDay => made(startOf(each) + days * dayMs);

/** As the server counts terms: 30 November and three months is the last day of February. */
export function plusMonths(each: CivilDay, months: number): CivilDay {
  const from = new Date(startOf(each));
  const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(from.getUTCDate(), last));
  return made(first.getTime());
}

/** Monday is 0. */
export const weekdayOf = (each: CivilDay): number => (new Date(startOf(each)).getUTCDay() + 6) % 7;

/** 26/11/2026 */
export const dayText = (each: CivilDay): string => day(new Date(startOf(each)));

/** What people type for a day, with or without signs between: 26/11/2026, 26112026, also 2026-11-26. */
export function typedDay(typed: string): CivilDay | null {
  const text = typed.trim();
  const [, year, month, date] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
  const [, date2, month2, year2] = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(text) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(text) ?? [];
  const wanted = `${year ?? year2 ?? ''}-${(month ?? month2 ?? '').padStart(2, '0')}-${(date ?? date2 ?? '').padStart(2, '0')}`;
  const ms = startOf(wanted);
  return Number.isNaN(ms) || made(ms) !== wanted ? null : wanted;
}

/** A moment in Viet Nam's time, as an input of the kind datetime-local gives it; `end`: the last of its minute. */
export function instantOf(local: string, end = false): string | null {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local) ? Date.parse(`${local}:${end ? '59.999' : '00.000'}+07:00`) : Number.NaN;
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** The day in Viet Nam of a moment of the API. */
export const civilDayOf = (instant: string): CivilDay => made(Date.parse(instant) + 7 * 3_600_000);
