// What the calendar of days shows: one state for a day of several classes, months as rows of weeks, where a key leads.
import type { components } from '../../api/api.d.ts';
import { plusDays, plusMonths, weekdayOf, type CivilDay } from '../../kit/civil-day.ts';

export type DataClass = components['schemas']['DataClass'];
export type Keeping = components['schemas']['Keeping'];
export type Classes = Readonly<Partial<Record<string, Keeping>>>;
export type DayState = Keeping | 'partly' | 'left';

/** In the order of the legend: what the law wants first, what is gone last. */
export const dayStates: readonly DayState[] = ['owed', 'kept', 'due', 'held', 'partly', 'left', 'gone'];

/** What tells of persons that day; its keys are the day's own. */
const ofPersons: readonly DataClass[] = ['record', 'identity', 'token', 'picture', 'footage'];
const ofItems: readonly DataClass[] = [...ofPersons, 'minutes'];
const ofDays: readonly DataClass[] = [...ofItems, 'act'];

/**
 * What has to be acted on comes first, then what has gone; the law's claim is that on the day's items, for what openings were for is owed
 * for longer. Null: no key is a day's own, but only a week's or a quarter's.
 */
export function stateOf(classes: Classes): DayState | null {
  const of = (some: readonly DataClass[]): Keeping[] => some.flatMap((each) => classes[each] ?? []);
  const all = of(ofDays);
  if (all.length === 0) return null;
  for (const state of ['due', 'held'] as const) if (all.includes(state)) return state;
  if (all.every((each) => each === 'gone')) return 'gone';
  if (all.includes('gone')) return of(ofPersons).every((each) => each === 'gone') ? 'left' : 'partly';
  const items = of(ofItems);
  return (items.length === 0 ? all : items).includes('owed') ? 'owed' : 'kept';
}

export interface Shown {
  readonly states: ReadonlyMap<CivilDay, DayState>;
  readonly first: CivilDay;
  /** Today: keys are made a week ahead, and nothing lies under those. */
  readonly last: CivilDay;
}

export function shownOf(days: readonly { readonly day: CivilDay; readonly classes: Classes }[], today: CivilDay): Shown | null {
  const states = new Map<CivilDay, DayState>();
  for (const { day, classes } of days) {
    const state = day <= today ? stateOf(classes) : null;
    if (state !== null) states.set(day, state);
  }
  const first = [...states.keys()].toSorted()[0];
  return first === undefined ? null : { states, first, last: today };
}

export interface Month {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** Monday first; null where no day of the month is shown. */
  readonly weeks: readonly (readonly (CivilDay | null)[])[];
}

const monthOf = (day: CivilDay): string => day.slice(0, 7);
export const yearOf = (day: CivilDay): number => Number(day.slice(0, 4));

export const yearsOf = ({ first, last }: Shown): number[] => Array.from({ length: yearOf(last) - yearOf(first) + 1 }, (_, at) => yearOf(first) + at);

/** The months of a year that hold a day which is shown. */
export function monthsOf(year: number, shown: Shown): Month[] {
  return Array.from({ length: 12 }, (_, at) => at + 1)
    .map((month) => ({ month, name: `${year}-${String(month).padStart(2, '0')}` }))
    .filter(({ name }) => monthOf(shown.first) <= name && name <= monthOf(shown.last))
    .map(({ month, name }) => ({ year, month, weeks: weeksOf(`${name}-01`, shown) }));
}

function weeksOf(first: CivilDay, shown: Shown): (CivilDay | null)[][] {
  const cells: (CivilDay | null)[] = Array.from({ length: weekdayOf(first) }, () => null);
  for (let day = first; monthOf(day) === monthOf(first); day = plusDays(day, 1)) cells.push(shown.first <= day && day <= shown.last ? day : null);
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(7 * week, 7 * week + 7));
}

/** Where a key leads from a day; null: it is no key of the calendar. What lies outside is cut off at the first and the last day. */
export function reached(key: string, from: CivilDay, { first, last }: Shown): CivilDay | null {
  const to = target(key, from);
  if (to === null) return null;
  return to < first ? first : last < to ? last : to;
}

function target(key: string, from: CivilDay): CivilDay | null {
  switch (key) {
    case 'ArrowLeft':
      return plusDays(from, -1);
    case 'ArrowRight':
      return plusDays(from, 1);
    case 'ArrowUp':
      return plusDays(from, -7);
    case 'ArrowDown':
      return plusDays(from, 7);
    case 'PageUp':
      return plusMonths(from, -1);
    case 'PageDown':
      return plusMonths(from, 1);
    case 'Home':
      return plusDays(from, -weekdayOf(from));
    case 'End':
      return plusDays(from, 6 - weekdayOf(from));
    default:
      return null;
  }
}
