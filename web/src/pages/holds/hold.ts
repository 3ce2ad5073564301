// What the API says of a hold, put into the groups that people look for.
import type { components } from '../../api/api.d.ts';
import { civilDayOf, plusDays, type CivilDay } from '../../kit/civil-day.ts';

export type Hold = components['schemas']['Hold'];
export type Ground = components['schemas']['Ground'];

export const holdMonthsMax = 6;
const approvalDaysMax = 7;

/** Its copies are there, approved or not. */
export const inForce = ({ state }: Hold): boolean => state === 'placed' || state === 'approved';

/** The last day on which the second person may approve it. */
export const approvalUntil = ({ placed_at }: Hold): CivilDay => plusDays(civilDayOf(placed_at), approvalDaysMax);

export interface Groups {
  readonly waiting: readonly Hold[];
  readonly force: readonly Hold[];
  /** Nobody placed them, and nobody ends them. */
  readonly selves: readonly Hold[];
  readonly ended: readonly Hold[];
}

/** Those that end first stand first; of those that have ended, the last. */
export function groupsOf(holds: readonly Hold[]): Groups {
  const by = (wanted: (hold: Hold) => boolean): Hold[] => holds.filter(wanted).toSorted((one, other) => one.until.localeCompare(other.until) || one.number - other.number);
  return {
    waiting: by(({ self, state }) => !self && (state === 'placing' || state === 'placed')),
    force: by(({ self, state }) => !self && state === 'approved'),
    selves: by(({ self, state }) => self && state !== 'ended'),
    ended: holds.filter(({ state }) => state === 'ended').toSorted((one, other) => (other.ended_at ?? '').localeCompare(one.ended_at ?? '') || other.number - one.number),
  };
}

/** When an item was accepted, which its id says. */
export const acceptedAt = (item: string): Date => new Date(Number.parseInt(item.replaceAll('-', '').slice(0, 12), 16));
