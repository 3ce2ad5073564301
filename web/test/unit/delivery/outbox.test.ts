import { expect, test } from 'vitest';

import type { Answer, Failure } from '../../../src/api/problem.ts';
import { handsFull } from '../../../src/app/work-in-hand.ts';
import type { Picture } from '../../../src/counter/form.ts';
import { Outbox, mayStillGo, type Deed, type Event, type EventAnswer } from '../../../src/delivery/outbox.ts';

const unreached: Failure = { kind: 'unreached' };
const problem = (status: number, code: string): Failure => ({ kind: 'problem', status, code, title: '', request: '', errors: [] });

const event = (id: string, kind: Event['kind'] = 'delivered'): Event => ({ id, kind, site: 'BC1', at: '2026-11-27T03:00:00.000Z' });
const deed = (id: string, pictures: readonly Picture[] = []): Deed => ({ item: `item-${id}`, itemCode: `BA${id}`, event: event(id), pictures });

/** A server that can be unplugged, and that does each command once. */
function world() {
  const line = { who: 'buuta1', up: true, loseAnswers: false, refuse: new Map<string, Failure>() };
  const done: string[] = [];
  const asked: string[] = [];
  const pictures: string[] = [];
  let wake: (() => void) | null = null;
  const send = (item: string, { id }: Event): Promise<Answer<EventAnswer>> => {
    asked.push(id);
    const refused = line.refuse.get(id);
    if (!line.up) return Promise.resolve({ ok: false, failure: unreached });
    if (refused) return Promise.resolve({ ok: false, failure: refused });
    if (!done.includes(id)) done.push(id);
    if (line.loseAnswers) return Promise.resolve({ ok: false, failure: unreached });
    return Promise.resolve({ ok: true, data: { item, state: 'delivered', version: 2, pictures_due: ['signature.0a1b2c3d'] } });
  };
  const outbox = new Outbox({
    who: () => line.who,
    send,
    sendPictures: (item, sent) => pictures.push(...sent.map(({ slot }) => `${item}/${slot}`)),
    sleep: (_ms, woken) =>
      new Promise((on) => {
        wake = on;
        woken.addEventListener('abort', () => on());
      }),
    onDone: () => undefined,
  });
  return { line, done, asked, pictures, outbox, sleeps: () => wake !== null };
}

const settled = (): Promise<void> => new Promise((on) => setTimeout(on, 0));

test('a deed is sent once, and its pictures go where the server says', async () => {
  const { outbox, done, pictures } = world();
  const picture = { slot: 'signature', bytes: new Blob(['x']), sha256: '00' };
  const posted = await outbox.put(deed('1', [picture]));
  expect(posted.sent).toBe('done');
  expect(posted.pictures, 'kept in memory no longer than needed').toEqual([]);
  expect(done).toEqual(['1']);
  expect(pictures).toEqual(['item-1/signature.0a1b2c3d']);
  await settled();
  expect(handsFull.get()).toBe(false);
});

test('without a network deeds wait in their order and go once when it is back', async () => {
  const { line, outbox, done } = world();
  line.up = false;
  expect((await outbox.put(deed('1'))).sent).toBe('waiting');
  expect((await outbox.put(deed('2'))).sent).toBe('waiting');
  expect(outbox.waiting).toBe(2);
  expect(handsFull.get(), 'signing out warns').toBe(true);
  line.up = true;
  outbox.wake();
  await expect.poll(() => outbox.waiting).toBe(0);
  expect(done).toEqual(['1', '2']);
  await settled();
  expect(handsFull.get()).toBe(false);
});

test('an answer that was lost doubles nothing: the same command goes again', async () => {
  const { line, outbox, done, asked } = world();
  line.loseAnswers = true;
  expect((await outbox.put(deed('1'))).sent).toBe('waiting');
  line.loseAnswers = false;
  outbox.wake();
  await expect.poll(() => outbox.waiting).toBe(0);
  expect(asked).toEqual(['1', '1']);
  expect(done).toEqual(['1']);
});

test('what the server refuses is told and stops nothing behind it', async () => {
  const { line, outbox, done } = world();
  line.up = false;
  await outbox.put(deed('1'));
  await outbox.put(deed('2'));
  line.refuse.set('1', problem(422, 'bad_document'));
  line.up = true;
  outbox.wake();
  await expect.poll(() => outbox.waiting).toBe(0);
  expect(outbox.posted.get().map(({ sent }) => sent)).toEqual(['refused', 'done']);
  expect(done).toEqual(['2']);
  outbox.drop('1');
  expect(outbox.posted.get()).toHaveLength(1);
});

test('a busy server, an ended session and a change meanwhile are waited for; a no is a no', () => {
  for (const failure of [unreached, problem(503, 'busy'), problem(401, 'not_signed_in'), problem(429, 'too_often'), problem(409, 'item_changed')]) expect(mayStillGo(failure)).toBe(true);
  for (const failure of [problem(403, 'not_allowed'), problem(409, 'item_conflict'), problem(422, 'bad_document')]) expect(mayStillGo(failure)).toBe(false);
});

test('what one courier did goes under nobody else, and waits for who did it', async () => {
  const { line, outbox, done } = world();
  line.up = false;
  await outbox.put(deed('1'));
  line.who = 'buuta2';
  line.up = true;
  outbox.wake();
  await settled();
  expect((await outbox.put(deed('2'))).sent).toBe('done');
  expect(done, 'only the second courier’s own').toEqual(['2']);
  expect(outbox.waiting).toBe(1);
  line.who = 'buuta1';
  outbox.wake();
  await settled();
  expect(done).toEqual(['2', '1']);
});

test('what was said of a person is kept no longer than it takes to send it', async () => {
  const { outbox } = world();
  const said = { ...deed('1'), event: { ...event('1'), received_by: 'Quàng Thị Nhận', strokes: '[]', remark: 'gửi hàng xóm' } };
  await outbox.put(said);
  expect(JSON.stringify(outbox.posted.get())).not.toMatch(/Quàng|hàng xóm|strokes/);
});
