// What the API says of a hold, put into the groups that people look for.
import type { components } from '../../api/api.d.ts';
import { civilDayOf, plusDays, type CivilDay } from '../../kit/civil-day.ts';

export type Hold = components['schemas']['Hold'];
export type Ground = components['schemas']['Ground'];

export const holdMonthsMax = 6;
const approvalDaysMax = 7;

/** Its copies are there, approved or not. */
export const inForce = ({ state }: Hold): boolean => state === 'placed' || state === 'approved';

/** What waits for a second person: the hold itself, or its renewal. */
export interface Wish {
  readonly until: CivilDay;
  readonly second: string;
  /** The last day on which it may be approved. */
  readonly approveBefore: CivilDay;
}

export function wishOf({ state, self, until, second_person, placed_at, renewal }: Hold): Wish | null {
  if (renewal !== undefined) return { until: renewal.until, second: renewal.second_person, approveBefore: plusDays(civilDayOf(renewal.at), approvalDaysMax) };
  if (self || state !== 'placed') return null;
  return { until, second: second_person ?? '', approveBefore: plusDays(civilDayOf(placed_at), approvalDaysMax) };
}

const isOver = ({ state }: Hold): boolean => state === 'ending' || state === 'ended';

export interface Groups {
  readonly waiting: readonly Hold[];
  readonly force: readonly Hold[];
  /** Nobody placed them, and nobody ends them. */
  readonly selves: readonly Hold[];
  readonly ended: readonly Hold[];
}

/**
 * Those that end first stand first; of those that have ended, the last. Without those of a series, one for each day of some years: nobody
 * decides anything of them, and the page of the terms has their sum.
 */
export function groupsOf(all: readonly Hold[]): Groups {
  const holds = all.filter(({ service }) => service === undefined);
  const by = (wanted: (hold: Hold) => boolean): Hold[] => holds.filter(wanted).toSorted((one, other) => one.until.localeCompare(other.until) || one.number - other.number);
  return {
    waiting: by(({ self, state }) => !self && (state === 'placing' || state === 'placed')),
    force: by(({ self, state }) => !self && state === 'approved'),
    selves: by((hold) => hold.self && !isOver(hold)),
    ended: holds.filter(isOver).toSorted((one, other) => (other.ended_at ?? '').localeCompare(one.ended_at ?? '') || other.number - one.number),
  };
}

/** When an item was accepted, which its id says. */
export const acceptedAt = (item: string): Date => new Date(Number.parseInt(item.replaceAll('-', '').slice(0, 12), 16));
