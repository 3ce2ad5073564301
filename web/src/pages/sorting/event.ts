// One event of an item, with the pictures that follow it. The id is made once: whatever is sent again after a lost answer is the same
// event.
import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import type { Answer } from '../../api/problem.ts';
import { makeItemId } from '../../counter/item-id.ts';
import type { Picture } from '../../counter/form.ts';
import { postPictures } from '../../counter/picture-post.ts';

export type Scanned = components['schemas']['Scanned'];
export type Event = components['schemas']['Event'];
export type SortingRules = components['schemas']['SortingRules'];

/** What the event says besides who, where and when. */
export type Said = Omit<Event, 'id' | 'at' | 'site' | 'pictures'>;

export const commandId = (): string => makeItemId(Date.now());

export function eventOf(site: string, said: Said, pictures: readonly Picture[] = []): Event {
  return {
    id: commandId(),
    at: new Date().toISOString(),
    site,
    ...said,
    ...(pictures.length > 0 && { pictures: pictures.map(({ slot, sha256, bytes }) => ({ slot, sha256, size: bytes.size })) }),
  };
}

export const scan = (body: components['schemas']['Scan']): Promise<Answer<Scanned>> => ask(api.POST('/api/v1/scans', { body }));

/** Records it; its pictures follow by themselves. */
export async function send(item: string, event: Event, pictures: readonly Picture[] = []): Promise<Answer<Scanned>> {
  const recorded = await scan({ item, event });
  if (recorded.ok) postPictures(item, pictures.map((picture) => ({ ...picture, slot: slotOf(event.id, picture.slot) })));
  return recorded;
}

/** As the server names it: docs/formats/entries-items.md. */
const slotOf = (event: string, slot: string): string => `${slot}.${event.slice(-8)}`;
