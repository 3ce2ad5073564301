// The counter without a network: complete acceptances, kept sealed; and whatever breaks around the key that decides, in the end the server
// has each item once.
import { expect } from 'vitest';

import { accepted, atTheCounter, inspectsWeighs, recipient, scansAll, senderOf, type Sender } from './acceptance.ts';
import type { Clerk } from './clerk.ts';
import { test, type Desk } from './desk.ts';
import { password } from './people.ts';
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

const pin = '470315';

async function opensShift({ page, base }: Desk): Promise<void> {
  await page.goto(`${base}/app/quay/hang-cho`);
  await page.fill('section[aria-labelledby=shift] [name=password]', password);
  await page.keyboard.press('Enter');
  await page.fill('[name=pin]', pin);
  await page.fill('[name=pin-again]', pin);
  await page.click('.queue-pin [type=submit]');
  await page.waitForSelector('.queue-row .verdict-ok');
}

async function givesPin({ page }: Desk, typed: string): Promise<void> {
  await page.fill('[name=pin]', typed);
  await page.keyboard.press('Enter');
}

test('locked and loaded again without a network: the PIN of the shift opens the counter, and the work goes on', async ({ desk }) => {
  const sender = senderOf(22);
  const clerk = await prepared(desk, sender);
  const { page } = desk;
  await opensShift(desk);
  await desk.isAccessible('shift and queue');
  await page.goto(`${desk.base}/app/quay`);
  await clerk.isAt('card');
  await page.context().setOffline(true);
  await page.waitForSelector('.line-offline');
  await page.reload();
  await givesPin(desk, '999888');
  await page.waitForSelector('.field-error');
  await desk.isAccessible('start without a network');
  await desk.picture('start-off-line');
  await givesPin(desk, pin);
  await clerk.isAt('card');
  await page.click('[popovertarget=account-menu]');
  await page.click('#account-menu button:nth-last-child(2)');
  await page.waitForSelector('.lock-screen [name=pin]');
  await desk.isAccessible('locked without a network');
  await desk.picture('locked-off-line');
  await givesPin(desk, pin);
  await page.waitForSelector('.lock-screen', { state: 'detached' });
  await begins(clerk, sender);
  await clerk.press('F8');
  const code = await accepted(desk);
  await page.click('.top-bar a:has(.line)');
  await page.waitForSelector(`td:has-text("${code}")`);
  await page.waitForSelector('section[aria-labelledby=ready] .verdict-ok');
  await desk.isAccessible('queue');
  await desk.picture('queue');
  await page.context().setOffline(false);
  await synced(page);
  expect((await atServer(page)).filter((each) => each.code === code)).toMatchObject([{ state: 'accepted', picturesDue: 0 }]);
});

test('what waits goes to another machine as a sealed file, and is sent from there', async ({ desk, deskIn }) => {
  const sender = senderOf(23);
  const clerk = await prepared(desk, sender);
  await desk.page.context().setOffline(true);
  await begins(clerk, sender);
  await clerk.press('F8');
  const code = await accepted(desk);
  await desk.page.click('.top-bar a:has(.line)');
  const [saved] = await Promise.all([desk.page.waitForEvent('download'), desk.page.click('.queue-row .button-plain')]);
  const other = await deskIn('vi');
  await atTheCounter(other, senderOf(24));
  await other.page.goto(`${other.base}/app/quay/hang-cho`);
  const parts: Buffer[] = [];
  for await (const part of await saved.createReadStream()) parts.push(part as Buffer);
  const buffer = Buffer.concat(parts);
  for (const secret of desk.secrets) expect(buffer.includes(secret), 'what lies in the file').toBe(false);
  await other.page.setInputFiles('input[type=file]', { name: saved.suggestedFilename(), mimeType: 'application/x-ndjson', buffer });
  await other.page.waitForSelector('.notice.verdict-ok');
  await synced(other.page);
  expect((await atServer(other.page)).filter((each) => each.code === code)).toMatchObject([{ state: 'accepted', picturesDue: 0 }]);
});

test('what the server does not take is opened by it for the clerk, mended, and taken under the same code', async ({ desk }) => {
  const sender = senderOf(25);
  const clerk = await prepared(desk, sender);
  const { page } = desk;
  await page.context().setOffline(true);
  await scansAll(clerk, sender);
  await page.fill('[data-place=street]', 'ữ'.repeat(110)); // 330 bytes, of 300
  await clerk.press('Enter');
  await inspectsWeighs(clerk);
  await clerk.press('F8');
  const code = await accepted(desk);
  await page.context().setOffline(false);
  await page.waitForSelector('.line-refused', { timeout: 40_000 });
  await page.click('.top-bar a:has(.line)');
  await page.click(`tr:has-text("${code}") button`);
  const street = page.getByLabel('Số nhà, đường người nhận');
  await street.waitFor();
  expect(await street.inputValue()).toBe('ữ'.repeat(110));
  await desk.isAccessible('a refused item, opened');
  await desk.picture('queue-mend');
  await street.fill(recipient.street);
  await page.click('dialog [type=submit]');
  await synced(page);
  expect((await atServer(page)).filter((each) => each.code === code)).toEqual([{ code, grams: 1240, state: 'accepted', picturesDue: 0 }]);
});
