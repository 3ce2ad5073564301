// Writes a decision into the queue before anybody is told of it: screened, numbered, signed, sealed, on the disk.
import type { Picture } from '../counter/form.ts';
import type { Db } from './db.ts';
import type { Bytes } from './bytes.ts';
import { means } from './device.ts';
import { pictureAad, sealed } from './envelope.ts';
import { keep, Overtaken } from './queue.ts';
import { sealedRecord, type Decision } from './record.ts';

export interface Journalled {
  readonly counter: string;
  readonly itemCode: string | null;
  readonly decidedAt: Date;
  readonly pictures: readonly Picture[];
}

const tries = 5;

const bytesOf = async (blob: Blob): Promise<Bytes> => new Uint8Array(await blob.arrayBuffer());

/** False where the means are not there (any more); nothing was written then. */
export async function journal(db: Db, decision: Decision, { counter, itemCode, decidedAt, pictures }: Journalled): Promise<boolean> {
  const { item } = decision;
  const first = await means(db, counter, decidedAt);
  if (typeof first === 'string') return false;
  const envelopes = await Promise.all(
    pictures.map(async ({ slot, bytes }) => ({ slot, envelope: await sealed(first.key, pictureAad(item, slot), await bytesOf(bytes)) })),
  );
  for (let turn = 0; turn < tries; turn += 1) {
    const now = await means(db, counter, decidedAt);
    if (typeof now === 'string') return false;
    if (itemCode !== null && !now.codes.includes(itemCode)) return false;
    const { device, key } = now;
    const { envelope, digest } = await sealedRecord(decision, device, key);
    const { id, sequence, previous } = device;
    const record = { item, counter, envelope, itemCode, previous, device: id, sequence: sequence + 1, decidedAt: decidedAt.getTime() };
    try {
      await keep(db, { record: { ...record, state: 'held', refused: null }, digest, pictures: envelopes });
      return true;
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
    }
  }
  return false;
}
