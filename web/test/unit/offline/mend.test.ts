import { beforeEach, describe, expect, test } from 'vitest';

import { connect, type Db, type KeptRecord } from '../../../src/offline/db.ts';
import { decide } from '../../../src/offline/decide.ts';
import { prepare } from '../../../src/offline/device.ts';
import { mended, putBack, wrongIn } from '../../../src/offline/mend.ts';
import { recordRefused, waitingNow } from '../../../src/offline/queue.ts';
import { offLineText } from '../../../src/offline/record.ts';
import type { Intake } from '../../../src/counter/rules.ts';
import { makeItemId } from '../../../src/counter/item-id.ts';
import { freshDisk, NodeOfTest, now } from './world.ts';

const counter = 'Q1';
const intake = { counter, recipient: { name: 'Trần Văn Thử', phone: '0987000111' }, item: { weight_g: 1240, things: [{ text: 'áo', quantity: 1 }] } } as unknown as Intake;
const wrong = (field: string) => ({ field, reason: 'bad_value', text: 'sai' });

describe('what is wrong in a document', () => {
  const document = offLineText(intake);
  test('is found by the path that the server names; what cannot be typed in a line has no value', () => {
    expect(wrongIn(document, ['recipient.phone', 'item.weight_g', 'item.things[0].text', 'item.things', 'recipient.none', 'toString', '__proto__.x', ''].map(wrong)).map(({ value }) => value)).toEqual(
      ['0987000111', '1240', 'áo', null, null, null, null, null],
    );
  });

  test('is mended in place: order and kinds stay, nothing is added', () => {
    const text = mended(document, new Map([['recipient.phone', ' 0987000222 '], ['item.weight_g', '1300'], ['item.things[0].text', 'a\u0301o'], ['not.there', 'x'], ['__proto__.polluted', 'x']]));
    expect(text).toBe(document.replace('0987000111', '0987000222').replace('1240', '1300'));
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(mended(document, new Map([['item.weight_g', 'nặng']]))).toContain('"weight_g":"nặng"'); // the server says what is wrong with it
  });
});

describe('a record that was refused', () => {
  let db: Db;
  let node: NodeOfTest;
  const item = makeItemId(now.getTime());

  beforeEach(async () => {
    freshDisk();
    db = await connect();
    node = new NodeOfTest();
    await prepare(db, node, counter, now);
    const itemCode = (await db.get('codes', counter))?.[0] ?? null;
    await decide(db, { item, document: offLineText(intake), clerk: 'giaodich1', screened: null }, { counter, itemCode, decidedAt: now, pictures: [] }, () => Promise.resolve({ kind: 'unknown' }));
  });
  const record = async (): Promise<KeptRecord> => (await waitingNow(db)).records[0] as KeptRecord;

  test('goes back under the next number with its code and its id, and the node reads what was mended', async () => {
    await recordRefused(db, item, { code: 'bad_document', title: 'x', errors: [wrong('item.weight_g')], at: 0 });
    const before = await record();
    expect(await putBack(db, before, mended(offLineText(intake), new Map([['item.weight_g', '1300']])), 'giaodich2', now)).toBe(true);
    const after = await record();
    expect(after).toMatchObject({ item, itemCode: before.itemCode, state: 'waiting', refused: null, sequence: before.sequence + 1 });
    expect((await db.get('devices', counter))?.sequence).toBe(after.sequence);
    await node.sendRecord(before);
    node.accepted.clear(); // it was not taken
    expect(await node.sendRecord(after)).toMatchObject({ ok: true });
    expect(node.accepted.get(item)).toContain('"weight_g":1300');
    expect(node.numbers.map(({ sequence, previous }) => [sequence, previous])).toEqual([[1, '0'.repeat(64)], [2, node.numbers[0]?.digest]]);
  });

  test('is not put back twice, nor where it is not refused, nor by a machine that was revoked', async () => {
    const waiting = await record();
    expect(await putBack(db, waiting, offLineText(intake), 'giaodich1', now)).toBe(false);
    await recordRefused(db, item, { code: 'bad_document', title: 'x', errors: [], at: 0 });
    const refused = await record();
    const both = await Promise.all([1, 2].map(() => putBack(db, refused, offLineText(intake), 'giaodich1', now)));
    expect(both.filter(Boolean)).toHaveLength(1);
    await recordRefused(db, item, { code: 'bad_document', title: 'x', errors: [], at: 0 });
    const device = await db.get('devices', counter);
    if (device) await db.put('devices', { ...device, revoked: true });
    const before = await record();
    expect(await putBack(db, before, offLineText(intake), 'giaodich1', now)).toBe(false);
    expect(await record()).toEqual(before);
  });
});
