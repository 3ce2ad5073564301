// Acts by person: who saw most closely stands first, then who saw most often.
import type { components } from '../../api/api.d.ts';

type Act = components['schemas']['LeakAnswer']['acts'][number];
type Sight = Act['sight'];

export interface Person {
  readonly user: string;
  readonly by: string;
  readonly count: number;
  /** The closest first. */
  readonly sights: readonly Sight[];
  readonly first: string;
  readonly last: string;
}

const closeness: Readonly<Record<Sight, number>> = { about: 0, search: 1, overview: 2 };
const closestFirst = (sights: readonly Sight[]): readonly Sight[] => [...new Set(sights)].sort((one, other) => closeness[one] - closeness[other]);

/** `acts`: the newest first. */
export function byPerson(acts: readonly Act[]): Person[] {
  const people = new Map<string, Act[]>();
  for (const act of acts) {
    const key = `${act.user} ${act.by}`;
    people.set(key, [...(people.get(key) ?? []), act]);
  }
  return [...people.values()]
    .flatMap((mine): Person[] => {
      const [newest, oldest] = [mine[0], mine.at(-1)];
      if (!newest || !oldest) return [];
      return [{ user: newest.user, by: newest.by, count: mine.length, sights: closestFirst(mine.map(({ sight }) => sight)), first: oldest.at, last: newest.at }];
    })
    .sort((one, other) => closeness[one.sights[0] ?? 'overview'] - closeness[other.sights[0] ?? 'overview'] || other.count - one.count);
}
