import { beforeEach, describe, expect, test } from 'vitest';

import { makeItemId } from '../../../src/counter/item-id.ts';
import type { Acceptance, Intake } from '../../../src/counter/rules.ts';
import type { Submitted } from '../../../src/counter/submission.ts';
import { utf8 } from '../../../src/offline/bytes.ts';
import { connect, type Db } from '../../../src/offline/db.ts';
import { decide } from '../../../src/offline/decide.ts';
import { enrolAnew, means, prepare } from '../../../src/offline/device.ts';
import { envelopeParts, keyFor, weekOf } from '../../../src/offline/envelope.ts';
import { journal } from '../../../src/offline/journal.ts';
import { nothingWaits, waitingNow } from '../../../src/offline/queue.ts';
import { offLineText, onLineText } from '../../../src/offline/record.ts';
import { freshDisk, NodeOfTest, now, problem } from './world.ts';

const counter = 'Q1';
const intake = { counter, accepted_at: now.toISOString(), recipient: { name: 'Trần Văn Đức' } } as unknown as Intake;
const pictures = [{ slot: 'contents', bytes: new Blob(['ảnh bên trong']), sha256: '' }];
const onLine: Submitted = { kind: 'decided', acceptance: { pictures_due: ['contents'] } as unknown as Acceptance };
let db: Db;
let node: NodeOfTest;

beforeEach(async () => {
  freshDisk();
  db = await connect();
  node = new NodeOfTest();
  expect(await prepare(db, node, counter, now)).toBeNull();
});

const decision = (item: string) => ({ item, document: offLineText(intake), clerk: 'giaodich1', screened: null });
const nextCode = async (): Promise<string> => (await db.get('codes', counter))?.[0] ?? '';

async function decideOne(answer: Submitted, item = makeItemId(now.getTime())): Promise<{ item: string; code: string; said: Submitted | null }> {
  const code = await nextCode();
  const said = await decide(db, decision(item), { counter, itemCode: code, decidedAt: now, pictures }, () => Promise.resolve(answer));
  return { item, code, said };
}

const sequence = async (): Promise<number> => (await db.get('devices', counter))?.sequence ?? -1;

describe('before the network goes', () => {
  test('device, codes and keys are fetched once, and again only when they are needed', async () => {
    const before = node.given.length;
    expect(await prepare(db, node, counter, now)).toBeNull();
    expect(node.given).toHaveLength(before);
    for (let at = 0; at < 25; at += 1) await decideOne({ kind: 'unknown' });
    await prepare(db, node, counter, now);
    expect(node.given).toHaveLength(before + 50);
    expect(await db.get('codes', counter)).toHaveLength(75);
  });

  test('the key of the device cannot be taken out', async () => {
    const device = await db.get('devices', counter);
    expect(device?.keys.privateKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('pkcs8', device?.keys.privateKey as CryptoKey)).rejects.toThrow();
  });

  test('without them nothing is kept, and nothing pretends to be', async () => {
    freshDisk();
    const bare = await connect();
    node.line = () => 'before';
    expect(await prepare(bare, node, counter, now)).toBe('device');
    expect(await means(bare, counter, now)).toBe('device');
    expect(await journal(bare, decision(makeItemId(now.getTime())), { counter, itemCode: null, decidedAt: now, pictures })).toBe(false);
    expect(await waitingNow(bare)).toEqual(nothingWaits);
  });

  test('a device that was revoked is not used again and asks for nothing more; what waits still waits', async () => {
    await decideOne({ kind: 'unknown' });
    node.refuses = (what) => (what === 'enrol' ? problem(403, 'device_revoked') : null);
    const later = new Date(now.getTime() + 3_600_000);
    const codes = node.given.length;
    for (let times = 0; times < 2; times += 1) expect(await prepare(db, node, counter, later)).toBe('revoked');
    expect(await means(db, counter, later)).toBe('revoked');
    expect(node.given).toHaveLength(codes);
    expect((await waitingNow(db)).records).toHaveLength(1);
  });

  test('a revoked device makes room for another, which counts from one; what the first has accepted keeps its number', async () => {
    await decideOne({ kind: 'unknown' });
    const before = await db.get('devices', counter);
    await enrolAnew(db, counter);
    expect(await db.get('devices', counter)).toEqual(before); // nobody has revoked it
    node.refuses = (what) => (what === 'enrol' ? problem(403, 'device_revoked') : null);
    const later = new Date(now.getTime() + 3_600_000);
    await prepare(db, node, counter, later);
    await enrolAnew(db, counter);
    node.refuses = () => null;
    expect(await prepare(db, node, counter, later)).toBeNull();
    await decideOne({ kind: 'unknown' });
    const after = await db.get('devices', counter);
    expect(after?.id).not.toBe(before?.id);
    const { records } = await waitingNow(db);
    expect(records.map(({ device, sequence: number }) => [device, number])).toEqual(expect.arrayContaining([[before?.id, 1], [after?.id, 1]]));
  });

  test('a key is this week’s or a recent one, as Viet Nam counts days', () => {
    expect(weekOf(new Date('2026-11-22T16:59:59Z'))).toBe('2026-11-16');
    expect(weekOf(new Date('2026-11-22T17:00:00Z'))).toBe('2026-11-23');
    const keys = ['2026-11-16', '2026-11-23', '2026-11-30'].map((week) => ({ week, publicKey: utf8(week) }));
    const at = (day: string): string | undefined => keyFor(new Date(`${day}T05:00:00Z`), keys)?.week;
    expect(['2026-11-26', '2026-12-02', '2026-12-09', '2026-12-16', '2026-12-22'].map(at)).toEqual(['2026-11-23', '2026-11-30', '2026-11-30', '2026-11-30', undefined]);
    expect(at('2026-11-15')).toBeUndefined();
  });
});

describe('a decision', () => {
  test('with its answer leaves its pictures only, and gives its number back', async () => {
    const { item, code } = await decideOne(onLine);
    const { records, pictures: left } = await waitingNow(db);
    expect(records).toEqual([]);
    expect(left.map((each) => [each.item, each.slot])).toEqual([[item, 'contents']]);
    expect(await sequence()).toBe(0);
    expect(await nextCode()).not.toBe(code);
  });

  test('that the server does not take is as if it had never been', async () => {
    const before = await db.getAll('devices');
    const { code } = await decideOne({ kind: 'failed', failure: problem(422) });
    expect(await waitingNow(db)).toEqual(nothingWaits);
    expect(await db.count('envelopes')).toBe(0);
    expect(await nextCode()).toBe(code);
    expect(await db.getAll('devices')).toEqual(before);
  });

  test('without an answer waits, numbered, its code spent', async () => {
    const one = await decideOne({ kind: 'unknown' });
    const other = await decideOne({ kind: 'unknown' });
    const { records } = await waitingNow(db);
    expect(records.map(({ item, sequence: number, state, itemCode }) => ({ item, number, state, itemCode }))).toEqual([
      { item: one.item, number: 1, state: 'waiting', itemCode: one.code },
      { item: other.item, number: 2, state: 'waiting', itemCode: other.code },
    ]);
    expect(one.code).not.toBe(other.code);
  });

  test('of which another one took the number is numbered anew', async () => {
    const [one, other] = await Promise.all(
      [0, 1].map(() => journal(db, decision(makeItemId(now.getTime())), { counter, itemCode: null, decidedAt: now, pictures: [] })),
    );
    expect([one, other]).toEqual([true, true]);
    expect((await waitingNow(db)).records.map(({ sequence: number }) => number)).toEqual([1, 2]);
  });

  test('that another one was built upon stays in the chain, although the server has it', async () => {
    const item = makeItemId(now.getTime());
    await decide(db, decision(item), { counter, itemCode: null, decidedAt: now, pictures: [] }, async () => {
      await journal(db, decision(makeItemId(now.getTime())), { counter, itemCode: null, decidedAt: now, pictures: [] });
      return onLine;
    });
    const first = (await waitingNow(db)).records.find((each) => each.item === item);
    expect(first).toMatchObject({ sequence: 1, state: 'waiting' });
    expect(await sequence()).toBe(2);
  });

  test('with a code that was spent already is not kept', async () => {
    const { code } = await decideOne({ kind: 'unknown' });
    const again = await journal(db, decision(makeItemId(now.getTime())), { counter, itemCode: code, decidedAt: now, pictures });
    expect(again).toBe(false);
  });
});

test('what lies on the disk can be read by nobody here', async () => {
  await decideOne({ kind: 'unknown' });
  const latin = (value: unknown): string => (value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : String(value));
  const [records, kept, envelopes] = [await db.getAll('records'), await db.getAll('pictures'), await db.getAll('envelopes')];
  const text = [...envelopes, ...[...records, ...kept].flatMap((each) => Object.values(each) as unknown[])].map(latin);
  const utf8AsLatin = (wanted: string): string => new TextDecoder('latin1').decode(utf8(wanted));
  for (const wanted of ['Trần Văn Đức', 'giaodich1', 'ảnh bên trong']) expect(text.join('\n')).not.toContain(utf8AsLatin(wanted));
  const [record] = await db.getAll('records');
  expect(envelopeParts(record?.envelope ?? new Uint8Array(0))?.week).toBe('2026-11-23');
});

test('the queue’s text of an item differs from the line’s by its channel alone', () => {
  expect(JSON.parse(offLineText(intake))).toEqual({ channel: 'off_line', ...intake });
  expect(`{${offLineText(intake).slice('{"channel":"off_line",'.length)}`).toBe(onLineText(intake));
});
