// The sorting desk on a real node: one scan, one result by one key; a find that stops the item and has to be told; a bag held against its
// list; a scanner whose inspection is over. The sorter sees nothing of a person but what was declared.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';

import { budget } from '../budget.ts';
import { test, type Desk } from './desk.ts';
import { Node } from './node.ts';
import { officer, password, sorter } from './people.ts';

let node: Node;
let codes: string[] = [];

beforeAll(async () => {
  node = new Node(0);
  await node.start();
  codes = await acceptAtTheCounter(6);
});
afterAll(() => node.end());

/** Parcels of a business, by the API: what a counter's day leaves for the sorting centre. */
async function acceptAtTheCounter(count: number): Promise<string[]> {
  const signed = await fetch(`${node.staff}/api/v1/sessions`, { method: 'POST', body: JSON.stringify({ user: 'giaodich2', password }) });
  const headers = { Cookie: (signed.headers.get('set-cookie') ?? '').split(';')[0] ?? '', 'X-Buuan-CSRF': ((await signed.json()) as { csrf: string }).csrf };
  const lines = Array.from({ length: count }, (_, at) => {
    const now = Date.now();
    const id = `${now.toString(16).padStart(12, '0').replace(/^(.{8})/, '$1-')}-7${at.toString(16).padStart(3, '0')}-8000-${String(at).padStart(12, '0')}`;
    return JSON.stringify({
      id,
      intake: {
        counter: 'Q2',
        accepted_at: new Date(now).toISOString(),
        sender: { method: 'BUSINESS', name: 'Công ty Thổ cẩm Mẫu', phone: '0215 3888 777', tax_code: '0123456787' },
        recipient: { name: 'Trần Văn Đức', phone: '0987111222', address: { province: '01', commune: 'Cầu Giấy', street: '2 phố Ví Dụ' } },
        item: { type: 'parcel', things: [{ text: 'khăn thổ cẩm', quantity: 3 }], weight_g: 1000 },
        inspection: { method: 'sampled', conditions_explained: false },
        pictures: [],
        confirmations: { sender: 'app', clerk: true },
        refuse: [],
      },
    });
  });
  const answer = await fetch(`${node.staff}/api/v1/item-batches`, { method: 'POST', headers, body: lines.join('\n') });
  const told = (await answer.text()).trim().split('\n');
  return told.map((line) => (JSON.parse(line) as { item_code: string }).item_code);
}

async function atSorting(desk: Desk, path = '/app/khai-thac', who = sorter): Promise<Page> {
  desk.secrets.push('Trần Văn Đức', '0987111222', '2 phố Ví Dụ');
  await desk.signIn(who);
  await desk.go(path);
  await desk.page.waitForSelector('.sorting-tabs');
  return desk.page;
}

async function scans(page: Page, code: string): Promise<void> {
  await page.fill('#scan', code);
  await page.keyboard.press('Enter');
}

/** Some picture. */
async function drawn(page: Page): Promise<Buffer> {
  const made = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.getContext('2d')?.fillRect(10, 10, 80, 40);
    return canvas.toDataURL('image/png');
  });
  return Buffer.from(made.split(',')[1] ?? '', 'base64');
}

const outcome = async (page: Page): Promise<string> => (await page.textContent('.sorting-word')) ?? '';

test('one scan shows what was declared, one key gives the result, and the next scan waits', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const page = await atSorting(desk);
  await page.waitForSelector('#scan:focus');
  expect(await page.textContent('.sorting-bar')).toContain('Kiểm định đến');
  await desk.isAccessible('sorting, empty');
  await desk.picture('sorting-empty');
  await scans(page, codes[0]?.toLowerCase() ?? '');
  await page.waitForSelector('.sorting-item');
  const card = (await page.textContent('.sorting-item')) ?? '';
  for (const shown of [codes[0] ?? '', 'khăn thổ cẩm × 3', '1.000 g', 'Tỷ lệ chọn 10 %']) expect(card).toContain(shown);
  for (const hidden of ['Trần Văn Đức', '0987', 'Ví Dụ', 'Công ty']) expect(card).not.toContain(hidden);
  await desk.isAccessible('sorting, an item');
  await desk.picture('sorting-item');
  // A code that begins with a digit is a code; the item on the screen has no result by it.
  await page.waitForSelector('#scan:focus');
  await page.keyboard.type('1234567', { delay: 4 });
  await page.keyboard.press('Enter');
  await page.waitForSelector('.sorting-outcome .verdict-bad:has-text("1234567")');
  await scans(page, codes[0] ?? '');
  await page.waitForSelector('.sorting-item');
  // Wherever the focus was left, the scanner has the box.
  await page.focus('.sorting-results button:has-text("Nghi vấn")');
  await page.keyboard.press('1');
  await page.waitForSelector('.sorting-outcome .verdict-ok');
  expect(await outcome(page)).toContain(`${codes[0] ?? ''}: không nghi vấn`);
  expect(await page.textContent('.sorting-scan')).toContain('Ca này đã soi 1 · nghi vấn 0');
  await page.waitForSelector('#scan:focus');
  await page.keyboard.press('1'); // once too often: it must not stand before the next code
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('#scan')?.value === '');
  await scans(page, 'XY-00000000');
  await page.waitForSelector('.sorting-outcome .verdict-bad');
  expect(await outcome(page)).toContain('Không có bưu gửi nào mang số hiệu XY-00000000');
});

test('a suspicious one is stopped by one key; its picture follows, it is told to the authority with a paper, and only the officer releases it', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const page = await atSorting(desk);
  const code = codes[1] ?? '';
  await scans(page, code);
  await page.waitForSelector('.sorting-item');
  await page.keyboard.press('2');
  await page.waitForSelector('.sorting-outcome .verdict-bad');
  expect(await outcome(page)).toContain('NGHI VẤN');
  await page.setInputFiles('.sorting-picture input[type=file]', { name: 'man-hinh.png', mimeType: 'image/png', buffer: await drawn(page) });
  await page.waitForSelector('.sorting-picture .verdict-ok');
  await desk.isAccessible('sorting, suspicious');
  await desk.picture('sorting-suspicious');

  await desk.go('/app/khai-thac/giu-lai');
  await page.waitForSelector(`tr:has-text("${code}") .verdict-bad`);
  expect(await page.textContent(`tr:has-text("${code}")`)).toContain('Máy soi: nghi vấn');
  expect(await page.locator('button:has-text("Cho đi tiếp…")').count()).toBe(0);
  await desk.isAccessible('stopped');
  await desk.picture('sorting-stopped');
  const paper = page.waitForEvent('download');
  await page.click(`tr:has-text("${code}") button:has-text("Thông báo (PDF)")`);
  const parts: Buffer[] = [];
  for await (const part of await (await paper).createReadStream()) parts.push(part as Buffer);
  expect(Buffer.concat(parts).subarray(0, 5).toString()).toBe('%PDF-');
  await page.click(`tr:has-text("${code}") button:has-text("Đã báo…")`);
  await page.click('dialog [type=submit]');
  await page.waitForSelector('dialog .field-error');
  await page.fill('dialog input', 'Công an phường Mẫu');
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog', { state: 'detached' });
  await page.reload();
  await page.waitForSelector(`tr:has-text("${code}") .verdict-ok:has-text("Công an phường Mẫu")`);

  const other = await deskIn('vi', node.staff);
  const office = await atSorting(other, '/app/khai-thac/giu-lai', officer);
  await office.click(`tr:has-text("${code}") button:has-text("Cho đi tiếp…")`);
  await office.fill('dialog input', 'Công an đã xem, không có hàng cấm');
  await office.keyboard.press('Enter');
  await office.waitForSelector('dialog', { state: 'detached' });
  await office.waitForSelector(`tr:has-text("${code}")`, { state: 'detached' });
});

/** From Enter to the painted item, in ms. */
async function scanToResult(page: Page, code: string): Promise<number> {
  await page.keyboard.press('Escape');
  await page.waitForSelector('.sorting-item', { state: 'detached' });
  await page.fill('#scan', code);
  // There before the key is.
  const clock = await page.evaluateHandle(() => {
    const taken = new Promise<number>((tell) => {
      let begun = 0;
      document.addEventListener('keydown', () => (begun = performance.now()), { once: true, capture: true });
      const seen = new MutationObserver(() => {
        if (document.querySelector('.sorting-item') === null) return;
        seen.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => tell(performance.now() - begun)));
      });
      seen.observe(document.body, { childList: true, subtree: true });
    });
    return { taken };
  });
  await page.keyboard.press('Enter');
  return clock.evaluate(({ taken }) => taken);
}

test('a scan is answered while the hand still holds the item', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const page = await atSorting(desk);
  const taken: number[] = [];
  for (let at = 0; at < 40; at += 1) taken.push(await scanToResult(page, codes[at % codes.length] ?? ''));
  const p95 = taken.toSorted((one, other) => one - other)[Math.floor(taken.length * 0.95)] ?? Infinity;
  budget('sorting: scan to result, p95', p95, 150, 'ms', true);
});

test('damage is put into minutes, and what weighs differently is said', async ({ deskIn }) => {
  const desk = await deskIn('en', node.staff);
  const page = await atSorting(desk);
  const code = codes[2] ?? '';
  await scans(page, code);
  await page.waitForSelector('.sorting-item');
  await page.fill('.sorting-facts input', '1200');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.sorting-facts .verdict-warn:has-text("+200 g off")');
  await page.click('button:has-text("Torn or damaged…")');
  await page.click('dialog [type=submit]');
  await page.waitForSelector('dialog .field-error');
  await desk.isAccessible('sorting, damage');
  await desk.picture('sorting-damage');
  await page.fill('dialog textarea', 'A corner is torn; three scarves are there; packed again');
  await page.fill('dialog input[inputmode=numeric]', '1210');
  await page.click('dialog [type=submit]');
  await page.waitForSelector('.sorting-outcome .verdict-ok');
  expect(await outcome(page)).toContain('damage is in the minutes');
});

test('a bag is packed at one end and held against its list at the other', async ({ deskIn }) => {
  const packing = await deskIn('vi', node.staff);
  const page = await atSorting(packing, '/app/khai-thac/ban-giao');
  await page.fill('#bag-code', 't-0091');
  await page.keyboard.press('Enter');
  await page.waitForSelector('#bag-title');
  for (const code of [codes[3] ?? '', codes[4] ?? '']) {
    await scans(page, code);
    await page.waitForSelector(`[role=status]:has-text("${code}: đã vào túi")`);
  }
  await scans(page, codes[4] ?? '');
  await page.waitForSelector('[role=status] .verdict-warn:has-text("TRÙNG"), [role=status] .notice.verdict-warn');
  await packing.isAccessible('bag, packed');
  await packing.picture('sorting-bag');
  await page.click('button:has-text("Đóng túi, gửi đi")');
  await page.waitForSelector('[role=status]:has-text("đã đóng và gửi đi")');

  const unpacking = await deskIn('vi', node.staff);
  const there = await atSorting(unpacking, '/app/khai-thac/ban-giao', officer);
  await there.fill('#bag-code', 'T-0091');
  await there.waitForSelector('tr:has-text("T-0091")');
  await there.keyboard.press('Enter');
  await there.waitForSelector('#bag-title');
  await scans(there, codes[3] ?? '');
  await there.waitForSelector('[role=status]:has-text("đúng danh sách")');
  await scans(there, codes[5] ?? '');
  await there.waitForSelector('[role=status]:has-text("THỪA")');
  await there.click('button:has-text("Xong túi này…")');
  await there.waitForSelector('dialog:has-text("Còn 1 bưu gửi")');
  await there.click('dialog [type=submit]');
  await there.waitForSelector(`[role=status]:has-text("THIẾU: ${codes[4] ?? ''}")`);
  await there.waitForSelector(`[role=status]:has-text("THỪA: ${codes[5] ?? ''}")`);
  await unpacking.isAccessible('bag, received');
  await unpacking.picture('sorting-bag-received');
});

test('a scanner whose inspection is over shows red, and goes on only with a reason and a second person', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const page = await atSorting(desk);
  await page.selectOption('.sorting-bar select', 'XR-01');
  await page.waitForSelector('[role=alert]:has-text("hết hạn kiểm định")');
  await desk.isAccessible('sorting, scanner over');
  await desk.picture('sorting-over');
  await scans(page, codes[0] ?? '');
  await page.waitForSelector('.sorting-item');
  expect(await page.locator('.sorting-results button:enabled').count()).toBe(1); // only to drop it
  await page.click('.sorting-over [type=submit]');
  await page.waitForSelector('.sorting-over .field-error');
  await page.fill('.sorting-over input', 'Máy chính đang sửa');
  await page.selectOption('.sorting-over select', { index: 1 });
  await page.click('.sorting-over [type=submit]');
  await page.waitForSelector('.notice:has-text("Đang soi bằng máy hết hạn")');
  await page.click('.sorting-results button:has-text("Không nghi vấn")');
  await page.waitForSelector('.sorting-outcome .verdict-ok');
});
