// A line that breaks: what was taken goes in turn, and what was tried is tried again before anything newer.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Answer, End, Line } from '../../../src/phone/line.ts';
import { Outbox } from '../../../src/phone/outbox.ts';

const phone = '0123456789abcdef';
const picture = (slot: string) => ({ kind: 'picture', phone, slot }) as const;
const bytes = (text: string) => new Uint8Array(new TextEncoder().encode(text));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Each call of the line is answered by the next of `answers`; what it was given is told in order. */
function outboxOver(...answers: Answer<number>[]) {
  const given: string[] = [];
  const ended: End[] = [];
  const line = {
    send: (_: unknown, body: Uint8Array) => {
      given.push(new TextDecoder().decode(body));
      return Promise.resolve(answers.shift() ?? { kind: 'wait', why: 'away' });
    },
  } as unknown as Line;
  return { outbox: new Outbox(line, { changed: () => undefined, ended: (why) => ended.push(why) }), given, ended };
}

test('one after the other, each told until the counter has it', async () => {
  const { outbox, given } = outboxOver({ kind: 'done', value: 1 }, { kind: 'done', value: 2 });
  outbox.add('contents', picture('contents'), bytes('a'));
  outbox.add('sealed', picture('sealed'), bytes('b'));
  expect(outbox.ways.get('contents')).toEqual({ kind: 'sending' });
  await vi.runAllTimersAsync();
  expect(given).toEqual(['a', 'b']);
  expect(outbox.ways.get('contents')).toEqual({ kind: 'sent', number: 1 });
  outbox.got(2, []);
  expect([...outbox.ways.keys()]).toEqual(['sealed']);
});

test('what the counter did not take is said, is underway no more, and can be sent again', async () => {
  const { outbox } = outboxOver({ kind: 'done', value: 1 }, { kind: 'done', value: 2 });
  outbox.add('contents', picture('contents'), bytes('a'));
  await vi.runAllTimersAsync();
  outbox.got(2, [{ number: 1, why: 'held' }]);
  expect(outbox.ways.get('contents')).toEqual({ kind: 'refused', why: 'held' });
  expect(outbox.isUnderway('contents')).toBe(false);
  outbox.add('contents', picture('contents'), bytes('b'));
  expect(outbox.isUnderway('contents')).toBe(true);
});

test('what was tried goes first though a newer one was taken, since it may have come', async () => {
  const { outbox, given } = outboxOver({ kind: 'wait', why: 'away' }, { kind: 'done', value: 1 }, { kind: 'done', value: 2 });
  outbox.add('contents', picture('contents'), bytes('blurred'));
  await vi.advanceTimersByTimeAsync(10);
  expect(outbox.wait).toBe('away');
  outbox.add('contents', picture('contents'), bytes('worse'));
  outbox.add('contents', picture('contents'), bytes('sharp'));
  await vi.runAllTimersAsync();
  expect(given).toEqual(['blurred', 'blurred', 'sharp']);
  expect(outbox.ways.get('contents')).toEqual({ kind: 'sent', number: 2 });
  expect(outbox.wait).toBeNull();
});

test('the end ends it: nothing is sent or kept any more', async () => {
  const { outbox, given, ended } = outboxOver({ kind: 'end', why: 'over' });
  outbox.add('contents', picture('contents'), bytes('a'));
  await vi.runAllTimersAsync();
  expect(ended).toEqual(['over']);
  outbox.close();
  outbox.retry();
  await vi.runAllTimersAsync();
  expect(given).toEqual(['a']);
  expect(outbox.ways.size).toBe(0);
});
