// What was done with an item at a door, as it is sealed for the node and kept (docs/formats/queue.md, "The document of an event").
import type { components } from '../api/api.d.ts';
import type { Picture } from '../counter/form.ts';
import { utf8, type Bytes } from './bytes.ts';
import type { Db, WeekKey } from './db.ts';
import { deedAad, pictureAad, sealed } from './envelope.ts';
import { keepDeed } from './queue.ts';

export type Event = components['schemas']['Event'];

export interface Deed {
  readonly item: string;
  readonly itemCode: string;
  readonly event: Event;
  readonly pictures: readonly Picture[];
}

/** Under which slot the server keeps a picture of an event: an item may have many events of a kind. */
export const slotOf = ({ id }: Event, slot: string): string => `${slot}.${id.slice(-8)}`;

const bytesOf = async (blob: Blob): Promise<Bytes> => new Uint8Array(await blob.arrayBuffer());

/** On the disk, sealed, before anything is sent; `by`: the account that does it. */
export async function sealAndKeep(db: Db, key: WeekKey, { item, itemCode, event, pictures }: Deed, by: string, now: Date): Promise<void> {
  const plain = utf8(JSON.stringify({ user: by, item, event }));
  const envelope = await sealed(key, deedAad(event.id), plain);
  plain.fill(0);
  const envelopes = await Promise.all(
    pictures.map(async (picture) => {
      const slot = slotOf(event, picture.slot);
      return { slot, envelope: await sealed(key, pictureAad(item, slot), await bytesOf(picture.bytes)) };
    }),
  );
  await keepDeed(db, { id: event.id, item, itemCode, kind: event.kind, by, envelope, decidedAt: now.getTime(), refused: null }, envelopes);
}
