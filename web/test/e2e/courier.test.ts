// A courier's day on a phone: taken out by label, delivered, tried again, told, kept without a network; and what a courier may not see.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { declarationCode } from '../../src/counter/declaration-code.ts';
import { deliveryTexts } from '../../src/i18n/delivery.ts';
import { pickupTexts } from '../../src/i18n/pickup.ts';
import { accepted, atTheCounter, inspectsWeighs, recipient, scansAll, senderOf, type Sender } from './acceptance.ts';
import { Clerk } from './clerk.ts';
import { sizes, test, type Desk } from './desk.ts';
import { clerk as clerkAccount, courier } from './people.ts';

const { vi: t, en } = deliveryTexts;

async function acceptedAtCounter(desk: Desk, sender: Sender): Promise<string> {
  const clerk = await atTheCounter(desk, sender);
  await scansAll(clerk, sender);
  await inspectsWeighs(clerk);
  await clerk.press('F8');
  return accepted(desk);
}

async function onTheRoad(desk: Desk): Promise<Page> {
  desk.secrets.push(recipient.name, recipient.phone, recipient.street);
  await desk.page.setViewportSize(sizes.phone);
  await desk.signIn(courier);
  await desk.page.waitForSelector('.take-out');
  return desk.page;
}

async function pictured(desk: Desk, name: string): Promise<void> {
  await desk.isAccessible(name);
  await desk.picture(`courier-${name}`);
  await desk.page.setViewportSize(sizes.phone);
}

const says = (page: Page, words: string): Promise<unknown> => page.locator('.delivery [role=status]', { hasText: words }).waitFor();
const stopOf = (page: Page, code: string) => page.locator('.stop', { hasText: code });

async function takes(page: Page, code: string): Promise<void> {
  await page.fill('.take-typed input', code);
  await page.click('.take-typed button');
  await says(page, code);
  await stopOf(page, code).waitFor();
}

const padIsThere = (page: Page): Promise<unknown> => page.waitForFunction(() => (document.querySelector<HTMLCanvasElement>('#sign')?.style.touchAction ?? '') !== '');

const told = <T,>(page: Page, path: string): Promise<T> => page.evaluate(async (where) => (await fetch(where)).json() as Promise<T>, path);

/** All that the app keeps in the browser, as text. */
const onTheDisk = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((open, fail) => {
      const asked = indexedDB.open('buuan-queue');
      asked.onsuccess = () => open(asked.result);
      asked.onerror = () => fail(new Error(asked.error?.message));
    });
    const text = (value: unknown): string => JSON.stringify(value, (_key, each: unknown) => (each instanceof Uint8Array ? new TextDecoder().decode(each) : each));
    const all = (store: string): Promise<unknown> =>
      new Promise((read) => {
        const asked = db.transaction(store).objectStore(store).getAll();
        asked.onsuccess = () => read(asked.result);
      });
    const lies = await Promise.all([...db.objectStoreNames].map(all));
    db.close();
    return text([lies, Object.entries(localStorage), Object.entries(sessionStorage)]);
  });

async function signs(page: Page): Promise<void> {
  const canvas = page.locator('#sign');
  await canvas.scrollIntoViewIfNeeded();
  await padIsThere(page);
  const box = await canvas.boundingBox();
  if (!box) throw new Error('no pad to sign on');
  await page.mouse.move(box.x + 30, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y + 20, { steps: 6 });
  await page.mouse.move(box.x + 220, box.y + 50, { steps: 6 });
  await page.mouse.up();
  await page.waitForSelector('.sign-pad button');
}

/** What a thumb presses is large enough; the language switch and the like stand in the top bar. */
async function isForThumbs(page: Page): Promise<void> {
  const heights = await page.locator('.delivery :is(button, .button, label:has(input)):visible').evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
  expect(Math.min(...heights), 'height of what a thumb presses').toBeGreaterThanOrEqual(48);
}

test('items go out by their label, in the order of the courier, to who is on the label', async ({ desk, deskIn }) => {
  const first = await acceptedAtCounter(desk, senderOf(51));
  const phone = await deskIn('vi');
  const page = await onTheRoad(phone);
  expect(new URL(page.url()).pathname).toBe('/app/phat');
  await pictured(phone, 'nothing-yet');

  await page.click('.take-typed button');
  await page.waitForSelector('.take-typed .field-error');
  await page.fill('.take-typed input', 'BA9999999999');
  await page.keyboard.press('Enter');
  await page.locator('.take-typed .field-error', { hasText: 'BA9999999999' }).waitFor();
  await pictured(phone, 'unknown-code');
  await takes(page, first);
  await page.click(`.take-out >> text="${t.take}"`);
  await page.locator('dialog [role=status]', { hasText: t.cameraOn }).waitFor();
  await phone.isAccessible('label camera');
  await page.keyboard.press('Escape');
  await isForThumbs(page);

  await stopOf(page, first).locator('.stop-open').click();
  await page.waitForSelector('.stop-facts');
  expect(await page.getAttribute('.stop-do a', 'href')).toBe(`tel:${recipient.phone}`);
  expect(await page.textContent('.delivery h1')).toBe(recipient.name);
  await isForThumbs(page);
  await pictured(phone, 'stop');

  await page.click(`text="${t.deliver}"`);
  await page.click(`text="${t.deliverGo}"`);
  await page.waitForSelector('.mistakes');
  expect(await page.locator('.mistakes li').count()).toBe(3);
  await pictured(phone, 'deliver-mistakes');
  await page.click(`text="${t.relationships.recipient}"`);
  expect(await page.inputValue('#received-by')).toBe(recipient.name);
  await signs(page);
  await pictured(phone, 'deliver-signed');
  await signs(page); // another size of the screen is another pad
  await page.click(`text="${t.deliverGo}"`);
  await says(page, t.done.delivered(first));
  await stopOf(page, first).waitFor({ state: 'detached' });
});

test('who is not there is tried again and told; the law’s clock is shown', async ({ desk, deskIn }) => {
  const code = await acceptedAtCounter(desk, senderOf(52));
  const phone = await deskIn('vi');
  const page = await onTheRoad(phone);
  await takes(page, code);
  await stopOf(page, code).locator('.stop-open').click();
  await page.click(`text="${t.attempt}"`);
  await page.click(`text="${t.attemptGo}"`);
  await page.waitForSelector('.mistakes');
  await page.click(`text="${t.attemptReasons.nobody_there}"`);
  await pictured(phone, 'attempt');
  await page.click(`text="${t.attemptGo}"`);
  await says(page, t.done.attempted(code));
  await stopOf(page, code).locator('.verdict', { hasText: t.states.held_for_pickup }).waitFor();
  await stopOf(page, code).locator('.stop-open').click();
  await page.locator('.notice', { hasText: t.clock(0, 2) }).waitFor();
  await pictured(phone, 'waits');
  await page.click(`text="${t.notify}"`);
  await page.click(`text="${t.noticeWays.call}"`);
  await phone.isAccessible('notice');
  await page.click(`text="${t.noticeGo}"`);
  await says(page, t.done.notice(code));
  await expect.poll(async () => {
    await page.click(`text="${t.refresh}"`);
    await stopOf(page, code).locator('.stop-open').click();
    const words = await page.textContent('.notice');
    await page.click('.stop-back');
    return words;
  }, { timeout: 20_000 }).toContain(t.clock(1, 2));
  await stopOf(page, code).locator('.stop-open').click();
  await page.click(`text="${t.giveBack}"`);
  await page.click(`text="${t.returnReasons.refused_by_recipient}"`);
  await pictured(phone, 'return');
  await page.click(`text="${t.returnGo}"`);
  await says(page, t.done.returned(code));
});

test('without a network a delivery is kept sealed, outlives its page, and goes once when the network is back', async ({ desk, deskIn }) => {
  const code = await acceptedAtCounter(desk, senderOf(53));
  const phone = await deskIn('en');
  const page = await onTheRoad(phone);
  await takes(page, code);
  await stopOf(page, code).locator('.stop-open').click();
  await page.click(`text="${en.deliver}"`);
  const [item] = await told<{ items: { item: string }[] }>(page, '/api/v1/route').then(({ items }) => items.map((each) => each.item));
  await padIsThere(page);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.context().setOffline(true);
  await page.click(`text="${en.relationships.neighbour}"`);
  await page.fill('#received-by', 'Quàng Văn Xóm');
  phone.secrets.push('Quàng Văn Xóm');
  await signs(page);
  await page.click(`text="${en.deliverGo}"`);
  await page.locator('.notice', { hasText: en.kept(1) }).waitFor();
  await stopOf(page, code).waitFor({ state: 'detached' });
  await pictured(phone, 'kept');
  expect(await onTheDisk(page), 'sealed').not.toMatch(/Quàng|strokes/);
  const unheard = '**/api/v1/queued-events/*';
  await page.route(unheard, (route) => route.abort());
  await page.context().setOffline(false);
  await page.reload(); // what the page had in memory is gone
  await page.locator('.notice', { hasText: en.kept(1) }).waitFor();
  await page.unroute(unheard);
  await page.locator('.notice', { hasText: en.kept(1) }).waitFor({ state: 'detached', timeout: 60_000 });
  expect(await stopOf(page, code).count()).toBe(0);
  await expect
    .poll(async () => (await told<{ events: { type: string }[] }>(page, `/api/v1/items/${item ?? ''}/timeline`)).events.filter(({ type }) => type === 'item.delivered').length, { timeout: 20_000 })
    .toBe(1);
  // The signature follows by itself.
  await expect
    .poll(async () => (await told<{ objects: { slot: string }[] }>(page, `/api/v1/items/${item ?? ''}`)).objects.filter(({ slot }) => slot.startsWith('signature.')).length, { timeout: 20_000 })
    .toBe(1);
});

test('a courier opens no page of another role, and asks for nobody else’s items', async ({ deskIn }) => {
  const phone = await deskIn('vi');
  const page = await onTheRoad(phone);
  const asks = (method: string, path: string, body?: unknown) =>
    page.evaluate(
      async ([how, where, what]) => (await fetch(where, { method: how, ...(what !== undefined && { body: JSON.stringify(what) }) })).status,
      [method, path, body] as const,
    );
  for (const path of ['/app/at/luu-tru', '/app/at/luu-tru/giu', '/app/nguoi-dung', '/app/quay/danh-sach']) {
    await phone.go(path);
    await page.waitForSelector('main h1');
    expect(await page.locator('.take-out, .calendar-day, .hold-group, .users').count(), path).toBe(0);
  }
  for (const path of ['/api/v1/users', '/api/v1/holds', '/api/v1/retention', '/api/v1/register', '/api/v1/subject-requests']) expect(await asks('GET', path), path).toBe(403);
  const clerk = await deskIn('vi');
  await clerk.signIn(clerkAccount);
  await clerk.go('/app/phat');
  await clerk.page.waitForSelector('main h1');
  expect(await clerk.page.locator('.take-out').count()).toBe(0);
  expect(await clerk.page.evaluate(async () => (await fetch('/api/v1/route')).status)).toBe(403);
});

test('at the sender’s door the counter’s flow goes one section a screen, to the same acceptance', async ({ deskIn }) => {
  const phone = await deskIn('vi');
  const sender = senderOf(54);
  phone.secrets.push(sender.name, sender.number, sender.phone, recipient.name, recipient.phone, recipient.street);
  const hand = await Clerk.withDevices(phone); // prints nowhere
  const { page } = phone;
  await page.setViewportSize(sizes.phone);
  await phone.signIn(courier);
  await phone.go('/app/thu-gom');
  await page.locator('.counter-choose li button').first().click();
  await hand.isAt('card');
  await pictured(phone, 'pickup-sender');
  const onward = (): Promise<void> => page.click(`.pickup-onward >> text="${pickupTexts.vi.next}"`);
  const isShown = (section: string): Promise<unknown> => page.waitForSelector(`#desk-${section}:visible`);

  await hand.scansAsKeyboard(`${sender.number}||LO VAN MAU|15071990|Nam|To 7|01072021`);
  await hand.isAt('name');
  await page.fill('[data-place=name]', sender.name);
  await onward();
  await hand.isAt('senderPhone');
  const things = [{ text: 'quần áo', quantity: 4, valueVnd: 600_000 }];
  await hand.scansAsKeyboard(declarationCode({ type: 'parcel', things, senderPhone: sender.phone, recipient: { ...recipient, province: '01' } }));
  await isShown('contents');
  await page.click(`.pickup-steps >> text="Người nhận"`);
  await isShown('recipient');
  expect(await page.inputValue('[data-place=recipientPhone]')).toBe(recipient.phone);
  await pictured(phone, 'pickup-recipient');
  await page.click(`.pickup-steps >> text="Nội dung"`);
  await isShown('contents');
  await pictured(phone, 'pickup-contents');
  await onward();
  await hand.isAt('picture:contents');
  await hand.cameraIsOn();
  await onward();
  await hand.isAt('picture:sealed');
  await onward();
  await hand.isAt('signature');
  await hand.senderSigns();
  await pictured(phone, 'pickup-inspection');
  await onward();
  await hand.isAt('weight');
  await page.fill('[data-place=weight]', '1240');
  await page.keyboard.press('Enter');
  await hand.isAt('accept');
  await pictured(phone, 'pickup-decision');
  await page.click('[data-place=accept]');
  await accepted(phone);
  await pictured(phone, 'pickup-accepted');
});
