// What a route is, and how a courier puts it in order.
import type { components } from '../api/api.d.ts';

export type Route = components['schemas']['OpenedRoute'];
export type Stop = Route['items'][number];

/** One place up or down; as it was at an end. */
export function moved(stops: readonly Stop[], item: string, by: -1 | 1): readonly Stop[] {
  const from = stops.findIndex((each) => each.item === item);
  const to = from + by;
  const [one, other] = [stops[from], stops[to]];
  if (!one || !other) return stops;
  return stops.map((each, at) => (at === from ? other : at === to ? one : each));
}
