// The trace desk: an item is accepted at a counter; an officer finds it for a purpose, opens it, looks at its pictures, takes its proofs; the
// access log has every one of these looks, and names a row that somebody edited.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Download, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';

import { accepted, atTheCounter, inspectsWeighs, recipient, scansAll, senderOf } from './acceptance.ts';
import { test, type Desk } from './desk.ts';
import { Node } from './node.ts';
import { auditor, clerk as clerkUser, officer } from './people.ts';

const buuan = resolve(process.env['BUUAN'] ?? '../build/dev/buuan');
const sender = senderOf(61);
let node: Node;
let code = '';

beforeAll(async () => {
  node = new Node(1);
  await node.start();
});
afterAll(() => node.end());

test('a parcel is accepted', async ({ deskIn }) => {
  const counter = await deskIn('vi', node.staff);
  const clerk = await atTheCounter(counter, sender);
  await scansAll(clerk, sender);
  await inspectsWeighs(clerk);
  await clerk.press('F8');
  code = await accepted(counter);
  await counter.page.waitForTimeout(1500); // its pictures follow
});

async function searches({ page }: Desk, purpose: string, value: string): Promise<void> {
  await page.selectOption('#trace-purpose', purpose);
  await page.fill('#trace-value', value);
  await page.click('.trace-form [type=submit]');
}

async function finds(desk: Desk): Promise<void> {
  desk.secrets.push(sender.name, sender.number, sender.phone, recipient.name, recipient.phone, recipient.street, code);
  await desk.signIn(officer);
  await desk.go('/app/tra-cuu');
  await desk.page.waitForSelector('#trace-purpose option[value=complaint]', { state: 'attached' });
  await searches(desk, 'complaint', sender.phone);
  await desk.page.waitForSelector(`.trace-results tbody tr:has-text("${code}")`);
}

async function opensItem({ page }: Desk): Promise<void> {
  await page.click(`.trace-results tr:has-text("${code}") a`);
  await page.waitForSelector('.trace-event');
}

async function opensData({ page }: Desk): Promise<void> {
  await page.click('.trace-open-form [type=submit]');
  await page.waitForSelector('.trace-groups');
}

async function bytesOf(download: Promise<Download>): Promise<{ name: string; bytes: Buffer }> {
  const taken = await download;
  const parts: Buffer[] = [];
  for await (const part of await taken.createReadStream()) parts.push(part as Buffer);
  return { name: taken.suggestedFilename(), bytes: Buffer.concat(parts) };
}

const text = async (page: Page, where: string): Promise<string> => (await page.textContent(where)) ?? '';

test('no search without a purpose; what was typed is recognised and shown; results are masked and forgotten', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const { page } = desk;
  desk.secrets.push(sender.phone);
  await desk.signIn(officer);
  await desk.go('/app/tra-cuu');
  await page.fill('#trace-value', sender.phone);
  await page.waitForSelector('#trace-value-hint:has-text("Nhận ra: Số điện thoại")');
  await page.click('.trace-form [type=submit]');
  await page.waitForSelector('.mistakes:has-text("Chọn mục đích")');
  await desk.isAccessible('no purpose');
  await desk.picture('trace-mistakes');

  await page.waitForSelector('#trace-purpose option[value=complaint]', { state: 'attached' });
  await page.selectOption('#trace-by', 'text');
  await page.fill('#trace-value', sender.name);
  await page.selectOption('#trace-purpose', 'complaint');
  await page.click('.trace-form [type=submit]');
  await page.waitForSelector('.mistakes:has-text("tối đa 31 ngày")');

  await page.selectOption('#trace-by', '');
  // So far back that the first days are over their term.
  await page.fill('#trace-from', new Date(Date.now() + 7 * 3_600_000 - 399 * 86_400_000).toISOString().slice(0, 10));
  await searches(desk, 'complaint', sender.phone);
  const row = page.locator(`.trace-results tbody tr:has-text("${code}")`);
  await row.waitFor();
  const shown = (await row.textContent()) ?? '';
  expect(shown).not.toContain(sender.name);
  expect(shown).toContain('Lò V. M.');
  await page.waitForSelector('.verdict-unsure:has-text("không tra được")');
  await desk.isAccessible('results');
  await desk.picture('trace-results');

  await page.click('[popovertarget=account-menu]');
  await page.click('#account-menu .button:nth-last-child(2)');
  await page.waitForSelector('.lock-screen');
  expect(await page.locator('.trace-results').count()).toBe(0);
});

test('the results are there again after an item, and gone after another page', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const { page } = desk;
  await finds(desk);
  await opensItem(desk);
  await page.click('a:has-text("Về kết quả tra cứu")');
  await page.waitForSelector(`.trace-results tbody tr:has-text("${code}")`);
  await page.keyboard.press('Control+k');
  await page.fill('.go-to input', 'lenh giu');
  await page.keyboard.press('Enter');
  await page.waitForSelector('h1:has-text("Lệnh giữ")');
  await page.goBack();
  await page.waitForSelector('#trace-value');
  expect(await page.locator('.trace-results').count()).toBe(0);
  expect(await page.inputValue('#trace-value')).toBe('');
});

test('an item shows its timeline at once, its data for a purpose, its identity number by another look', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const { page } = desk;
  await finds(desk);
  await opensItem(desk);
  expect(await text(page, '.trace-event')).toContain('Chấp nhận');
  expect(await text(page, 'main')).not.toContain(sender.name);
  expect(await page.locator('canvas').count()).toBe(0);
  await desk.isAccessible('an item that is closed');
  await desk.picture('trace-item-closed');

  await opensData(desk);
  const opened = await text(page, '.trace-opened');
  expect(opened).toContain(sender.name);
  expect(opened).toContain(recipient.street);
  expect(opened).toContain('Điện Biên');
  expect(opened).not.toContain(sender.number);
  await page.waitForSelector('button.trace-thumb canvas[data-marked^="antoan1"]');
  await page.waitForTimeout(300);
  await desk.isAccessible('an item that is open');
  await desk.picture('trace-item-open');

  await page.click('.trace-identity button');
  await page.waitForSelector(`.trace-group dd:has-text("${sender.number}")`);
  await desk.isAccessible('with its identity number');

  await page.click('button.trace-thumb >> nth=0');
  await page.waitForSelector('dialog canvas');
  const first = await text(page, 'dialog h2');
  // What is on the screen, and so on a screenshot, is not the bare picture: the mark is drawn into it.
  await page.waitForFunction(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('dialog canvas');
    const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const colours = new Set<number>();
    for (let at = 0; at < pixels.length; at += 4) colours.add(((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0));
    return colours.size > 10;
  });
  await desk.isAccessible('a picture');
  await desk.picture('trace-picture');
  await page.keyboard.press('ArrowRight');
  expect(await text(page, 'dialog h2')).not.toBe(first);
  await page.keyboard.press('ArrowLeft');
  expect(await text(page, 'dialog h2')).toBe(first);
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog', { state: 'detached' });

  await page.click('button:has-text("Đóng thông tin")');
  await page.waitForSelector('.trace-open-form');
  expect(await text(page, 'main')).not.toContain(sender.name);
});

test('after a quarter of an hour the data closes by itself and says so', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const { page } = desk;
  await page.clock.install();
  await finds(desk);
  await opensItem(desk);
  await opensData(desk);
  await page.clock.runFor(4 * 60_000); // the screen would lock itself a minute later
  await page.mouse.move(10, 10);
  await page.keyboard.press('Shift');
  for (let minutes = 4; minutes < 16; minutes += 2) {
    await page.clock.runFor(2 * 60_000);
    await page.keyboard.press('Shift');
  }
  await page.waitForSelector('.trace-opened [role=alert]:has-text("Đã hết 15 phút")');
  expect(await text(page, 'main')).not.toContain(sender.name);
  expect(await page.locator('canvas').count()).toBe(0);
  await desk.isAccessible('the opening is over');
  await desk.picture('trace-over');
});

test('keys walk the timeline, a typed time jumps, and the proofs are checked by a program without the node', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const { page } = desk;
  await finds(desk);
  await opensItem(desk);
  await page.waitForTimeout(1200);
  await page.click('button:has-text("Xem lại")');
  await page.waitForSelector('.trace-event:nth-child(2) .verdict-ok');
  await page.focus('.trace-event [tabindex="0"]');
  const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  const first = await focused();
  await page.keyboard.press('ArrowDown');
  expect(await focused()).not.toBe(first);
  await page.keyboard.press('Home');
  expect(await focused()).toBe(first);
  await page.fill('.trace-jump input', 'chiều');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.trace-jump .field-error');
  await desk.isAccessible('no time');
  const at = /\d\d:\d\d:\d\d/.exec(first)?.[0] ?? '';
  await page.fill('.trace-jump input', at);
  await page.keyboard.press('Enter');
  expect(await focused()).toContain(at);

  const one = bytesOf(page.waitForEvent('download'));
  await page.click('.trace-event:first-child .trace-proof button');
  const { bytes } = await one;
  expect(bytes.toString()).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
  const all = bytesOf(page.waitForEvent('download'));
  await page.click('button:has-text("Tải mọi chứng minh")');
  const folder = mkdtempSync(join(tmpdir(), 'buuan-proofs-'));
  writeFileSync(join(folder, 'all.zip'), (await all).bytes);
  const unzipped = spawnSync('python3', ['-c', 'import zipfile, sys; z = zipfile.ZipFile("all.zip"); assert z.testzip() is None; z.extractall(); print("\\n".join(z.namelist()))'], { cwd: folder, encoding: 'utf8' });
  expect(unzipped.stderr).toBe('');
  const proofs = unzipped.stdout.trim().split('\n').filter((name) => name.endsWith('.tlog-proof'));
  expect(proofs.length).toBeGreaterThan(1);
  for (const proof of proofs) {
    const verified = spawnSync(buuan, ['verify', proof, '--key', '@logs.vkey'], { cwd: folder, encoding: 'utf8' });
    expect(`${verified.status ?? ''} ${verified.stderr}`, verified.stdout).toBe('0 ');
  }
  rmSync(folder, { recursive: true });
});

test('the access log has every look, compared with the signed log, and names a row that somebody edited', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const { page } = desk;
  await desk.signIn(auditor);
  await desk.go('/app/tra-cuu/nhat-ky');
  await page.waitForSelector('tr:has-text("Mở thông tin"):has-text("antoan1"):has-text("Giải quyết khiếu nại")');
  await page.waitForSelector('tr:has-text("Tra cứu"):has-text("số điện thoại")');
  expect(await text(page, 'main')).not.toContain(sender.phone);
  expect(await page.locator('.verdict-bad').count()).toBe(0);
  await desk.isAccessible('access log');
  await desk.picture('acts');

  await page.selectOption('[name=kind]', 'opening');
  await page.fill('[name=who]', 'antoan1');
  await page.click('.trace-form [type=submit]');
  await page.waitForSelector('tbody tr');
  expect(new URL(page.url()).search).toBe('?who=antoan1&kind=opening');
  const rows = page.locator('tbody tr');
  expect(await rows.count()).toBe(await rows.filter({ hasText: 'Mở thông tin' }).count());
  const csv = bytesOf(page.waitForEvent('download'));
  await page.click('button:has-text("Xuất CSV")');
  const lines = (await csv).bytes.toString().split('\r\n');
  expect(lines[0]).toContain('Mục đích');
  expect(lines.length).toBe((await rows.count()) + 2);

  node.editAct('"antoan1"', '"kiemtoan1"');
  await page.click('button:has-text("Bỏ lọc")');
  await page.waitForSelector('.notice.verdict-bad:has-text("1 lượt không khớp với sổ ký")');
  await page.waitForSelector('tr:has(.verdict-bad:has-text("Bị sửa"))');
  await desk.isAccessible('an act that somebody edited');
  await desk.picture('acts-altered');

  // From an act to its item; the auditor sees the timeline and nothing of people.
  await page.click('tbody tr a >> nth=0');
  await page.waitForSelector('.trace-event');
  expect(await page.locator('.trace-open-form').count()).toBe(0);
  await desk.isAccessible('an item for the auditor');
  await desk.picture('trace-item-auditor');
  await page.goto(`${node.staff}/app/tra-cuu`);
  await page.waitForSelector('h1:has-text("Không có trang này")');
});

test('a complaint goes from its filing to the money; its words are shown only when it is opened', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const { page } = desk;
  desk.secrets.push('Bà Khiếu Nại', 'Vỡ bình gốm', code);
  await desk.signIn(officer);
  await desk.go('/app/tra-cuu/khieu-nai');
  await page.click('button:has-text("Lập khiếu nại")');
  await page.fill('#complaint-code', 'BA9999999999');
  await page.click('form [type=submit]');
  await page.waitForSelector('.mistakes:has-text("Ghi lời khiếu nại")');
  await desk.isAccessible('a complaint without words');
  await page.fill('#complaint-words', 'Vỡ bình gốm');
  await page.click('form [type=submit]');
  await page.waitForSelector('.mistakes:has-text("Không tìm thấy")');
  await page.fill('#complaint-code', code);
  await page.selectOption('#complaint-kind', 'damage');
  await page.fill('#complaint-name', 'Bà Khiếu Nại');
  await page.fill('#complaint-fee', '32.500');
  await desk.picture('complaint-form');
  await page.click('form [type=submit]');
  await page.waitForSelector('[role=status] .verdict-ok:has-text("Đã lập khiếu nại KN-")');
  const row = page.locator('tbody tr:has-text("Hư hỏng")').first();
  await row.waitFor();
  expect(await text(page, 'main')).not.toContain('Vỡ bình gốm');
  await desk.isAccessible('complaints');
  await desk.picture('complaints');

  await row.locator('button:has-text("Xem")').click();
  await page.waitForSelector('dialog dd:has-text("Vỡ bình gốm")');
  await desk.isAccessible('a complaint');
  await desk.picture('complaint');
  await page.keyboard.press('Escape');

  await row.locator('button:has-text("Trả lời")').click();
  await page.waitForSelector('#step-outcome');
  await desk.isAccessible('answering');
  await page.selectOption('#step-outcome', 'justified');
  await page.click('dialog [type=submit]');
  await page.waitForSelector('[role=status]:has-text("Đã trả lời")');
  await row.locator('button:has-text("Thỏa thuận bồi thường")').click();
  await page.fill('#step-amount', '100.000');
  await page.click('dialog [type=submit]');
  await page.waitForSelector('dialog .field-error:has-text("130.000")');
  await desk.isAccessible('too little');
  await desk.picture('complaint-amount');
  await page.fill('#step-amount', '130.000');
  await page.click('dialog [type=submit]');
  await row.locator(':text("Trả tiền đến hết")').waitFor();
  for (const step of ['Đã trả tiền', 'Đóng']) {
    await row.locator(`button:has(span:text-is("${step}"))`).click();
    await page.click('dialog [type=submit]');
    await page.waitForSelector('dialog', { state: 'detached' });
  }
  await page.waitForSelector('section:has(h2:text-is("Đã đóng")) tbody tr:has-text("Hư hỏng")');
});

test('after a leak it is told who could have seen the item, and who a phone number of it', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const { page } = desk;
  await finds(desk);
  desk.secrets.push(sender.phone);
  await opensItem(desk);
  await page.click('a:has-text("Ai có thể đã xem")');
  await page.waitForSelector('h1:has-text("ai có thể đã xem")');
  await desk.isAccessible('leak question');
  await page.fill('[name=note]', 'Vụ 12/2026');
  await page.click('.trace-form [type=submit]');
  await page.waitForSelector(`.trace-results tbody tr:has-text("${officer}"):has-text("Xem đúng bưu gửi này")`);
  await page.waitForSelector('.trace-results tbody tr:has-text("Tra cứu ra, thông tin che một phần"):has-text("Giải quyết khiếu nại")');
  await desk.isAccessible('leak answer');
  await desk.picture('leak-item');
  const saved = page.waitForEvent('download');
  await page.click('button:has-text("Xuất CSV")');
  const { name, bytes } = await bytesOf(saved);
  expect(name).toMatch(/^ai-co-the-da-xem-\d{4}-\d\d-\d\d\.csv$/);
  expect(bytes.toString()).not.toContain(sender.phone);

  await page.click('a:has-text("Hỏi theo số điện thoại")');
  await page.fill('[name=phone]', '12');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.field-error');
  await page.fill('[name=phone]', sender.phone);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.trace-results :text("1 bưu gửi")');
  await page.waitForSelector('.trace-results .verdict-unsure:has-text("hết hạn lưu")');
  expect(await page.inputValue('[name=phone]'), 'forgotten once it is asked').toBe('');
  await desk.picture('leak-phone');
});

test('in English', async ({ deskIn }) => {
  const desk = await deskIn('en', node.staff);
  const { page } = desk;
  await finds(desk);
  await desk.isAccessible('results (en)');
  await opensItem(desk);
  await opensData(desk);
  await page.waitForSelector('button.trace-thumb canvas');
  await desk.isAccessible('an open item (en)');
  await desk.picture('trace-item-en');
  await desk.go('/app/tra-cuu/nhat-ky');
  await page.waitForSelector('tbody tr');
  await desk.isAccessible('access log (en)');
  await desk.go('/app/tra-cuu/khieu-nai');
  await page.waitForSelector('tbody tr');
  await page.click('button:has-text("File a complaint")');
  await page.waitForSelector('#complaint-code');
  await desk.isAccessible('complaints (en)');
});

test('a clerk sees neither page', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  await desk.signIn(clerkUser);
  for (const path of ['/app/tra-cuu', '/app/tra-cuu/nhat-ky', '/app/tra-cuu/lo-lot', '/app/tra-cuu/khieu-nai', '/app/tra-cuu/buu-gui/0199c0de-1a2b-7c3d-8e4f-0123456789ab']) {
    await desk.page.goto(node.staff + path);
    await desk.page.waitForSelector('h1:has-text("Không có trang này")');
  }
});
