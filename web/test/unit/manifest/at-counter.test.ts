// @vitest-environment happy-dom
// A row of a list on the counter's form, and what the journal says of it meanwhile.
import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';

import { Desk } from '../../../src/counter/desk.ts';
import type { Acceptance, CounterRules, Intake } from '../../../src/counter/rules.ts';
import type { Submitted } from '../../../src/counter/submission.ts';
import { openAtCounter } from '../../../src/manifest/at-counter.ts';
import { forget, openJournal, type Entry } from '../../../src/manifest/journal.ts';
import type { ListedRow } from '../../../src/manifest/list.ts';
import { byCard, byHand, parcel, wholeForm } from '../counter/sample-form.ts';

const intake: Intake = {
  counter: 'Q1',
  accepted_at: '2026-11-26T03:00:00.000Z',
  sender: { method: 'MANUAL', name: 'Lò Văn Mẫu', phone: '0912345678' },
  recipient: { name: 'Trần Thị Mẫu', phone: '0987111222', address: { province: '01', commune: 'Cầu Giấy', street: 'Số 2' } },
  item: { type: 'parcel', order_code: 'D-1', things: [{ text: 'khăn', quantity: 2, value_vnd: 150_000 }], weight_g: 300 },
  pictures: [],
  refuse: [],
};
const row: ListedRow = { row: 2, intake, name: 'a'.repeat(32) + '.1', entry: null, before: false, failure: null };

let answer: Submitted;
let sent: Intake[];
let desk: Desk;

beforeEach(async () => {
  await forget(await openJournal(), [row.name]);
  sent = [];
  desk = new Desk({
    rules: { day: '2026-11-26', item_types: [parcel], methods: [byCard, byHand], counters: [], reasons: [], may: [] } as unknown as CounterRules,
    counter: 'Q1',
    submit: (_, whole) => {
      sent.push(whole);
      return Promise.resolve(answer);
    },
    askReturning: () => Promise.resolve({ sender: null, recipients: [] }),
    screen: () => null,
    now: () => new Date('2026-11-26T03:04:05Z'),
    onDecided: () => undefined,
  });
});

const entry = async (): Promise<Entry | undefined> => {
  const db = await openJournal();
  const found = await db.get('rows', row.name);
  db.close();
  return found;
};

test('it is proposed whole but for the weight, and noted before the form has it', async () => {
  expect(await openAtCounter(desk, row)).toBe(true);
  expect(desk.form.get()).toMatchObject({ method: 'MANUAL', name: 'Lò Văn Mẫu', senderPhone: '0912345678', recipientName: 'Trần Thị Mẫu', province: '01', weight: '', given: { order_code: 'D-1' } });
  expect(desk.form.get().things.map(({ text, quantity, value }) => [text, quantity, value])).toEqual([['khăn', '2', '150'], ['', '1', '']]);
  expect(new Set(desk.form.get().things.map(({ key }) => key)).size).toBe(2);
  expect(desk.focus.get().place).toBe('number');
  expect(await entry()).toMatchObject({ state: 'counter' });
});

test('the service of a list stays with its row, and the next item is of the ordinary one', async () => {
  await openAtCounter(desk, { ...row, intake: { ...intake, item: { ...intake.item, service: 'administrative_procedure' } } });
  expect(desk.form.get().given).toEqual({ order_code: 'D-1', service: 'administrative_procedure' });
  desk.startAnew();
  expect(desk.form.get().given).toEqual({});
});

test('its decision is the row’s, with the code; the order code goes with it', async () => {
  answer = { kind: 'decided', acceptance: { decision: 'accepted', item_code: 'BA1', reasons: [], verdict: { outcome: 'allowed' } } as unknown as Acceptance };
  await openAtCounter(desk, row);
  desk.change({ ...wholeForm, born: desk.form.get().born, given: desk.form.get().given });
  await desk.accept();
  expect(sent[0]?.item.order_code).toBe('D-1');
  await vi.waitFor(async () => expect(await entry()).toMatchObject({ state: 'done', done: { decision: 'accepted', code: 'BA1' } }));
});

test('let go of without a decision it is a row like the others', async () => {
  await openAtCounter(desk, row);
  expect(await entry()).toMatchObject({ state: 'counter' });
  desk.startAnew();
  await vi.waitFor(async () => expect(await entry()).toBeUndefined());
});

test('what is in hand already is not overwritten', async () => {
  desk.change({ number: '011090012345' });
  expect(await openAtCounter(desk, row)).toBe(false);
  expect(desk.form.get().number).toBe('011090012345');
  expect(await entry()).toBeUndefined();
});
