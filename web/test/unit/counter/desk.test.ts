// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';

import { Desk, type Prepared } from '../../../src/counter/desk.ts';
import { declarationCode } from '../../../src/counter/declaration-code.ts';
import type { PhoneBefore, Returning } from '../../../src/counter/form.ts';
import type { Acceptance, CounterRules, Intake, Verdict } from '../../../src/counter/rules.ts';
import type { Submitted } from '../../../src/counter/submission.ts';
import { byCard, byHand, cardText, letter, parcel, picture, wholeForm } from './sample-form.ts';

const rules: CounterRules = {
  day: '2026-11-26',
  now: '2026-11-26T03:00:00Z',
  enterprise: 'Bưu chính Mẫu',
  sample: true,
  public_url: 'http://127.0.0.1',
  code_prefix: 'BA',
  rules: '0'.repeat(64),
  rules_from: '2026-11-01',
  counters: [{ counter: 'Q1', name: 'Quầy 1', site: 'A', site_name: 'Điểm A', province: '11', blocks: [], warns: [] }],
  item_types: [letter, parcel],
  methods: [byCard, byHand],
  reasons: [{ code: 'other', vi: 'Khác', en: 'Other' }],
  may: ['accept_item'],
};
const verdictOf = (text: string): Verdict => {
  const outcome = text.includes('pháo') ? 'prohibited' : text.includes('pin') ? 'conditional' : 'allowed';
  return { outcome, entry: '', rules: '0'.repeat(64), things: [{ outcome, known: true, offset: 0, length: 1, findings: [] }], findings: [], set_aside: [] };
};
const accepted = (outcome: Verdict['outcome'] = 'allowed') =>
  ({ decision: 'accepted', item_code: 'BA0000000418', number: 1, warnings: [], reasons: [], verdict: { outcome } }) as unknown as Acceptance;

let answers: Submitted[];
let sent: { item: string; intake: Intake }[];
let decided: Prepared[];
let offered: readonly Returning[];
let phoneBefore: PhoneBefore | null;
let time: number;
let desk: Desk;

beforeEach(() => {
  answers = [];
  sent = [];
  decided = [];
  offered = [];
  phoneBefore = null;
  time = Date.parse('2026-11-26T03:04:05Z');
  desk = new Desk({
    rules,
    counter: 'Q1',
    submit: (item, intake) => {
      sent.push({ item, intake: structuredClone(intake) });
      return Promise.resolve(answers.shift() ?? { kind: 'unknown' });
    },
    askReturning: (_, phone) => Promise.resolve({ sender: phone === null ? phoneBefore : null, recipients: offered }),
    screen: verdictOf,
    now: () => new Date(time),
    onDecided: (_, prepared) => decided.push(prepared),
  });
});
const fill = (): void => desk.change({ ...wholeForm, born: desk.form.get().born });
const here = (): string => desk.focus.get().place;

test('a card on a serial line fills the sender and asks for the face', () => {
  desk.scanned(cardText, 'serial');
  expect(desk.form.get().card?.name).toBe('Lò Văn Mẫu');
  expect(here()).toBe('face');
});

test('a card through a keyboard gives its number, asks for the name, and is typed from a paper', () => {
  desk.scanned('011090012345||L VN MU|15071990|Nam|T 7|01072021', 'keyboard');
  const { card, number, method, name } = desk.form.get();
  expect({ card, number, method, name }).toEqual({ card: null, number: '011090012345', method: 'MANUAL', name: '' });
  expect(here()).toBe('name');
  expect(desk.said.get()?.code).toBe('card_digits_only');
});

test('what is no card and no declaration changes nothing', () => {
  const before = desk.form.get();
  for (const text of ['https://example.invalid', 'x|y', '|'.repeat(50), '7701' + '0'.repeat(50)]) desk.scanned(text, 'serial');
  expect(desk.form.get()).toBe(before);
});

test('another card in the middle takes the face and the phone of the first with it', () => {
  desk.scanned(cardText, 'serial');
  desk.enter('face');
  desk.change({ phoneFromItem: 'x' });
  desk.scanned(cardText.replace('Mẫu', 'Khác'), 'serial');
  expect(desk.form.get()).toMatchObject({ faceMatches: false, phoneFromItem: null });
});

test('a declaration made beforehand fills what it says, and every step is still confirmed', () => {
  desk.scanned(cardText, 'serial');
  const recipient = { name: 'Trần Văn Đức', phone: '0987111222', province: '01', commune: 'P. Cầu Giấy', street: '' };
  desk.scanned(declarationCode({ senderPhone: '0912345678', recipient, type: 'parcel', things: [{ text: 'quần áo', quantity: 4, valueVnd: 600_000 }] }), 'keyboard');
  expect(desk.form.get().things[0]).toMatchObject({ text: 'quần áo', quantity: '4', value: '600' });
  expect(here()).toBe('face');
  desk.enter('face');
  expect(here()).toMatch(/^thing:/);
});

test('Enter on what is wrong says so and stays; mending it takes the words away', () => {
  desk.change({ senderPhone: '091234567' });
  desk.enter('senderPhone');
  expect(desk.wrong.get().get('senderPhone')).toEqual({ code: 'phone_length', count: 9 });
  expect(here()).toBe('senderPhone');
  desk.change({ senderPhone: '0912345678' });
  expect(desk.wrong.get().size).toBe(0);
});

test('a line of the declaration goes from left to right, then on to the next; an empty one ends it', () => {
  desk.changeRow(1, { text: 'áo' });
  const walked: string[] = [];
  for (let place = 'thing:1:text'; walked.length < 4; place = here()) {
    desk.enter(place);
    walked.push(here());
  }
  expect(walked.slice(0, 3)).toEqual(['thing:1:quantity', 'thing:1:value', 'thing:2:text']);
  expect(desk.form.get().thingsDone).toBe(true);
});

test('F8 goes to what is missing and sends nothing', async () => {
  fill();
  desk.change({ weight: '' });
  await desk.accept();
  expect(sent).toEqual([]);
  expect(here()).toBe('weight');
  expect(desk.wrong.get().get('weight')).toEqual({ code: 'weight_form' });
});

test('what may not be sent is never accepted, only refused', async () => {
  fill();
  desk.change({ things: [{ key: 1, text: 'pháo', quantity: '1', value: '' }], thingsDone: true });
  await desk.accept();
  expect(sent).toEqual([]);
  expect(desk.said.get()?.code).toBe('prohibited_blocks');
  answers = [{ kind: 'decided', acceptance: { ...accepted(), decision: 'refused' } }];
  await desk.refuse(['other']);
  expect(sent[0]?.intake.refuse).toEqual(['other']);
});

test('after an acceptance nothing of the person is left at the desk', async () => {
  fill();
  answers = [{ kind: 'decided', acceptance: accepted() }];
  await desk.accept();
  expect(decided).toHaveLength(1);
  const left = JSON.stringify([desk.form.get(), desk.wrong.get(), desk.said.get(), desk.sending.get(), desk.decided.get()]);
  for (const trace of ['Mẫu', 'Đức', '0912', '987', '011090', 'Cầu Giấy', 'quần']) expect(left).not.toContain(trace);
  expect(here()).toBe('card');
});

test('when the line breaks the same item is sent again, byte for byte, and nothing can be changed meanwhile', async () => {
  fill();
  answers = [{ kind: 'unknown' }, { kind: 'unknown' }, { kind: 'decided', acceptance: accepted() }];
  await desk.accept();
  expect(desk.sending.get().kind).toBe('unknown');
  desk.change({ weight: '1' });
  desk.startAnew();
  desk.scanned(cardText, 'serial');
  await desk.refuse(['other']);
  expect(desk.form.get().weight).toBe('1240');
  time += 30_000;
  await desk.accept();
  await desk.accept();
  expect(sent).toHaveLength(3);
  expect(new Set(sent.map((each) => JSON.stringify(each))).size).toBe(1);
  expect(desk.decided.get()?.acceptance.item_code).toBe('BA0000000418');
});

test('a retry that is too late, of an item that never arrived, is sent as a new one', async () => {
  fill();
  const errors = [{ field: 'accepted_at', reason: 'at_not_now', text: '' }];
  const failure = { kind: 'problem', status: 422, code: 'bad_document', title: '', request: '', errors } as const;
  answers = [{ kind: 'unknown' }, { kind: 'failed', failure }, { kind: 'decided', acceptance: accepted() }];
  await desk.accept();
  time += 90_000;
  await desk.accept();
  expect(sent).toHaveLength(3);
  expect(sent[2]?.item).not.toBe(sent[1]?.item);
  expect(sent[2]?.intake.accepted_at).toBe(new Date(time).toISOString());
});

test('the same too-late answer to a first try is shown, not tried for ever', async () => {
  fill();
  const errors = [{ field: 'accepted_at', reason: 'at_not_now', text: '' }];
  answers = [{ kind: 'failed', failure: { kind: 'problem', status: 422, code: 'bad_document', title: '', request: '', errors } }];
  await desk.accept();
  expect(sent).toHaveLength(1);
  expect(desk.sending.get().kind).toBe('failed');
  desk.change({ weight: '1250' });
  expect(desk.sending.get().kind).toBe('none');
});

test('two presses of F8 send one item', async () => {
  fill();
  answers = [{ kind: 'decided', acceptance: accepted() }];
  await Promise.all([desk.accept(), desk.accept()]);
  expect(sent).toHaveLength(1);
});

test('a verdict of the server that differs is told', async () => {
  fill();
  answers = [{ kind: 'decided', acceptance: accepted('conditional') }];
  await desk.accept();
  expect(desk.decided.get()?.otherVerdict).toBe(true);
});

test('a picture from elsewhere moves nothing under the hands, and the decision waits for it as well', async () => {
  fill();
  desk.change({ pictures: [picture('contents')], thingsDone: false });
  desk.goTo('commune');
  let come: (made: ReturnType<typeof picture>) => void = () => undefined;
  void desk.awaitPicture('sealed', new Promise((done) => (come = done)));
  expect(desk.here.get()).toBe('commune');
  expect(desk.form.get()).toMatchObject({ thingsDone: false, developing: ['sealed'] });
  answers = [{ kind: 'decided', acceptance: accepted() }];
  const accepting = desk.accept();
  expect(sent).toEqual([]);
  come(picture('sealed'));
  await accepting;
  expect(sent[0]?.intake.pictures.map(({ slot }) => slot)).toEqual(['contents', 'sealed', 'signature']);
});

test('the decision waits for a picture that is still being made small; one that fails is missing', async () => {
  fill();
  desk.change({ pictures: [picture('contents')] });
  let develop: (made: ReturnType<typeof picture> | null) => void = () => undefined;
  void desk.expectPicture('sealed', new Promise((done) => (develop = done)));
  answers = [{ kind: 'decided', acceptance: accepted() }];
  const accepting = desk.accept();
  expect(sent).toEqual([]);
  develop(picture('sealed'));
  await accepting;
  expect(sent[0]?.intake.pictures.map(({ slot }) => slot)).toEqual(['contents', 'sealed', 'signature']);

  fill();
  desk.change({ pictures: [picture('contents')] });
  void desk.expectPicture('sealed', Promise.resolve(null));
  await desk.accept();
  expect(sent).toHaveLength(1);
  expect(here()).toBe('picture:sealed');
});

/** A promise, and what fulfils it. */
function later(): { readonly coming: Promise<ReturnType<typeof picture> | null>; readonly come: (made: ReturnType<typeof picture> | null) => void } {
  let come: (made: ReturnType<typeof picture> | null) => void = () => undefined;
  return { coming: new Promise((done) => (come = done)), come: (made) => come(made) };
}

test('what comes while the decision waits for something else is waited for as well', async () => {
  fill();
  desk.change({ pictures: [] });
  const [first, second] = [later(), later()];
  void desk.awaitPicture('contents', first.coming);
  answers = [{ kind: 'failed', failure: { kind: 'unreached' } }];
  const accepting = desk.accept();
  const taken = desk.awaitPicture('sealed', second.coming);
  first.come(picture('contents'));
  await new Promise((done) => setTimeout(done));
  expect(sent).toEqual([]);
  second.come(picture('sealed'));
  expect(await taken).toBe(true);
  await accepting;
  expect(sent[0]?.intake.pictures.map(({ slot }) => slot)).toEqual(['contents', 'sealed', 'signature']);
  expect(desk.form.get().developing).toEqual([]);
});

test('what comes while the item is sent is not taken, and who sent it learns so', async () => {
  fill();
  const { pictures } = desk.form.get();
  const sending = desk.accept();
  await vi.waitFor(() => expect(desk.locked).toBe(true));
  expect(await desk.awaitPicture('contents', Promise.resolve(picture('contents')))).toBe(false);
  await sending;
  expect(desk.form.get()).toMatchObject({ pictures, developing: [] });
});

test('a picture that is none replaces nothing, nor does an older one a newer', async () => {
  fill();
  const { signature, pictures } = desk.form.get();
  expect(await desk.awaitPicture('signature', Promise.resolve(null))).toBe(false);
  expect(await desk.awaitPicture('contents', Promise.reject(new Error('no picture')))).toBe(false);
  expect(desk.form.get()).toMatchObject({ signature, developing: [] });
  expect(desk.form.get().pictures).toBe(pictures);

  const [older, newer] = [later(), later()];
  const [first, second] = [desk.awaitPicture('contents', older.coming), desk.awaitPicture('contents', newer.coming)];
  const sharp = picture('contents');
  newer.come(sharp);
  expect(await second).toBe(true);
  older.come(picture('contents'));
  expect(await first).toBe(false);
  expect(desk.form.get().pictures.filter((each) => each === sharp)).toHaveLength(1);
  expect(desk.form.get().pictures).toHaveLength(2);
});

test('what was dropped does not come back, though it was on its way', async () => {
  fill();
  const signing = later();
  const taken = desk.awaitPicture('signature', signing.coming);
  desk.dropPicture('signature');
  signing.come(picture('signature'));
  expect(await taken).toBe(false);
  expect(desk.form.get()).toMatchObject({ signature: null, developing: [] });
});

test('a picture of the item before does not come into this one', async () => {
  let develop: (made: ReturnType<typeof picture>) => void = () => undefined;
  void desk.expectPicture('sealed', new Promise((done) => (develop = done)));
  desk.startAnew();
  develop(picture('sealed'));
  await vi.waitFor(() => expect(desk.form.get().pictures).toEqual([]));
});

test('the phone of last time is taken with Enter, unless another was typed', async () => {
  phoneBefore = { fromItem: 'x', phone: '••••••••78' };
  desk.scanned(cardText, 'serial');
  await vi.waitFor(() => expect(desk.form.get().phoneOffered).not.toBeNull());
  desk.enter('face');
  desk.enter('senderPhone');
  expect(desk.form.get().phoneFromItem).toBe('x');
  expect(here()).toBe('recipientPhone');

  desk.startAnew();
  desk.scanned(cardText, 'serial');
  desk.change({ senderPhone: '09' });
  await Promise.resolve();
  desk.enter('senderPhone');
  expect(desk.form.get().phoneFromItem).toBeNull();
});

test('recipients of before are offered, but not over what was typed meanwhile', async () => {
  offered = [{ fromItem: 'x', name: 'Trần V. Đ.', phone: '••••••••22', province: '01', commune: 'P. Cầu Giấy', times: 3 }];
  desk.scanned(cardText, 'serial');
  desk.change({ recipientPhone: '0987111222' });
  desk.enter('recipientPhone');
  await vi.waitFor(() => expect(here()).toBe('recipientChoice'));

  desk.startAnew();
  desk.scanned(cardText, 'serial');
  desk.change({ recipientPhone: '0987111222' });
  desk.enter('recipientPhone');
  desk.change({ recipientName: 'T' });
  await Promise.resolve();
  expect(desk.form.get().recipientsOffered).toEqual([]);
});
