// An acceptance at the counter as clerks do it: real keys, the real server, the clerk's part held to the keystroke-level model.
import { describe, expect } from 'vitest';

import { timeOf } from '../../src/counter/key-model.ts';
import { budget } from '../budget.ts';
import { accepted, atTheCounter, declaresTwo, identifies, inspectsWeighsAccepts, recipient, scansAll, senderOf } from './acceptance.ts';
import { Stopwatch } from './clerk.ts';
import { test } from './desk.ts';

describe('the clerk’s part of an acceptance', () => {
  test('C: declared beforehand', async ({ desk }) => {
    const sender = senderOf(1);
    const clerk = await atTheCounter(desk, sender);
    clerk.begin();
    await scansAll(clerk, sender);
    clerk.thinks();
    await inspectsWeighsAccepts(clerk.thinks());
    await accepted(desk);
    const c = clerk.counted();
    budget('counter C: keys', c.keys, 16, 'keys');
    budget('counter C: time of the model', timeOf(c), 16, 's');
  });

  test('B: new recipient; A: known sender and recipient', async ({ desk }) => {
    const sender = senderOf(2);
    const clerk = await atTheCounter(desk, sender);
    // Before: the sender's first item, so that the phone is known.
    await identifies(clerk, sender);
    await clerk.types(sender.phone);
    await clerk.press('Enter');
    await clerk.types('0912000111');
    await clerk.press('Enter');
    await clerk.writes('Nguyễn Thị Hương');
    await clerk.press('Enter', 'h', 'n', 'Enter');
    await clerk.writes('Ba Đình');
    await clerk.press('Enter', 'Enter');
    await declaresTwo(clerk);
    await inspectsWeighsAccepts(clerk);
    const first = await accepted(desk);

    // B
    clerk.begin();
    const watch = await Stopwatch.slowed(desk, 4);
    await identifies(clerk, sender);
    await clerk.press('Enter');
    await clerk.thinks().types(recipient.phone);
    await clerk.press('Enter');
    await clerk.thinks().isAt('recipientName');
    await clerk.writes(recipient.name);
    await clerk.press('Enter');
    await clerk.thinks().press('h', 'n', 'Enter');
    await clerk.writes(recipient.commune);
    await clerk.press('Enter');
    await clerk.thinks().writes(recipient.street);
    await clerk.press('Enter');
    await declaresTwo(clerk);
    await inspectsWeighsAccepts(clerk);
    const second = await accepted(desk);
    const b = clerk.counted();
    budget('counter B: keys', b.keys, 100, 'keys');
    budget('counter B: time of the model', timeOf(b), 38, 's');
    const paintedB = await watch.p95(b.keys);

    // A
    clerk.begin();
    const watchA = await Stopwatch.slowed(desk, 4);
    await identifies(clerk, sender);
    await clerk.press('Enter');
    await clerk.thinks().types(recipient.phone);
    await clerk.press('Enter');
    await clerk.thinks().isAt('recipientChoice');
    await clerk.press('Enter');
    await declaresTwo(clerk);
    await inspectsWeighsAccepts(clerk);
    const third = await accepted(desk);
    const a = clerk.counted();
    budget('counter A: keys', a.keys, 48, 'keys');
    budget('counter A: time of the model', timeOf(a), 25, 's');
    const paintedA = await watchA.p95(a.keys);

    budget('counter B: key to paint, CPU 4 times slower, p95', paintedB, 100, 'ms', true);
    budget('counter A: key to paint, CPU 4 times slower, p95', paintedA, 100, 'ms', true);
    expect(new Set([first, second, third]).size).toBe(3);
    expect(await desk.page.evaluate(() => (globalThis as unknown as { printed: number }).printed)).toBe(3);
  });
});

test('a part of the page that comes late gets the keys when it is there', async ({ desk }) => {
  let letGo = (): void => undefined;
  const held = new Promise<void>((go) => (letGo = go));
  await desk.page.route(/\/assets\/inspection-[^/]*\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  const sender = senderOf(71);
  const clerk = await atTheCounter(desk, sender);
  await scansAll(clerk, sender);
  await clerk.isAt('accept');
  letGo();
  await clerk.isAt('picture:contents');
});
