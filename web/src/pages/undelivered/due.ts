// What the law wants next for an item that nobody has received, and from which day it counts (LBC Art 17).
import type { components } from '../../api/api.d.ts';
import type { CivilDay } from '../../kit/civil-day.ts';

export type Undelivered = components['schemas']['UndeliveredItems']['items'][number];

export type Act = 'notice' | 'unclaimed' | 'settled';

export interface Due {
  readonly act: Act;
  readonly from: CivilDay;
}

export function dueOf({ state, clock, settled_from }: Undelivered): Due {
  if (state === 'unclaimed') return { act: 'settled', from: settled_from ?? clock.unclaimed_from };
  if (clock.notices < clock.notices_needed) return { act: 'notice', from: clock.next_notice_from };
  return { act: 'unclaimed', from: clock.unclaimed_from };
}

/** What was due first; of one day, what was accepted first. */
export const byDue = (one: Undelivered, other: Undelivered): number =>
  dueOf(one).from.localeCompare(dueOf(other).from) || one.accepted_on.localeCompare(other.accepted_on) || one.item.localeCompare(other.item);

/** Which acts an item's state allows at all; when, the server says. */
export const actsOf = ({ state }: Undelivered): readonly Act[] => (state === 'unclaimed' ? ['settled'] : ['notice', 'unclaimed']);
