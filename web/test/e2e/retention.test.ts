// The safety officer's two pages on a node with a day over a year old: what of it is gone and what proves that, a clock in doubt, deleting
// now, and a hold from its placing to its end.
import type { Download, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';

import { accepted, atTheCounter, inspectsWeighs, scansAll, senderOf } from './acceptance.ts';
import { test, type Desk } from './desk.ts';
import { Node } from './node.ts';
import { administrator, auditor, officer } from './people.ts';

const day_ms = 86_400_000;
let node: Node;
/** As Viet Nam's calendar has it. */
const civil = (daysAgo: number): string => new Date(Date.now() + 7 * 3_600_000 - daysAgo * day_ms).toISOString().slice(0, 10);
const shown = (day: string): string => day.split('-').toReversed().join('/');
const first = civil(400);

beforeAll(async () => {
  node = new Node(1);
  node.configure('record_months', 11); // some thirty days are due at once
  node.doubtClock(new Date(Date.now() - 3_600_000), 20 * day_ms);
  await node.start();
});
afterAll(() => node.end());

async function openRetention(desk: Desk): Promise<void> {
  await desk.go('/app/at/luu-tru');
  await desk.page.waitForSelector('.calendar-day');
}

const says = async (page: Page, where: string): Promise<string> => (await page.textContent(where)) ?? '';

async function bytesOf(download: Promise<Download>): Promise<{ name: string; bytes: Buffer }> {
  const taken = await download;
  const parts: Buffer[] = [];
  for await (const part of await taken.createReadStream()) parts.push(part as Buffer);
  return { name: taken.suggestedFilename(), bytes: Buffer.concat(parts) };
}

test('while the clock is in doubt nothing is deleted; a date from another calendar confirms it, and what is due goes once its day was typed', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const { page } = desk;
  await desk.signIn(officer);
  await openRetention(desk);
  expect(await says(page, '.retention [role=alert]')).toContain('nhảy tới 20 ngày');
  expect(await page.locator('section:has(> h2:text("Đến hạn xóa")) .button-danger').count()).toBe(0);
  await desk.isAccessible('clock in doubt');
  await desk.picture('retention-clock');

  await page.click('.clock-do button');
  await page.fill('[name=typed]', shown(civil(3)));
  await page.click('dialog [type=submit]');
  await page.waitForSelector('dialog .field-error');
  await desk.isAccessible('clock, a wrong date');
  await desk.picture('retention-clock-wrong');
  await page.fill('[name=typed]', shown(civil(0)));
  await page.keyboard.press('Enter');
  await page.waitForSelector('.retention [role=status]:has-text("Đã xác nhận")');
  await page.waitForSelector('.retention [role=alert]', { state: 'detached' });

  const due = page.locator('section:has(> h2:text("Đến hạn xóa"))');
  await due.locator('.button-danger').click();
  const oldest = await says(page, 'dialog tbody td');
  await desk.isAccessible('deleting now');
  await desk.picture('retention-run');
  await page.fill('[name=typed]', shown(civil(0)));
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog .field-error');
  await page.fill('[name=typed]', oldest.replaceAll('/', ''));
  await page.keyboard.press('Enter');
  await due.locator('.verdict-ok:has-text("Đã xóa dữ liệu đến hạn")').waitFor();
  await due.locator('.table-empty').waitFor();
  await desk.picture('retention-ran');

  await due.locator('input[type=date]').fill(civil(-40));
  await due.locator('.verdict-unsure').waitFor();
  await due.locator('tbody tr').first().waitFor();
  expect(await due.locator('.button-danger').count()).toBe(0);
  await desk.isAccessible('looking ahead');
  await due.locator('button:has-text("Về hôm nay")').click();
  await due.locator('.table-empty').waitFor();
});

test('the arrows walk the calendar; a day that is gone opens with its certificate and its proofs', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const { page } = desk;
  await desk.signIn(officer);
  await openRetention(desk);
  const years = page.locator('tr:has-text("thủ tục hành chính")');
  expect(await years.textContent()).toContain('5 năm');
  expect(await years.textContent()).toContain('17/2017/TT-BTTTT');
  const focused = (): Promise<string | null> => page.evaluate(() => document.activeElement?.getAttribute('data-day') ?? null);
  await page.click(`.calendar-years button:has-text("${first.slice(0, 4)}")`);
  await page.focus('.calendar-day[tabindex="0"]');
  await page.keyboard.press('PageUp');
  for (let presses = 0; presses < 80 && (await focused()) !== first; presses += 1) await page.keyboard.press('ArrowLeft');
  expect(await focused()).toBe(first);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  expect(await focused()).toBe(first);
  expect(await page.getAttribute(`[data-day="${first}"]`, 'aria-label')).toBe(`${shown(first)}, Chỉ còn biên bản`);
  await desk.isAccessible('calendar');
  await desk.picture('retention-calendar');

  await page.keyboard.press('Enter');
  await page.waitForSelector('.day-deletions li');
  expect(new URL(page.url()).search).toBe(`?ngay=${first}`);
  expect(await page.locator('dialog .table .keeping-gone').count()).toBeGreaterThan(3);
  await desk.isAccessible('a day that is gone');
  await desk.picture('retention-day-gone');
  const certificate = bytesOf(page.waitForEvent('download'));
  await page.click('dialog .button-main');
  const { name, bytes } = await certificate;
  expect(name).toBe(`huy-du-lieu-${first}.pdf`);
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  const proof = bytesOf(page.waitForEvent('download'));
  await page.click('.day-deletions li:last-child button');
  expect((await proof).bytes.toString()).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);

  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog', { state: 'detached' });
  expect(await focused()).toBe(first);
});

test('a hold is placed by item code, approved by another account, and ended with its number typed', async ({ deskIn }) => {
  const counter = await deskIn('vi', node.staff);
  const clerk = await atTheCounter(counter, senderOf(41));
  await scansAll(clerk, senderOf(41));
  await inspectsWeighs(clerk);
  await clerk.press('F8');
  const code = await accepted(counter);

  const desk = await deskIn('vi', node.staff);
  const { page } = desk;
  await desk.signIn(officer);
  await desk.go('/app/at/luu-tru/giu');
  await page.waitForSelector('#holds-force tr:has-text("Khiếu nại"):has-text("KN-12")');
  await page.click('.holds > p > .button-main');
  await page.fill('#hold-paper', 'KN-45 ngày 02/11');
  await page.fill('#hold-until', civil(-30));
  await page.fill('#hold-items', `${code}\nBA9999999999`);
  await page.fill('#hold-second_person', 'kiem toan');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(await page.inputValue('#hold-second_person')).toMatch(/^Kiểm toán nội bộ · /);
  await page.click('.hold-form [type=submit]');
  await page.waitForSelector('.mistakes:has-text("BA9999999999")');
  await desk.isAccessible('a code that nobody knows');
  await desk.picture('hold-unknown-code');
  await page.fill('#hold-items', `${code}\n0199c0de-1a2b-7c3d-8e4f-0123456789ab`);
  await page.click('.hold-form [type=submit]');
  const told = page.locator('.holds > [role=status]');
  await told.locator('.verdict-ok').waitFor();
  const number = /số (\d+)/.exec((await told.textContent()) ?? '')?.[1] ?? '';
  expect(await told.textContent()).toContain('1 bưu gửi đã sao');
  expect(await told.locator('.hold-items').textContent()).toContain('0199c0de');
  const row = (group: string) => page.locator(`#holds-${group} tbody tr`).filter({ has: page.locator(`td:first-child:text-is("${number}")`) });
  await row('waiting').locator('.verdict-warn').waitFor();
  await desk.isAccessible('a hold that waits');
  await desk.picture('hold-placed');

  const other = await deskIn('vi', node.staff);
  await other.signIn(auditor);
  await other.go('/app/at/luu-tru/giu');
  await other.page.waitForSelector('h1:has-text("Lệnh giữ")');
  await approves(other, number);

  await page.reload();
  await row('force').locator('button:has-text("Xem")').click();
  await page.waitForSelector('dialog .hold-items li');
  expect(await page.locator('dialog .hold-items li').count()).toBe(1);
  await desk.isAccessible('a hold and its items');
  await desk.picture('hold');
  await page.keyboard.press('Escape');

  await row('force').locator('button:has-text("Gia hạn")').click();
  await page.click('dialog [type=submit]');
  await page.waitForSelector('dialog .field-error');
  await desk.isAccessible('renewing');
  await desk.picture('hold-renew');
  await page.fill('#renew-second', 'kiem');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.click('dialog [type=submit]');
  await row('force').locator('.verdict-warn:has-text("Xin gia hạn")').waitFor();
  await desk.picture('hold-renewal-waits');
  await other.page.reload();
  await approves(other, number);
  await page.reload();
  await row('force').waitFor();
  expect(await row('force').locator('.verdict-warn').count()).toBe(0);

  await row('force').locator('button:has-text("Kết thúc")').click();
  await page.fill('[name=typed]', `${number}0`);
  await page.keyboard.press('Enter');
  await page.waitForSelector('dialog .field-error');
  await desk.isAccessible('ending');
  await desk.picture('hold-end');
  await page.fill('[name=typed]', number);
  await page.keyboard.press('Enter');
  await row('ended').waitFor();
  expect(await told.textContent()).toContain(`Đã kết thúc lệnh giữ số ${number}`);
  await desk.picture('holds-ended');
}, 120_000);

test('a hold takes what was accepted at a service point in a time, or what a camera recorded', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const { page } = desk;
  const told = page.locator('.holds > [role=status]');
  const begins = async (scope: 'site' | 'camera'): Promise<void> => {
    await page.click('.holds > p > .button-main');
    await page.selectOption('#hold-ground', 'incident');
    await page.check(`.hold-scope [value=${scope}]`);
    await page.fill('#hold-second_person', 'kiem toan');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
  };
  await desk.signIn(officer);
  await desk.go('/app/at/luu-tru/giu');
  await begins('site');
  await page.fill('#hold-from', `${civil(40)}T00:00`);
  await page.fill('#hold-to', `${civil(0)}T23:59`);
  await page.click('.hold-form [type=submit]');
  await page.waitForSelector('.mistakes:has-text("Chọn điểm phục vụ"):has-text("đang chọn 41 ngày")');
  await desk.isAccessible('holding by service point');
  await desk.picture('hold-site');
  await page.selectOption('#hold-site', 'DB-BC1');
  await page.fill('#hold-from', `${civil(1)}T00:00`);
  await page.click('.hold-form [type=submit]');
  await told.locator('.verdict-ok:has-text("bưu gửi đã sao")').waitFor();
  await page.waitForSelector('#holds-waiting tr:has-text("điểm DB-BC1")');

  await begins('camera');
  await page.selectOption('#hold-camera', 'CAM-01');
  await page.fill('#hold-from', `${civil(1)}T00:00`);
  await page.fill('#hold-to', `${civil(0)}T23:59`);
  await page.click('.hold-form [type=submit]');
  await told.locator('.verdict-ok:has-text("hình camera được giữ lại")').waitFor();
  await page.waitForSelector('#holds-waiting tr:has-text("Hình camera CAM-01")');

  await page.click('a[href="/app/at/luu-tru"]');
  await page.waitForSelector('tr:has-text("Hình camera") a:has-text("giữ lại hình")');
});

/** By the list where the role sees it, by number where it does not. */
async function approves(desk: Desk, number: string): Promise<void> {
  const { page } = desk;
  await page.click(`button[aria-label$=" số ${number}"]:has-text("Duyệt")`);
  await page.waitForSelector('dialog[open]');
  await desk.isAccessible('approving');
  await desk.picture('hold-approve');
  await page.click('dialog [type=submit]');
  await page.waitForSelector('.holds > [role=status]:has-text("Đã duyệt")');
  await desk.isAccessible('approved');
  await desk.picture('hold-approved');
}

test('who only looks sees no button that deletes, who may neither sees no page; without a network the page says what to do', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const { page } = desk;
  await desk.signIn(administrator);
  await openRetention(desk);
  expect(await page.locator('.retention .button-danger').count()).toBe(0);
  expect(await page.locator('a[href="/app/at/luu-tru/giu"]').count()).toBe(0);
  await page.goto(`${node.staff}/app/at/luu-tru/giu`);
  await page.waitForSelector('h1:has-text("Không có trang này")');

  await openRetention(desk);
  await page.context().setOffline(true);
  await page.click('.calendar-day[aria-current]');
  await page.waitForSelector('dialog [role=alert]');
  await desk.isAccessible('off line');
  await desk.picture('retention-off-line');
  await page.context().setOffline(false);
  await page.click('dialog button:has-text("Thử lại")');
  await page.waitForSelector('dialog .table');
});
