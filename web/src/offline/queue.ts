// The queue: what was decided here, at a counter or at a door, and the server has not confirmed. Each step is one transaction, on the disk before it returns;
// between two steps the machine may be switched off. Nothing leaves but by the server's word (`confirmed`, `arrived`) or because the server
// was asked at once and said no (`takenBack`).
import type { Bytes } from './bytes.ts';
import { strict, type Db, type Device, type KeptDeed, type KeptPicture, type KeptRecord, type Refused } from './db.ts';

/** The device went on meanwhile (another tab): number and chain are to be made anew. */
export class Overtaken extends Error {}

export interface Keeping {
  readonly record: KeptRecord;
  readonly digest: string;
  readonly pictures: readonly { readonly slot: string; readonly envelope: Bytes }[];
}

/** Record, pictures, number and code in one: after it, nothing of the item can be lost or given twice. */
export async function keep(db: Db, { record, digest, pictures }: Keeping): Promise<void> {
  const tx = db.transaction(['records', 'pictures', 'envelopes', 'devices', 'codes'], 'readwrite', strict);
  const device = await tx.objectStore('devices').get(record.counter);
  const codes = (await tx.objectStore('codes').get(record.counter)) ?? [];
  const inTurn = device?.id === record.device && device.sequence + 1 === record.sequence && device.previous === record.previous;
  const hasCode = record.itemCode === null || codes.includes(record.itemCode);
  if (!device || !inTurn || !hasCode) {
    tx.abort();
    await tx.done.catch(() => undefined);
    throw new Overtaken();
  }
  const { item, itemCode, decidedAt } = record;
  await Promise.all([
    tx.objectStore('records').put(record),
    tx.objectStore('devices').put({ ...device, sequence: record.sequence, previous: digest }),
    tx.objectStore('codes').put(codes.filter((code) => code !== record.itemCode), record.counter),
    ...pictures.map(({ slot }) => tx.objectStore('pictures').put({ item, slot, itemCode, decidedAt, refused: null })),
    ...pictures.map(({ slot, envelope }) => tx.objectStore('envelopes').put(envelope, [item, slot])),
    tx.done,
  ]);
}

const stepBack = (device: Device, { sequence, previous }: KeptRecord): Device => ({ ...device, sequence: sequence - 1, previous });

/**
 * The server took it on line: the record goes and gives its number back, the pictures that are due stay to be sent. Where a later record
 * builds upon it, it stays in the chain and is sent as well; the server knows it by its id.
 */
export async function takenOnLine(db: Db, item: string, due: readonly string[]): Promise<void> {
  const tx = db.transaction(['records', 'pictures', 'envelopes', 'devices'], 'readwrite', strict);
  const record = await tx.objectStore('records').get(item);
  const slots = await tx.objectStore('pictures').getAllKeys(ofItem(item));
  if (record) {
    const device = await tx.objectStore('devices').get(record.counter);
    if (device?.id === record.device && device.sequence === record.sequence) {
      await tx.objectStore('devices').put(stepBack(device, record));
      await tx.objectStore('records').delete(item);
    } else {
      await tx.objectStore('records').put({ ...record, state: 'waiting' });
    }
  }
  for (const key of slots) {
    if (due.includes(key[1])) continue;
    await tx.objectStore('pictures').delete(key);
    await tx.objectStore('envelopes').delete(key);
  }
  await tx.done;
}

/** The server said no while the clerk stands there: nothing was accepted, number and code are free again. */
export async function takenBack(db: Db, item: string): Promise<void> {
  const tx = db.transaction(['records', 'pictures', 'envelopes', 'devices', 'codes'], 'readwrite', strict);
  const record = await tx.objectStore('records').get(item);
  if (record) {
    const device = await tx.objectStore('devices').get(record.counter);
    if (device?.id === record.device && device.sequence === record.sequence) await tx.objectStore('devices').put(stepBack(device, record));
    if (record.itemCode !== null) {
      const codes = (await tx.objectStore('codes').get(record.counter)) ?? [];
      await tx.objectStore('codes').put([record.itemCode, ...codes], record.counter);
    }
    await tx.objectStore('records').delete(item);
    await tx.objectStore('pictures').delete(ofItem(item));
    await tx.objectStore('envelopes').delete(ofItem(item));
  }
  await tx.done;
}

/** It is to go through the queue: the line broke, or there is none. Without an item: all that a closed tab left behind. */
export async function released(db: Db, item?: string): Promise<void> {
  const tx = db.transaction('records', 'readwrite', strict);
  const left = item === undefined ? await tx.store.getAll() : [await tx.store.get(item)];
  for (const record of left) if (record?.state === 'held') await tx.store.put({ ...record, state: 'waiting' });
  await tx.done;
}

/** What was done at a door, with its pictures: after it, closing the page loses nothing. */
export async function keepDeed(db: Db, deed: KeptDeed, pictures: readonly { readonly slot: string; readonly envelope: Bytes }[]): Promise<void> {
  const { item, itemCode, decidedAt } = deed;
  const tx = db.transaction(['deeds', 'pictures', 'envelopes'], 'readwrite', strict);
  await Promise.all([
    tx.objectStore('deeds').put(deed),
    ...pictures.map(({ slot }) => tx.objectStore('pictures').put({ item, slot, itemCode, decidedAt, refused: null, deed: deed.id })),
    ...pictures.map(({ slot, envelope }) => tx.objectStore('envelopes').put(envelope, [item, slot])),
    tx.done,
  ]);
}

/** The server has the deed; its pictures may go. */
export async function deedConfirmed(db: Db, id: string): Promise<void> {
  const tx = db.transaction('deeds', 'readwrite', strict);
  await tx.store.delete(id);
  await tx.done;
}

export async function deedRefused(db: Db, id: string, refused: Refused): Promise<void> {
  const tx = db.transaction('deeds', 'readwrite', strict);
  const deed = await tx.store.get(id);
  if (deed) await tx.store.put({ ...deed, refused });
  await tx.done;
}

/** Refused before, and it may go now: rights were given back, or a clock was set right. */
export async function deedAgain(db: Db, id: string): Promise<void> {
  const tx = db.transaction('deeds', 'readwrite', strict);
  const deed = await tx.store.get(id);
  if (deed) await tx.store.put({ ...deed, refused: null });
  await tx.done;
}

/** The server said no, and whoever did it gives it up, with its proof. */
export async function deedDropped(db: Db, id: string): Promise<void> {
  const tx = db.transaction(['deeds', 'pictures', 'envelopes'], 'readwrite', strict);
  const deed = await tx.objectStore('deeds').get(id);
  const pictures = deed ? await tx.objectStore('pictures').getAll(ofItem(deed.item)) : [];
  for (const { item, slot } of pictures.filter((picture) => picture.deed === id)) {
    await tx.objectStore('pictures').delete([item, slot]);
    await tx.objectStore('envelopes').delete([item, slot]);
  }
  await tx.objectStore('deeds').delete(id);
  await tx.done;
}

/** The server has the record. */
export async function confirmed(db: Db, item: string): Promise<void> {
  const tx = db.transaction('records', 'readwrite', strict);
  await tx.store.delete(item);
  await tx.done;
}

/** The server has the picture. */
export async function arrived(db: Db, { item, slot }: KeptPicture): Promise<void> {
  const tx = db.transaction(['pictures', 'envelopes'], 'readwrite', strict);
  await tx.objectStore('pictures').delete([item, slot]);
  await tx.objectStore('envelopes').delete([item, slot]);
  await tx.done;
}

export async function recordRefused(db: Db, item: string, refused: Refused): Promise<void> {
  const tx = db.transaction('records', 'readwrite', strict);
  const record = await tx.store.get(item);
  if (record) await tx.store.put({ ...record, state: 'refused', refused });
  await tx.done;
}

export async function pictureRefused(db: Db, { item, slot }: KeptPicture, refused: Refused): Promise<void> {
  const tx = db.transaction('pictures', 'readwrite', strict);
  const picture = await tx.store.get([item, slot]);
  if (picture) await tx.store.put({ ...picture, refused });
  await tx.done;
}

/** Refused before, and somebody set right what stood in the way: once more. */
export async function tryAgain(db: Db): Promise<void> {
  const tx = db.transaction(['records', 'deeds', 'pictures'], 'readwrite', strict);
  const [records, deeds, pictures] = await Promise.all([tx.objectStore('records').getAll(), tx.objectStore('deeds').getAll(), tx.objectStore('pictures').getAll()]);
  for (const record of records) if (record.state === 'refused') await tx.objectStore('records').put({ ...record, state: 'waiting', refused: null });
  for (const deed of deeds) if (deed.refused !== null) await tx.objectStore('deeds').put({ ...deed, refused: null });
  for (const picture of pictures) if (picture.refused !== null) await tx.objectStore('pictures').put({ ...picture, refused: null });
  await tx.done;
}

export interface Waiting {
  readonly records: readonly KeptRecord[];
  readonly deeds: readonly KeptDeed[];
  readonly pictures: readonly KeptPicture[];
}

/** All of it, in the order in which it was decided. */
export async function waitingNow(db: Db): Promise<Waiting> {
  const tx = db.transaction(['records', 'deeds', 'pictures']);
  const [records, deeds, pictures] = await Promise.all([tx.objectStore('records').getAll(), tx.objectStore('deeds').getAll(), tx.objectStore('pictures').getAll(), tx.done]);
  records.sort((one, other) => one.decidedAt - other.decidedAt || one.sequence - other.sequence);
  deeds.sort((one, other) => one.decidedAt - other.decidedAt || one.id.localeCompare(other.id));
  pictures.sort((one, other) => one.decidedAt - other.decidedAt || rank(one) - rank(other));
  return { records, deeds, pictures };
}

export const nothingWaits: Waiting = { records: [], deeds: [], pictures: [] };

/** The signature after the photos. */
const rank = ({ slot }: KeptPicture): number => (slot === 'signature' ? 1 : 0);

const ofItem = (item: string): IDBKeyRange => IDBKeyRange.bound([item, ''], [item, '\uffff']);
