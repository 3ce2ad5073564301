// What a courier does with an item at a door is sealed and on the phone's disk before anything is sent, so that neither a dead spot nor a page
// that is closed loses it. It goes once, under the account that did it.
import { api, ask } from '../api/client.ts';
import type { Failure } from '../api/problem.ts';
import { store } from '../app/store.ts';
import { postPictures } from '../counter/picture-post.ts';
import { openQueue } from '../offline/db.ts';
import { sealAndKeep, slotOf, type Deed } from '../offline/deed.ts';
import { keyFor } from '../offline/envelope.ts';
import { deedDropped } from '../offline/queue.ts';
import { answerTo, changed, waitingHere, who } from '../offline/service.ts';
import { deedMayStillGo } from '../offline/sync.ts';
import { serverNow } from './route.ts';

/** `kept`: it goes by itself once it can. */
export type Recorded = { readonly kind: 'done' | 'kept' } | { readonly kind: 'refused'; readonly failure: Failure };

/** Items that are through as far as the courier is concerned: whether or not the server, or the route that it told last, knows it yet. */
export const through = store<ReadonlySet<string>>(new Set());

const ends = (kind: string): boolean => kind === 'delivered' || kind === 'returned';

function isThrough(items: readonly string[]): void {
  const known = through.get();
  if (items.some((item) => !known.has(item))) through.set(new Set([...known, ...items]));
}

// What a page before this one kept, too.
waitingHere.subscribe(() => isThrough(waitingHere.get().deeds.flatMap(({ item, kind, refused }) => (refused === null && ends(kind) ? [item] : []))));

const wait_ms = 8000;

/** Without the means to keep it: on line or not at all, and whoever stands at the door is told. */
async function plainly({ item, event, pictures }: Deed): Promise<Recorded> {
  const answer = await ask(api.POST('/api/v1/items/{item}/events', { params: { path: { item } }, body: event, signal: AbortSignal.timeout(wait_ms) }));
  if (!answer.ok) return { kind: 'refused', failure: answer.failure };
  postPictures(item, pictures.map((picture) => ({ ...picture, slot: slotOf(event, picture.slot) })));
  return { kind: 'done' };
}

async function recorded(deed: Deed): Promise<Recorded> {
  const { id } = deed.event;
  const db = await openQueue().catch(() => null);
  const keys = await db?.get('keep', 'week-keys').catch(() => undefined);
  const key = keyFor(serverNow(), keys ?? []);
  if (!db || !key) return plainly(deed);
  const answer = answerTo(id); // before it can be sent
  // A full disk keeps nothing; the line may still take it.
  if (!(await sealAndKeep(db, key, deed, who(), serverNow()).then(() => true, () => false))) return plainly(deed);
  changed();
  const said = await answer;
  if (said === null || (!said.ok && deedMayStillGo(said.failure))) return { kind: 'kept' };
  if (said.ok) return { kind: 'done' };
  await deedDropped(db, id); // it is told here, and what was filled in stays on the screen
  changed();
  return { kind: 'refused', failure: said.failure };
}

/** Comes back when it is done, refused, or known to have to wait. */
export async function record(deed: Deed): Promise<Recorded> {
  const answer = await recorded(deed);
  if (ends(deed.event.kind) && answer.kind !== 'refused') isThrough([deed.item]);
  return answer;
}
