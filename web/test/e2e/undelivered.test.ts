// What nobody has received, on a real node: listed with its clock, told of, and what comes too early refused in words. Half a year does not pass
// in a test, so the page is shown two rows of it by a made-up answer; what is then recorded goes to the node, which says what is wrong.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';

import { undeliveredTexts } from '../../src/i18n/undelivered.ts';
import { test, sizes, type Desk } from './desk.ts';
import { Node } from './node.ts';
import { courier, officer, password, sorter } from './people.ts';

const { vi: t, en } = undeliveredTexts;
const site = 'DB-BC1';
let node: Node;
let items: { item: string; item_code: string }[] = [];

async function signedIn(user: string): Promise<Record<string, string>> {
  const signed = await fetch(`${node.staff}/api/v1/sessions`, { method: 'POST', body: JSON.stringify({ user, password }) });
  return { Cookie: (signed.headers.get('set-cookie') ?? '').split(';')[0] ?? '', 'X-Buuan-CSRF': ((await signed.json()) as { csrf: string }).csrf };
}

const idOf = (at: number): string => `${Date.now().toString(16).padStart(12, '0').replace(/^(.{8})/, '$1-')}-7${at.toString(16).padStart(3, '0')}-8000-${String(at).padStart(12, '0')}`;

/** Letters by the API, each tried once at a door. */
async function acceptedAndTried(count: number): Promise<typeof items> {
  const lines = Array.from({ length: count }, (_, at) =>
    JSON.stringify({
      id: idOf(at),
      intake: {
        counter: 'Q2',
        accepted_at: new Date().toISOString(),
        sender: { method: 'BUSINESS', name: 'Công ty Thổ cẩm Mẫu', phone: '0215 3888 777', tax_code: '0123456787' },
        recipient: { name: 'Trần Văn Đức', phone: '0987111222', address: { province: '01', commune: 'Cầu Giấy', street: '2 phố Ví Dụ' } },
        item: { type: 'parcel', things: [{ text: 'khăn thổ cẩm', quantity: 3 }], weight_g: 1000 },
        inspection: { method: 'sampled', conditions_explained: false },
        pictures: [],
        confirmations: { sender: 'app', clerk: true },
        refuse: [],
      },
    }),
  );
  const answer = await fetch(`${node.staff}/api/v1/item-batches`, { method: 'POST', headers: await signedIn('giaodich2'), body: lines.join('\n') });
  const told = (await answer.text()).trim().split('\n').map((line) => JSON.parse(line) as { item_code: string });
  const made = lines.map((line, at) => ({ item: (JSON.parse(line) as { id: string }).id, item_code: told[at]?.item_code ?? '' }));
  const headers = await signedIn(officer);
  for (const [at, { item }] of made.entries()) {
    const event = { id: idOf(100 + at), kind: 'attempted', site, at: new Date().toISOString(), reason: 'nobody_there' };
    const done = await fetch(`${node.staff}/api/v1/items/${item}/events`, { method: 'POST', headers, body: JSON.stringify(event) });
    if (done.status !== 201) throw new Error(await done.text());
  }
  return made;
}

beforeAll(async () => {
  node = new Node(0);
  await node.start();
  items = await acceptedAndTried(3);
});
afterAll(() => node.end());

const rowOf = (page: Page, code: string) => page.locator('tbody tr', { hasText: code });

async function atTheList(desk: Desk, who: string): Promise<Page> {
  desk.secrets.push('Trần Văn Đức', '0987111222', '2 phố Ví Dụ', 'BB-HĐ 03');
  await desk.signIn(who);
  await desk.go('/app/at/khong-phat-duoc');
  await desk.page.waitForSelector(':is(tbody tr, .table-empty)');
  return desk.page;
}

/** The list as it will be in half a year: the first item may be called unclaimed, the second is. */
async function laterOn(page: Page): Promise<void> {
  await page.route('**/api/v1/undelivered-items*', async (route) => {
    const answer = await route.fetch();
    const body = (await answer.json()) as { items: { item: string; state: string; clock: { notices: number } }[] };
    const changed = body.items.map((each) => {
      if (each.item === items[0]?.item) return { ...each, clock: { ...each.clock, notices: 2, unclaimed_from: '2026-01-01' } };
      if (each.item !== items[1]?.item) return each;
      return { ...each, state: 'unclaimed', unclaimed_on: '2026-02-01', public_notice: '2026-02-02', settled_from: '2026-05-03' };
    });
    await route.fulfill({ response: answer, json: { ...body, items: changed } });
  });
}

test('an officer sees what is due first, with its clock in words, and records a notice by keys alone', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const page = await atTheList(desk, officer);
  const [first] = items;
  const row = rowOf(page, first?.item_code ?? '');
  const shown = (await row.textContent()) ?? '';
  for (const words of ['Báo lần 1 từ', 'Làm được ngay', 'Coi là không có người nhận từ', '0/2 lần', site, 'không có ai ở nhà']) expect(shown).toContain(words);
  expect(await page.textContent('main')).not.toContain('Trần Văn Đức');
  await desk.isAccessible('undelivered items');
  await desk.picture('undelivered');

  await row.locator('button', { hasText: t.acts.notice }).focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog[open]');
  await desk.isAccessible('recording a notice');
  await desk.picture('undelivered-notice');
  await page.focus('dialog [name=way]:checked');
  await page.keyboard.press('ArrowDown');
  expect(await page.isChecked('dialog [value=sms]')).toBe(true);
  await page.keyboard.press('Enter');
  await page.waitForSelector(`[role=status]:focus:has-text("${t.done.notice(first?.item_code ?? '')}")`);
  await row.locator('td', { hasText: '1/2 lần' }).waitFor();
  expect(await row.textContent()).toContain('Báo lần 2 từ');
  // What is not due yet stands behind what is.
  expect(await page.locator('tbody tr').last().textContent()).toContain(first?.item_code ?? '');
});

test('what comes too early is refused in words, and a form that lacks something says what', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const page = await atTheList(desk, officer);
  await rowOf(page, items[2]?.item_code ?? '').locator('button', { hasText: t.acts.unclaimed }).click();
  await page.waitForSelector('dialog .notice:has-text("Chưa đến ngày")');
  await page.click('dialog [type=submit]');
  await page.waitForSelector('dialog [role=alert]:has-text("Chưa đủ thời hạn"):has-text("Chưa báo người nhận đủ số lần")');
  await desk.isAccessible('unclaimed too early');
  await desk.picture('undelivered-early');
  await page.fill('dialog [type=date]', '');
  await page.click('dialog [type=submit]');
  await page.waitForSelector(`dialog .field-error:has-text("${t.postedEmpty}")`);
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog', { state: 'detached' });

  await laterOn(page);
  await page.reload();
  const settled = rowOf(page, items[1]?.item_code ?? '');
  await settled.locator('button', { hasText: t.acts.settled }).waitFor();
  const shown = (await settled.textContent()) ?? '';
  for (const words of ['Hội đồng xử lý từ 03/05/2026', 'Không có người nhận', 'Niêm yết 02/02/2026']) expect(shown).toContain(words);
  expect(await rowOf(page, items[0]?.item_code ?? '').textContent()).toContain('Coi là không có người nhận từ 01/01/2026');
  expect(await page.locator('tbody tr').first().textContent()).toContain(items[0]?.item_code ?? ''); // due since January
  await desk.picture('undelivered-later');

  await settled.locator('button', { hasText: t.acts.settled }).click();
  await page.click('dialog [type=submit]');
  for (const missing of [t.paperEmpty, t.paperOnEmpty, t.decidedEmpty, t.secondEmpty]) await page.waitForSelector(`dialog .field-error:has-text("${missing}")`);
  await desk.isAccessible('a council without minutes');
  await page.fill('dialog .field:has-text("Số biên bản") input', 'BB-HĐ 03');
  await page.fill('dialog .field:has-text("Ngày lập biên bản") input', '2026-05-04');
  expect(await page.inputValue('dialog .field:has-text("Ngày niêm yết") input')).toBe('2026-02-02');
  await page.check('dialog [value=destroyed]');
  await page.locator('dialog option').nth(1).waitFor({ state: 'attached' });
  await page.selectOption('dialog select', { index: 1 });
  await desk.picture('undelivered-council');
  await page.click('dialog [type=submit]');
  await page.waitForSelector('dialog [role=alert]:has-text("Trạng thái hiện tại không cho phép")');
  await desk.isAccessible('a council that is refused');
});

test('sorters and couriers read the list, on a phone too, and record nothing there', async ({ deskIn }) => {
  for (const who of [sorter, courier]) {
    const desk = await deskIn('vi', node.staff);
    await desk.page.setViewportSize(sizes.phone);
    const page = await atTheList(desk, who);
    // The sorter works where none of them was accepted or waits.
    if (who === sorter) await page.waitForSelector(`.table-empty:has-text("${t.none}")`);
    else await rowOf(page, items[0]?.item_code ?? '').waitFor();
    expect(await page.locator('main button').count()).toBe(0);
    expect(await page.locator('tbody a').count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(sizes.phone.width);
    await desk.isAccessible(`undelivered for ${who}`);
  }
});

test('in English', async ({ deskIn }) => {
  const desk = await deskIn('en', node.staff);
  const page = await atTheList(desk, officer);
  await page.waitForSelector(`h1:has-text("${en.title}")`);
  await rowOf(page, items[2]?.item_code ?? '').locator('button', { hasText: en.acts.unclaimed }).click();
  await page.click('dialog [type=submit]');
  await page.waitForSelector('dialog [role=alert]:has-text("It is too early to call it unclaimed")');
  await desk.isAccessible('undelivered in English');
});
