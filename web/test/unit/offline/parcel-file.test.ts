import { beforeEach, expect, test } from 'vitest';

import { makeItemId } from '../../../src/counter/item-id.ts';
import type { Intake } from '../../../src/counter/rules.ts';
import { connect, type Db } from '../../../src/offline/db.ts';
import { prepare } from '../../../src/offline/device.ts';
import { journal } from '../../../src/offline/journal.ts';
import { readFile, writeFile } from '../../../src/offline/parcel-file.ts';
import { nothingWaits, released, waitingNow } from '../../../src/offline/queue.ts';
import { offLineText } from '../../../src/offline/record.ts';
import { freshDisk, NodeOfTest, now } from './world.ts';

const name = 'Trần Văn Đức';
const intake = { counter: 'Q1', accepted_at: now.toISOString(), recipient: { name } } as unknown as Intake;
const pictures = ['contents', 'sealed'].map((slot) => ({ slot, bytes: new Blob([`ảnh ${slot}`]), sha256: '' }));
let db: Db;

beforeEach(async () => {
  freshDisk();
  db = await connect();
  expect(await prepare(db, new NodeOfTest(), 'Q1', now)).toBeNull();
});

async function queued(state: 'waiting' | 'held' = 'waiting'): Promise<void> {
  const item = makeItemId(now.getTime());
  const itemCode = (await db.get('codes', 'Q1'))?.[0] ?? null;
  const decision = { item, document: offLineText(intake), clerk: 'giaodich1', screened: null };
  expect(await journal(db, decision, { counter: 'Q1', itemCode, decidedAt: now, pictures })).toBe(true);
  if (state === 'waiting') await released(db);
}

async function onAnotherMachine(): Promise<Db> {
  freshDisk();
  return connect();
}

test('another machine has what the file holds, and sends it as this one would', async () => {
  await queued();
  await queued();
  const here = await waitingNow(db);
  const envelopes = await db.getAll('envelopes');
  const file = await writeFile(db);
  expect(await file.text()).not.toContain(name);
  const other = await onAnotherMachine();
  expect(await readFile(other, file)).toBe(6);
  expect(await waitingNow(other)).toEqual(here);
  expect(await other.getAll('envelopes')).toEqual(envelopes);
});

test('what lies here already stays as it is', async () => {
  await queued();
  expect(await readFile(db, await writeFile(db))).toBe(0);
});

test('an item that the server is being asked about is in no file', async () => {
  await queued('held');
  expect((await (await writeFile(db)).text()).trim().split('\n')).toHaveLength(1);
});

test.each([
  ['nothing', ''],
  ['another kind', '{"kind":"else"}\n'],
  ['no JSON', 'xin chào\n'],
  ['a line without its envelope', '{"kind":"buuan-queue-file/1"}\n{"record":{"item":"a"}}\n'],
  ['a line of another form', '{"kind":"buuan-queue-file/1"}\n{"record":{"item":7},"envelope":"AA=="}\n'],
  ['an id that is a path', JSON.stringify({ kind: 'buuan-queue-file/1' }) + '\n' + JSON.stringify({ picture: { item: '..', slot: 'contents', itemCode: null, decidedAt: 1 }, envelope: 'AQ==' }) + '\n'],
  ['null', '{"kind":"buuan-queue-file/1"}\nnull\n'],
])('%s is no file of ours, and nothing is taken', async (_what, text) => {
  expect(await readFile(db, new Blob([text]))).toBeNull();
  expect(await waitingNow(db)).toEqual(nothingWaits);
});

test('one bad line and none of the file is taken', async () => {
  await queued();
  const text = await (await writeFile(db)).text();
  const other = await onAnotherMachine();
  expect(await readFile(other, new Blob([text, '{"picture":{}}\n']))).toBeNull();
  expect(await waitingNow(other)).toEqual(nothingWaits);
});
