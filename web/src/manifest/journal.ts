// What was done with the rows of lists at this machine (IndexedDB `buuan-manifest`), so that a list chosen again, after a lost connection or
// in another tab, is accepted once. A row's id is on the disk before the row is sent. Nothing in it can be read back to a person.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

import { makeItemId } from '../counter/item-id.ts';
import { strict } from '../offline/db.ts';
import { makeNameKey } from './row-names.ts';

export interface Done {
  readonly decision: 'accepted' | 'refused';
  readonly code: string | null;
  /** Codes of a refusal. */
  readonly reasons: readonly string[];
}

/** `sent`: the server may have it, under this id; `counter`: opened at the counter, whose queue knows what came of it. */
export type Entry =
  | { readonly state: 'sent'; readonly at: number; readonly item: string }
  | { readonly state: 'counter'; readonly at: number }
  | { readonly state: 'done'; readonly at: number; readonly done: Done };

interface Schema extends DBSchema {
  rows: { key: string; value: Entry };
  keep: { key: 'name-key'; value: CryptoKey };
}

export type Journal = IDBPDatabase<Schema>;

const keptDays = 30;

export const openJournal = (): Promise<Journal> =>
  openDB<Schema>('buuan-manifest', 1, {
    upgrade(db) {
      db.createObjectStore('rows');
      db.createObjectStore('keep');
    },
    blocking: (_from, _to, event) => (event.target as IDBDatabase).close(), // a newer version of the app, in another tab
  });

export async function nameKey(db: Journal): Promise<CryptoKey> {
  const known = await db.get('keep', 'name-key');
  if (known) return known;
  const made = await makeNameKey();
  const tx = db.transaction('keep', 'readwrite', strict);
  const first = (await tx.store.get('name-key')) ?? made; // another tab may have been faster
  await tx.store.put(first, 'name-key');
  await tx.done;
  return first;
}

export async function entriesOf(db: Journal, names: readonly string[]): Promise<ReadonlyMap<string, Entry>> {
  const tx = db.transaction('rows');
  const found = await Promise.all(names.map((name) => tx.store.get(name)));
  await tx.done;
  return new Map(names.flatMap((name, at) => (found[at] ? [[name, found[at]] as const] : [])));
}

/** The id of each row: of an earlier try, where there was one that `again` does not give up, else a new one, durable when this returns. Rows
 * that are done, or lie at the counter, have none. */
export async function tryRows(db: Journal, names: readonly string[], now: number, again: ReadonlySet<string> = new Set()): Promise<ReadonlyMap<string, Entry & { state: 'sent' }>> {
  const tx = db.transaction('rows', 'readwrite', strict);
  const tries = new Map<string, Entry & { state: 'sent' }>();
  for (const name of names) {
    const before = await tx.store.get(name);
    if (before && before.state !== 'sent') continue;
    const now_tried = before && !again.has(name) ? before : ({ state: 'sent', item: makeItemId(now), at: now } as const);
    if (now_tried !== before) await tx.store.put(now_tried, name);
    tries.set(name, now_tried);
  }
  await tx.done;
  return tries;
}

export async function note(db: Journal, entries: ReadonlyMap<string, Entry>): Promise<void> {
  const tx = db.transaction('rows', 'readwrite', strict);
  for (const [name, entry] of entries) await tx.store.put(entry, name);
  await tx.done;
}

/** They are new rows from here on. */
export async function forget(db: Journal, names: readonly string[]): Promise<void> {
  const tx = db.transaction('rows', 'readwrite', strict);
  for (const name of names) await tx.store.delete(name);
  await tx.done;
}

export async function forgetOld(db: Journal, now: number): Promise<void> {
  const tx = db.transaction('rows', 'readwrite');
  for (let each = await tx.store.openCursor(); each; each = await each.continue()) {
    if (each.value.at < now - keptDays * 86_400_000) await each.delete();
  }
  await tx.done;
}
