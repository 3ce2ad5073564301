// The counter without a network: complete acceptances, kept sealed; and whatever breaks around the key that decides, in the end the server
// has each item once.
import { expect } from 'vitest';

import { accepted, atTheCounter, inspectsWeighs, scansAll, senderOf, type Sender } from './acceptance.ts';
import type { Clerk } from './clerk.ts';
import { test, type Desk } from './desk.ts';
import { atServer, isPrepared, keptHere, synced } from './queue.ts';

async function begins(clerk: Clerk, sender: Sender): Promise<void> {
  await scansAll(clerk, sender);
  await inspectsWeighs(clerk);
}

async function prepared(desk: Desk, sender: Sender): Promise<Clerk> {
  const clerk = await atTheCounter(desk, sender);
  await isPrepared(desk.page);
  return clerk;
}

test('with the network gone an item is accepted, labelled and kept sealed; when it is back the server has it', async ({ desk }) => {
  const sender = senderOf(20);
  const clerk = await prepared(desk, sender);
  const { page } = desk;
  await page.context().setOffline(true);
  await begins(clerk, sender);
  await clerk.press('F8');
  const code = await accepted(desk);
  await page.waitForFunction(() => (globalThis as unknown as { printed: number }).printed === 1);
  await page.waitForSelector('.line-offline');
  expect(await page.textContent('.line')).toContain('1 phiếu chờ');
  await desk.isAccessible('counter, off line');
  await desk.picture('counter-off-line');
  const kept = await keptHere(page);
  expect(kept.records).toMatchObject([{ itemCode: code, state: 'waiting' }]);
  expect(kept.pictures).toBe(3);
  for (const secret of desk.secrets) expect(kept.everything, 'what lies in the machine').not.toContain(secret);
  await page.context().setOffline(false);
  await synced(page);
  expect(await keptHere(page)).toMatchObject({ records: [], pictures: 0 });
  expect((await atServer(page)).filter((each) => each.code === code)).toEqual([{ code, grams: 1240, state: 'accepted', picturesDue: 0 }]);
});

test('the answer to F8 is lost: the customer goes with a label, the server has the item once', async ({ desk }) => {
  const sender = senderOf(21);
  const clerk = await prepared(desk, sender);
  const { page } = desk;
  let lost = 0;
  await page.route('**/api/v1/items/*', async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    await route.fetch(); // the server has it
    lost += 1;
    return route.abort('connectionreset');
  });
  await begins(clerk, sender);
  await clerk.press('F8');
  const code = await accepted(desk);
  await synced(page);
  expect(lost).toBe(1);
  expect((await atServer(page)).filter((each) => each.code === code)).toEqual([{ code, grams: 1240, state: 'accepted', picturesDue: 0 }]);
});
