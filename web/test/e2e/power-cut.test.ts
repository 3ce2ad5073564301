// The power goes at any moment around the key that decides, on line, off line or while the answer is on its way. What the clerk was told is
// accepted is at the server in the end, with its pictures; nothing is there twice. BUUAN_CUTS: how many times, BUUAN_SEED: which ones.
import { expect, inject, onTestFinished, test } from 'vitest';

import { say } from '../budget.ts';
import { atTheCounter, inspectsWeighs, scansAll, senderOf } from './acceptance.ts';
import { Machine } from './browser.ts';
import { Desk } from './desk.ts';
import { atServer, isPrepared, synced } from './queue.ts';

const cuts = Number(process.env['BUUAN_CUTS'] ?? 3);
const seed = Number(process.env['BUUAN_SEED'] ?? 1);
const lines = ['there', 'gone', 'answer lost'] as const;

/** mulberry32 */
function drawn(state: number): () => number {
  let at = state;
  return () => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function breaks(desk: Desk, line: (typeof lines)[number]): Promise<void> {
  const { page } = desk;
  if (line === 'gone') await page.context().setOffline(true);
  if (line !== 'answer lost') return;
  await page.route('**/api/v1/items/*', async (route) => {
    try {
      if (route.request().method() === 'PUT') await route.fetch();
      await route.abort('connectionreset');
    } catch {
      // The power went while the server answered: nobody is there any more.
    }
  });
}

test(`${cuts} cuts from seed ${seed}`, { timeout: 60_000 + cuts * 20_000 }, async () => {
  const draw = drawn(seed);
  const machine = new Machine();
  onTestFinished(() => machine.end());
  const told = new Map<number, string>(); // by weight, which tells the items apart
  const gramsOf = (cut: number): number => 5000 + cut;
  for (let cut = 0; cut < cuts; cut += 1) {
    const line = lines[cut % lines.length] ?? 'there';
    const wait = Math.floor(draw() ** 2 * 900);
    const context = await machine.start();
    const desk = await Desk.in(context, 'vi', inject('staff'));
    await desk.page.exposeFunction('told', (words: string) => void told.set(gramsOf(cut), /[A-Z]{2}\d{10}/.exec(words)?.[0] ?? words));
    const clerk = await atTheCounter(desk, senderOf(40 + cut));
    await isPrepared(desk.page);
    await scansAll(clerk, senderOf(40 + cut));
    await inspectsWeighs(clerk, gramsOf(cut));
    await breaks(desk, line);
    await desk.page.evaluate(() => {
      new MutationObserver(() => {
        const ended = document.querySelector('.ended strong')?.textContent;
        if (ended) void (globalThis as unknown as { told: (words: string) => Promise<void> }).told(ended);
      }).observe(document.body, { childList: true, subtree: true });
    });
    await desk.page.keyboard.press('F8');
    await desk.page.waitForTimeout(wait);
    await machine.cutPower();
  }
  const desk = await Desk.in(await machine.start(), 'vi', inject('staff'));
  await atTheCounter(desk, senderOf(39));
  await synced(desk.page);
  const there = await atServer(desk.page);
  const items = Array.from({ length: cuts }, (_, cut) => there.filter(({ grams }) => grams === gramsOf(cut)));
  for (const [cut, found] of items.entries()) {
    const code = told.get(gramsOf(cut));
    expect(found.length, `item of cut ${cut}, seed ${seed}`).toBeLessThanOrEqual(1);
    if (code !== undefined) expect(found, `item of cut ${cut}, seed ${seed}`).toMatchObject([{ code, state: 'accepted', picturesDue: 0 }]);
  }
  const arrived = items.filter(({ length }) => length === 1).length;
  expect(arrived, 'items at the server').toBeGreaterThan(0);
  say(`ok   power cut ${cuts} times, seed ${seed}: ${told.size} items were told as accepted, ${arrived} are at the server`);
});
