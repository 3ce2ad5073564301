// Rows of a list, a line that breaks and a tab that goes: whatever happens between two steps, the server has each row once.
import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, test } from 'vitest';

import type { Answer } from '../../../src/api/problem.ts';
import type { Intake } from '../../../src/counter/rules.ts';
import { entriesOf, forget, forgetOld, nameKey, note, openJournal } from '../../../src/manifest/journal.ts';
import { nameRows } from '../../../src/manifest/row-names.ts';
import { sendRows, type BatchAnswer, type Outcome, type RowToSend } from '../../../src/manifest/sending.ts';

const begin = Date.parse('2026-11-26T03:00:00Z');

function intakeOf(order: number, more: Partial<Intake['item']> = {}): Intake {
  return {
    counter: 'Q1',
    accepted_at: '2026-11-26T03:00:00.000Z',
    sender: { method: 'ACCOUNT', name: 'Cửa hàng Mẫu', phone: '0912345678' },
    recipient: { name: 'Trần Thị Mẫu', phone: '0987111222', address: { province: '01', commune: 'Cầu Giấy', street: '' } },
    item: { type: 'parcel', order_code: `D-${order}`, things: [{ text: 'khăn', quantity: 1 }], weight_g: 300, ...more },
    pictures: [],
    refuse: [],
  };
}

/** Takes lines as the node does: an id is one item, the same line again has the first answer. */
class NodeOfTest {
  readonly items = new Map<string, string>();
  readonly orders: string[] = [];
  now = begin;
  calls = 0;
  /** How the n-th call, from 1, breaks: before the node heard, or before its answer is heard. */
  breaks: (call: number) => 'before' | 'after' | null = () => null;

  post = (lines: string): Promise<Answer<readonly BatchAnswer[]>> => {
    this.calls += 1;
    const breaks = this.breaks(this.calls);
    const unreached: Answer<never> = { ok: false, failure: { kind: 'unreached' } };
    if (breaks === 'before') return Promise.resolve(unreached);
    const data = lines
      .trimEnd()
      .split('\n')
      .map((line, at) => this.take(line, at + 1));
    return Promise.resolve(breaks === 'after' ? unreached : { ok: true, data });
  };

  private take(line: string, number: number): BatchAnswer {
    const { id, intake } = JSON.parse(line) as { id: string; intake: Intake };
    const before = this.items.get(id);
    if (before !== undefined && before !== line) return problemAt(number, 409, 'item_conflict', '');
    const late = Math.abs(Date.parse(intake.accepted_at) - this.now) > 3_600_000;
    if (before === undefined && late) return problemAt(number, 422, 'bad_document', 'accepted_at');
    if (intake.item.weight_g === 0) return problemAt(number, 422, 'bad_document', 'item.weight_g');
    if (before === undefined) this.orders.push(intake.item.order_code ?? '');
    this.items.set(id, line);
    const refused = intake.item.things[0]?.text === 'pháo';
    return {
      line: number,
      status: before === undefined ? 201 : 200,
      item: id,
      decision: refused ? 'refused' : 'accepted',
      ...(!refused && { item_code: `BA${this.items.size}` }),
      reasons: refused ? [{ code: 'prohibited_goods', vi: 'x', en: 'x' }] : [],
    } as unknown as BatchAnswer;
  }
}

const problemAt = (line: number, status: number, code: string, field: string): BatchAnswer =>
  ({ line, status, problem: { type: '', status, title: 'x', code, instance: '', errors: field === '' ? [] : [{ field, reason: 'x', text: 'x' }] } });

async function rowsOf(intakes: readonly Intake[]): Promise<readonly RowToSend[]> {
  const names = await nameRows(await nameKey(await openJournal()), intakes);
  return intakes.map((intake, at) => ({ intake, name: names[at] ?? '' }));
}

/** As a page that was just opened would. */
async function sent(node: NodeOfTest, rows: readonly RowToSend[], stopped = (): boolean => false) {
  const outcomes = new Map<string, Outcome>();
  const told = (more: ReadonlyMap<string, Outcome>): void => more.forEach((outcome, name) => outcomes.set(name, outcome));
  const failure = await sendRows(rows, { journal: await openJournal(), post: node.post, now: () => node.now, stopped, told });
  return { failure, outcomes };
}

const orders = (count: number): Intake[] => Array.from({ length: count }, (_, at) => intakeOf(at));

beforeEach(() => void (globalThis.indexedDB = new IDBFactory()));

describe('a list that is sent', () => {
  test('comes in pieces, and each row is told what became of it', async () => {
    const node = new NodeOfTest();
    const rows = await rowsOf([...orders(249), intakeOf(249, { things: [{ text: 'pháo', quantity: 1 }] }), intakeOf(250, { weight_g: 0 })]);
    const { failure, outcomes } = await sent(node, rows);
    expect(failure).toBeNull();
    expect(node.calls).toBe(3);
    expect(node.orders).toEqual(rows.slice(0, 250).map(({ intake }) => intake.item.order_code));
    expect(outcomes.get(rows[0]?.name ?? '')).toEqual({ kind: 'done', done: { decision: 'accepted', code: 'BA1', reasons: [] } });
    expect(outcomes.get(rows[249]?.name ?? '')).toMatchObject({ done: { decision: 'refused', code: null, reasons: ['prohibited_goods'] } });
    expect(outcomes.get(rows[250]?.name ?? '')).toMatchObject({ kind: 'bad' });
  });

  test.each(['before', 'after'] as const)('breaks off (%s the node heard) and is chosen again: each row is there once', async (when) => {
    const node = new NodeOfTest();
    node.breaks = (call) => (call === 2 ? when : null);
    const first = await sent(node, await rowsOf(orders(250)));
    expect(first.failure).toEqual({ kind: 'unreached' });
    expect(node.items.size).toBe(when === 'after' ? 200 : 100);
    const rows = await rowsOf(orders(250)); // the file again
    const entries = await entriesOf(await openJournal(), rows.map(({ name }) => name));
    expect([...entries.values()].filter(({ state }) => state === 'done')).toHaveLength(100);
    expect((await sent(node, rows)).failure).toBeNull();
    expect(node.items.size).toBe(250);
    expect(new Set(node.orders).size).toBe(250);
    await sent(node, rows);
    expect(node.items.size).toBe(250);
  });

  test('is stopped between two pieces and goes on', async () => {
    const node = new NodeOfTest();
    const rows = await rowsOf(orders(250));
    await sent(node, rows, () => node.calls === 1);
    expect(node.items.size).toBe(100);
    await sent(node, rows);
    expect(node.items.size).toBe(250);
  });

  test('tries a row anew whose first try never came, once its moment is over', async () => {
    const node = new NodeOfTest();
    node.breaks = (call) => (call === 1 ? 'before' : null);
    await sent(node, await rowsOf(orders(3)));
    node.now += 2 * 86_400_000;
    const { outcomes } = await sent(node, await rowsOf(orders(3)));
    expect([...outcomes.values()].map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
    expect(node.items.size).toBe(3);
  });

  test('has its answer days later where its first try did come', async () => {
    const node = new NodeOfTest();
    node.breaks = (call) => (call === 1 ? 'after' : null);
    await sent(node, await rowsOf(orders(3)));
    node.now += 2 * 86_400_000;
    const { outcomes } = await sent(node, await rowsOf(orders(3)));
    expect(outcomes.size).toBe(3);
    expect(node.items.size).toBe(3);
  });

  test('leaves alone what lies at the counter', async () => {
    const node = new NodeOfTest();
    const rows = await rowsOf(orders(3));
    await note(await openJournal(), new Map([[rows[1]?.name ?? '', { state: 'counter', at: begin }]]));
    await sent(node, rows);
    expect(node.orders).toEqual(['D-0', 'D-2']);
  });

  test('from two tabs at once is one list', async () => {
    const node = new NodeOfTest();
    const rows = await rowsOf(orders(120));
    await Promise.all([sent(node, rows), sent(node, rows)]);
    expect(node.items.size).toBe(120);
  });
});

describe('the names of rows', () => {
  test('stay when rows are moved; a row that stands twice is two', async () => {
    const [one, two, again] = await rowsOf([intakeOf(1), intakeOf(2), intakeOf(1)]);
    const [second, first] = await rowsOf([intakeOf(2), intakeOf(1)]);
    expect([first?.name, second?.name]).toEqual([one?.name, two?.name]);
    expect(again?.name).not.toBe(one?.name);
  });

  test('say nothing of the row, and are others on another machine', async () => {
    const [here] = await rowsOf([intakeOf(1)]);
    expect(here?.name).toMatch(/^[0-9a-f]{32}\.1$/);
    globalThis.indexedDB = new IDBFactory();
    const [there] = await rowsOf([intakeOf(1)]);
    expect(there?.name).not.toBe(here?.name);
  });

  test('hang on what the row says, not on when it was read', async () => {
    const [one] = await rowsOf([intakeOf(1)]);
    const [later] = await rowsOf([{ ...intakeOf(1), accepted_at: '2026-12-01T00:00:00.000Z' }]);
    const [other] = await rowsOf([intakeOf(1, { weight_g: 301 })]);
    expect(later?.name).toBe(one?.name);
    expect(other?.name).not.toBe(one?.name);
  });
});

test('the journal forgets after thirty days, and what it is told to', async () => {
  const node = new NodeOfTest();
  const rows = await rowsOf(orders(3));
  await sent(node, rows);
  const db = await openJournal();
  await forget(db, [rows[0]?.name ?? '']);
  const left = async () => (await entriesOf(db, rows.map(({ name }) => name))).size;
  expect(await left()).toBe(2);
  await forgetOld(db, begin + 29 * 86_400_000);
  expect(await left()).toBe(2);
  await forgetOld(db, begin + 31 * 86_400_000);
  expect(await left()).toBe(0);
});
