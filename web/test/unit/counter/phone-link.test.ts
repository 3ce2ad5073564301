// @vitest-environment happy-dom
// The counter's end against a node that answers as it is told, and a phone that seals as the real one does.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { Desk } from '../../../src/counter/desk.ts';
import { PhoneLink } from '../../../src/counter/phone-link.ts';
import type { CounterRules } from '../../../src/counter/rules.ts';
import { readNote, type Note, type Piece } from '../../../src/phone/messages.ts';
import { open, readCode, seal, type Pairing } from '../../../src/phone/sealed.ts';
import { byCard, byHand, parcel, picture, wholeForm } from './sample-form.ts';
import { WorkerHere } from './worker-here.ts';

const phone = '0123456789abcdef';
const id = 'a'.repeat(32);
const rules = { day: '2026-11-26', counters: [], item_types: [parcel], methods: [byCard, byHand] } as unknown as CounterRules;
const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 20, 0, 40, 1, 1, 0x11, 0]);

let calls: string[];
let refusing: Record<string, number[]>; // by method: the status of the next answers
let pieces: Uint8Array<ArrayBuffer>[];
let note: Note | null;
let sealedNote: Uint8Array<ArrayBuffer> | null;
let decoding: (() => void)[]; // each lets one picture be ready
let desk: Desk;
let link: PhoneLink;
let pairing: Pairing;

async function node(request: Request): Promise<Response> {
  const { method } = request;
  calls.push(method);
  const status = refusing[method]?.shift();
  if (status !== undefined) return Response.json({ code: `http_${status}` }, { status });
  if (method === 'POST') return Response.json({ pairing: id, seconds: 600 }, { status: 201 });
  if (method === 'PUT') sealedNote = new Uint8Array(await request.arrayBuffer());
  const piece = method === 'GET' ? pieces[Number(request.url.split('/').at(-1))] : undefined;
  return piece ? new Response(piece) : new Response(null, { status: 204 });
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  [calls, refusing, pieces, note, sealedNote, decoding] = [[], {}, [], null, null, []];
  vi.stubGlobal('fetch', node);
  vi.stubGlobal('createImageBitmap', (source: unknown) =>
    source instanceof Blob
      ? new Promise((done) => decoding.push(() => done({ width: 40, height: 20, close: () => undefined })))
      : Promise.resolve({ width: 40, height: 20, close: () => undefined }),
  );
  vi.stubGlobal('Worker', WorkerHere);
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = () => ({ transferFromImageBitmap: () => undefined, drawImage: () => undefined });
      convertToBlob = ({ type }: { readonly type: string }) => Promise.resolve(new Blob(['drawn'], { type }));
    },
  );
  desk = new Desk({
    rules,
    counter: 'Q1',
    submit: () => Promise.resolve({ kind: 'unknown' }),
    askReturning: () => Promise.resolve({ sender: null, recipients: [] }),
    screen: () => null,
    now: () => new Date(0),
    onDecided: () => undefined,
  });
});
afterEach(async () => {
  link.end();
  vi.useRealTimers();
  await new Promise((done) => setTimeout(done, 20)); // the pairing's end is on its way
  vi.unstubAllGlobals();
});

/** Lets the two sides talk until something is so. */
const until = (is: () => boolean): Promise<void> =>
  vi.waitFor(async () => {
    await vi.advanceTimersByTimeAsync(1_000);
    note = sealedNote && readNote((await open(pairing, 'counter', 0, sealedNote))?.header);
    if (!is()) throw new Error(`not yet; the last note is ${JSON.stringify(note)}`);
  });

async function begins(): Promise<void> {
  link = new PhoneLink(desk);
  await vi.waitFor(async () => {
    await vi.advanceTimersByTimeAsync(1_000);
    expect(link.state.get().kind).toBe('waiting');
  });
  const state = link.state.get();
  const read = await readCode(state.kind === 'waiting' ? (state.code.split('#')[1] ?? '') : '');
  if (read === null) throw new Error('no code');
  pairing = read;
}
const sends = async (piece: Piece, body = jpeg): Promise<void> => void pieces.push(await seal(pairing, 'phone', pieces.length, piece, body));
const contents: Piece = { kind: 'picture', phone, slot: 'contents' };
const heldBy = (slot: string) => note?.slots.find((each) => each.slot === slot)?.held;

test('one piece is decoded before the next is asked for, and said to be there when it is', async () => {
  await begins();
  await sends(contents);
  await sends(contents);
  await until(() => decoding.length === 1);
  expect(note?.got).toBe(0);
  decoding[0]?.();
  await until(() => decoding.length === 2 && note?.got === 1);
  decoding[1]?.();
  await until(() => note?.got === 2);
  expect(note?.refused).toEqual([]);
  expect(heldBy('contents')).toBe('phone');
  expect(desk.form.get().pictures).toMatchObject([{ slot: 'contents', bytes: { type: 'image/jpeg' } }]);
});

test('what was taken at the counter stays until the clerk drops it, and the phone is told so', async () => {
  desk.change({ pictures: [picture('contents')], signature: wholeForm.signature });
  const { pictures, signature } = desk.form.get();
  await begins();
  await sends(contents);
  await sends({ kind: 'signature', phone, strokes: [] });
  await until(() => note?.got === 2);
  expect(note?.refused).toEqual([{ number: 0, why: 'held' }, { number: 1, why: 'held' }]);
  expect([heldBy('contents'), note?.signature]).toEqual(['counter', 'counter']);
  expect(desk.form.get()).toMatchObject({ pictures, signature });
  expect(decoding).toEqual([]);
  link.dropOurs('contents');
  await sends(contents);
  await until(() => decoding.length === 1);
  decoding[0]?.();
  await until(() => heldBy('contents') === 'phone');
  expect(note?.refused).toHaveLength(2);
});

test('a damaged piece, and one that is no picture, are told to be none', async () => {
  await begins();
  await sends(contents, new Uint8Array([1, 2, 3]));
  pieces.push(new Uint8Array(40));
  await until(() => note?.got === 2);
  expect(note?.refused).toEqual([{ number: 0, why: 'broken' }, { number: 1, why: 'broken' }]);
  expect(link.heard.get()).toEqual({ kind: 'strange' });
  expect(desk.form.get()).toMatchObject({ pictures: [], developing: [] });
});

test('what comes while the item is sent is told to be late', async () => {
  await begins();
  desk.sending.set({ kind: 'unknown' });
  await sends(contents);
  await until(() => decoding.length === 1);
  decoding[0]?.();
  await until(() => note?.got === 1);
  expect(note?.refused).toEqual([{ number: 0, why: 'late' }]);
});

test('a server that is away for a moment, or asks who is there, is asked again', async () => {
  refusing = { PUT: [503, 401], GET: [502, 401] };
  await begins();
  await sends({ kind: 'here', phone });
  await until(() => note?.phone === phone);
  expect(link.state.get()).toEqual({ kind: 'joined' });
  expect(calls).not.toContain('DELETE');
});

test.each([
  { status: 404, kind: 'expired', ends: false },
  { status: 410, kind: 'expired', ends: false },
  { status: 409, kind: 'failed', ends: true },
  { status: 403, kind: 'failed', ends: true },
])('$status ends the line as $kind, and the pairing with it where the node has it still', async ({ status, kind, ends }) => {
  await begins();
  refusing = { GET: [status] };
  await until(() => link.state.get().kind === kind);
  expect(calls.includes('DELETE')).toBe(ends);
});
