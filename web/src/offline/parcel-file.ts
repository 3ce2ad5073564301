// What waits here as a file, for a machine that will not get its network back: still sealed, one letter a line. Another counter's browser takes
// it in and sends it; the server knows each item by its id, so that the same file twice, or file and machine, double nothing.
// Nobody vouches for a file: the server finds out by signature and seal. What was done at a door is signed by nothing but its session, so it
// is in no file. docs/formats/queue.md, "A file of it".
import { base64, fromBase64, type Bytes } from './bytes.ts';
import { strict, type Db, type KeptPicture, type KeptRecord } from './db.ts';
import { waitingNow } from './queue.ts';

const kind = 'buuan-queue-file/1';
const lineMax = 12 * 2 ** 20; // a picture of 8 MiB in base64
const linesMax = 2000;
const envelopeVersion = 1;
const recordMax = 96 * 1024;

type Line =
  | { readonly kind: typeof kind }
  | { readonly record: Omit<KeptRecord, 'envelope' | 'state' | 'refused'>; readonly envelope: string }
  | { readonly picture: Omit<KeptPicture, 'refused'>; readonly envelope: string };

export async function writeFile(db: Db): Promise<Blob> {
  const { records, pictures } = await waitingNow(db);
  const held = new Set(records.filter(({ state }) => state === 'held').map(({ item }) => item)); // the server may still say no to it at once
  const parts: Blob[] = [];
  const add = (line: Line): void => void parts.push(new Blob([JSON.stringify(line), '\n'])); // the browser may lay it on the disk
  add({ kind });
  for (const { envelope, state: _state, refused: _refused, ...record } of records) if (!held.has(record.item)) add({ record, envelope: base64(envelope) });
  for (const { refused: _refused, ...picture } of pictures) {
    if (held.has(picture.item) || picture.deed !== undefined) continue;
    const envelope = await db.get('envelopes', [picture.item, picture.slot]);
    if (envelope) add({ picture, envelope: base64(envelope) });
  }
  return new Blob(parts, { type: 'application/x-ndjson' });
}

async function* linesOf(file: Blob): AsyncGenerator<string> {
  let left = '';
  const reader = file.stream().pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (left + (value ?? '')).split('\n');
    left = done ? '' : (lines.pop() ?? '');
    if (left.length > lineMax) throw new Error('a line of a queue file is too long');
    yield* lines.filter((line) => line !== '');
    if (done) return;
  }
}

const isLike = (form: RegExp) => (value: unknown): value is string => typeof value === 'string' && form.test(value);
const isId = isLike(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
const isDigest = isLike(/^[0-9a-f]{64}$/);
const isSlot = isLike(/^[a-z_]{1,32}$/);
const isName = isLike(/^[A-Za-z0-9._-]{1,64}$/);
const isCode = (value: unknown): value is string | null => value === null || isName(value);
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

type Letter = { readonly record: KeptRecord } | { readonly picture: KeptPicture; readonly envelope: Bytes };

function readLine(line: string): Letter | null {
  const said = JSON.parse(line) as Partial<Record<'record' | 'picture', Record<string, unknown>>> & { readonly envelope?: unknown };
  const envelope = typeof said.envelope === 'string' ? fromBase64(said.envelope) : null;
  if (envelope?.[0] !== envelopeVersion) return null;
  if (said.record) {
    const { item, counter, device, sequence, previous, itemCode, decidedAt } = said.record;
    const whole = isId(item) && isName(counter) && isId(device) && isNumber(sequence) && isDigest(previous) && isNumber(decidedAt);
    if (!whole || !isCode(itemCode) || envelope.length > recordMax) return null;
    return { record: { item, counter, device, sequence, previous, itemCode, decidedAt, envelope, state: 'waiting', refused: null } };
  }
  const { item, slot, itemCode, decidedAt } = said.picture ?? {};
  const whole = isId(item) && isSlot(slot) && isCode(itemCode) && isNumber(decidedAt);
  return whole ? { picture: { item, slot, itemCode, decidedAt, refused: null }, envelope } : null;
}

/** How many letters were taken in; null, and nothing taken, where it is no such file. What lies here already stays as it is. */
export async function readFile(db: Db, file: Blob): Promise<number | null> {
  const letters: Letter[] = [];
  let first = true;
  try {
    for await (const line of linesOf(file)) {
      if (first) {
        if ((JSON.parse(line) as { readonly kind?: unknown }).kind !== kind) return null;
        first = false;
        continue;
      }
      const letter = readLine(line);
      if (letter === null || letters.length >= linesMax) return null;
      letters.push(letter);
    }
  } catch {
    return null;
  }
  if (first) return null;
  const tx = db.transaction(['records', 'pictures', 'envelopes'], 'readwrite', strict);
  let taken = 0;
  for (const letter of letters) {
    if ('record' in letter) {
      if (await tx.objectStore('records').getKey(letter.record.item)) continue;
      await tx.objectStore('records').put(letter.record);
    } else {
      const key = [letter.picture.item, letter.picture.slot] as [string, string];
      if (await tx.objectStore('pictures').getKey(key)) continue;
      await tx.objectStore('pictures').put(letter.picture);
      await tx.objectStore('envelopes').put(letter.envelope, key);
    }
    taken += 1;
  }
  await tx.done;
  return taken;
}
