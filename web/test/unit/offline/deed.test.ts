// What is done at a door: sealed, once, in the item's own order, under nobody else's account, whatever the line and the machine do.
import { beforeEach, describe, expect, test, vi } from 'vitest';

import type { Answer, Failure } from '../../../src/api/problem.ts';
import { makeItemId } from '../../../src/counter/item-id.ts';
import { sealAndKeep, type Event } from '../../../src/offline/deed.ts';
import { connect, type Db } from '../../../src/offline/db.ts';
import { readFile, writeFile } from '../../../src/offline/parcel-file.ts';
import { deedDropped, tryAgain, waitingNow } from '../../../src/offline/queue.ts';
import { deedMayStillGo, Sync } from '../../../src/offline/sync.ts';
import { freshDisk, NodeOfTest, now, problem } from './world.ts';

vi.setConfig({ testTimeout: 30_000 });
const item = makeItemId(now.getTime());
let db: Db;
let node: NodeOfTest;
let signedIn: string;
let answers: [string, Answer<unknown>][];

beforeEach(async () => {
  freshDisk();
  node = new NodeOfTest();
  db = await connect();
  signedIn = 'buuta1';
  answers = [];
});

async function keeps(kind: Event['kind'], more: { by?: string; of?: string; members?: Partial<Event>; slots?: string[]; at?: number } = {}): Promise<Event> {
  const { by = signedIn, of = item, members = {}, slots = [], at = 0 } = more;
  const when = new Date(now.getTime() + at);
  const event: Event = { id: makeItemId(when.getTime()), kind, site: 'HNI', at: when.toISOString(), ...members };
  const [key] = await node.weekKeys().then((keys) => keys ?? []);
  if (!key) throw new Error('no key');
  await sealAndKeep(db, key, { item: of, itemCode: 'BA0000000418', event, pictures: slots.map((slot) => ({ slot, bytes: new Blob([`${slot} of ${kind}`]), sha256: '' })) }, by, when);
  return event;
}

const syncNow = (): Sync =>
  new Sync({
    db: () => Promise.resolve(db),
    calls: node,
    mayRun: () => true,
    who: () => signedIn,
    alone: (work) => work(),
    told: () => undefined,
    answered: (deed, answer) => void answers.push([deed, answer]),
    random: () => 0.5,
  });

const count = async (): Promise<number> => {
  const { records, deeds, pictures } = await waitingNow(db);
  return records.length + deeds.length + pictures.length;
};
const settles = (reached: () => Promise<boolean> | boolean): Promise<unknown> => vi.waitFor(async () => expect(await reached()).toBe(true), { timeout: 20_000, interval: 2 });

async function runs(reached: () => Promise<boolean> | boolean): Promise<void> {
  const sync = syncNow();
  sync.wake();
  await settles(reached);
  sync.rest();
}

test('what lies on the disk tells nothing of a person, and comes to the node whole', async () => {
  const event = await keeps('delivered', { members: { received_by: 'Quàng Thị Nhận', remark: 'gửi hàng xóm' }, slots: ['signature'] });
  const lies = JSON.stringify([await db.getAll('deeds'), await db.getAll('pictures'), await db.getAll('envelopes')], (_key, value: unknown) =>
    value instanceof Uint8Array ? new TextDecoder().decode(value) : value,
  );
  expect(lies).not.toMatch(/Quàng|hàng xóm|signature of/);
  await runs(async () => (await count()) === 0);
  expect(node.events.get(event.id)).toEqual({ user: 'buuta1', item, event });
  expect([...node.pictures]).toEqual([[`${item}/signature.${event.id.slice(-8)}`, 'signature of delivered']]);
  expect(answers.map(([id, { ok }]) => [id, ok])).toEqual([[event.id, true]]);
});

test('a page that was closed loses nothing, and an answer that was lost doubles nothing', async () => {
  node.line = () => 'whole';
  const event = await keeps('delivered', { slots: ['place'] });
  node.line = () => 'after';
  await runs(() => answers.length > 0);
  db.close();
  db = await connect();
  node.line = () => 'whole';
  await runs(async () => (await count()) === 0);
  expect([...node.events.keys()]).toEqual([event.id]);
  expect(node.heard.filter((what) => what === event.id)).toHaveLength(2);
});

test('an item’s deeds go in their order: what stands behind one that waits waits with it, other items do not', async () => {
  const attempted = await keeps('attempted');
  const delivered = await keeps('delivered', { at: 60_000 });
  const elsewhere = await keeps('delivered', { of: makeItemId(now.getTime()), at: 120_000 });
  node.refuses = (what) => (what === attempted.id ? problem(503, 'busy') : null);
  await runs(() => node.events.size === 1);
  expect([...node.events.keys()]).toEqual([elsewhere.id]);
  expect(node.heard).not.toContain(delivered.id);
  node.refuses = () => null;
  await runs(async () => (await count()) === 0);
  expect([...node.events.keys()]).toEqual([elsewhere.id, attempted.id, delivered.id]);
});

test('it goes under no other account, and waits for the one who did it', async () => {
  const first = await keeps('delivered', { slots: ['signature'] });
  signedIn = 'buuta2';
  const second = await keeps('delivered', { of: makeItemId(now.getTime()) });
  await runs(() => node.events.size === 1);
  expect([...node.events.keys()]).toEqual([second.id]);
  expect(node.pictures.size, 'its signature waits with it').toBe(0);
  signedIn = 'buuta1';
  await runs(async () => (await count()) === 0);
  expect(node.events.get(first.id)?.user).toBe('buuta1');
});

describe('what the server refuses', () => {
  test('is told, keeps its pictures until it is dismissed, and stops nothing behind it', async () => {
    const refused = await keeps('delivered', { slots: ['signature'] });
    const returned = await keeps('returned', { at: 60_000 });
    node.refuses = (what) => (what === refused.id ? problem(422, 'bad_document') : null);
    await runs(() => node.events.size === 1);
    expect([...node.events.keys()]).toEqual([returned.id]);
    expect((await waitingNow(db)).deeds[0]).toMatchObject({ id: refused.id, refused: { code: 'bad_document' } });
    expect(await db.count('envelopes')).toBe(1);
    await deedDropped(db, refused.id);
    expect(await count()).toBe(0);
    expect(await db.count('envelopes')).toBe(0);
  });

  test('goes once more when somebody set right what stood in the way', async () => {
    const event = await keeps('delivered');
    node.refuses = () => problem(409, 'day_closed');
    await runs(async () => (await waitingNow(db)).deeds[0]?.refused !== null);
    node.refuses = () => null;
    await tryAgain(db);
    await runs(async () => (await count()) === 0);
    expect([...node.events.keys()]).toEqual([event.id]);
  });

  test('a busy server, an ended session and a change meanwhile are waited for; a no is a no', () => {
    const unreached: Failure = { kind: 'unreached' };
    for (const failure of [unreached, problem(503, 'busy'), problem(401, 'not_signed_in'), problem(429, 'too_often'), problem(409, 'item_changed'), problem(403, 'csrf'), problem(403, 'user_differs')]) expect(deedMayStillGo(failure)).toBe(true);
    for (const failure of [problem(403, 'not_allowed'), problem(404, 'item_unknown'), problem(409, 'item_conflict'), problem(422, 'bad_document')]) expect(deedMayStillGo(failure)).toBe(false);
  });
});

test('it is in no file: whoever wrote one could record in another’s name', async () => {
  await keeps('delivered', { slots: ['recipient'] });
  const file = await (await writeFile(db)).text();
  expect(file.trim().split('\n')).toHaveLength(1);
  const crafted = `${file}${JSON.stringify({ deed: { id: item, item, itemCode: 'BA', kind: 'delivered', by: signedIn, decidedAt: 0 }, envelope: 'AQ==' })}\n`;
  expect(await readFile(db, new Blob([crafted]))).toBeNull();
});

test('what another account left behind holds nobody up', async () => {
  await keeps('attempted', { by: 'buuta0' });
  const mine = await keeps('delivered', { at: 60_000 });
  await runs(() => node.events.size === 1);
  expect([...node.events.keys()]).toEqual([mine.id]);
});
