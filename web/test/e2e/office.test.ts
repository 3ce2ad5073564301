// The safety office's first page: what is to be done with its day and who sees to it, taken and given, filtered by the figures beside it;
// nothing to do, nothing yet, nothing to be had.
import { afterAll, beforeAll, expect } from 'vitest';

import { test, type Desk } from './desk.ts';
import { Node } from './node.ts';
import { auditor, officer } from './people.ts';

let node: Node;

beforeAll(async () => {
  node = new Node();
  node.doubtClock(new Date(), 20 * 86_400_000);
  await node.start();
});
afterAll(() => node.end());

const row = (desk: Desk, task: string) => desk.page.locator(`[data-task="${task}"]`);

async function opened(desk: Desk, search = ''): Promise<void> {
  await desk.go(`/app/viec${search}`);
  await desk.page.waitForSelector('.tasks-parts');
}

test('the officer begins with what is to be done, most pressing first, each with its word, its day and where it is done', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const { page } = desk;
  await desk.signIn(officer);
  await page.waitForURL('**/app/viec');
  await page.waitForSelector('.task');
  expect(await page.textContent('h1')).toBe('Việc cần làm');
  expect(await page.textContent('#tasks-counts')).toBe('3 quá hạn hoặc còn thiếu · 1 đến hạn hôm nay · 1 sắp đến hạn');
  expect(await row(desk, 'equipment.XR-01').textContent()).toMatch(/✕ Quá hạn \d+ ngàyMáy soi XR-01 hết hạn kiểm địnhHạn: .*Trung tâm khai thác Điện Biên.*Căn cứ D3.*Chưa giao cho ai/s);
  expect(await row(desk, 'equipment.CAM-02').textContent()).toContain('⚠ Còn 6 ngày');
  expect(await row(desk, 'posting.DB-BC1').textContent()).toContain('✕ Còn thiếuBưu cục Điện Biên Phủ 1 chưa niêm yết danh mụcPhải có từ ');
  const order = await page.locator('.task').evaluateAll((rows) => rows.map((each) => each.getAttribute('data-task')));
  expect(order.at(-1)).toBe('equipment.CAM-02');
  await desk.isAccessible('tasks');
  await desk.picture('tasks');

  await row(desk, 'clock.1').locator('a').click();
  await page.waitForURL('**/app/at/luu-tru');
});

test('a figure leads to its rows, by keys too, and the address keeps it', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const { page } = desk;
  await desk.signIn(officer);
  await opened(desk);
  const tile = page.locator('.tile:has-text("Thiết bị còn hạn kiểm định")');
  expect(await tile.textContent()).toContain('7/8');
  expect(await tile.textContent()).toContain('✕ Dưới ngưỡngNgưỡng 100 %');
  expect(await page.locator('.tile:has-text("đã ký cam kết")').textContent()).toContain('✓ Đạt');
  await tile.focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.tasks-filter');
  expect(new URL(page.url()).search).toBe('?loai=equipment');
  await page.waitForFunction(() => document.querySelectorAll('.task').length === 2);
  await desk.isAccessible('tasks of a kind');
  await desk.picture('tasks-kind');
  await page.reload();
  await page.waitForSelector('.tasks-filter');
  expect(await page.locator('.task').count()).toBe(2);
  await page.selectOption('.tasks-filter select', 'stopped_item'); // a group that no figure counts
  await page.waitForFunction(() => document.querySelectorAll('.task').length === 0);
  await page.selectOption('.tasks-filter select', '');
  await page.waitForFunction(() => document.querySelectorAll('.task').length === 5);

  await opened(desk, '?loai=duties');
  await page.waitForSelector('.table-empty:has-text("Không có việc nào thuộc nhóm này")');
  await desk.isAccessible('no tasks');
  await desk.picture('tasks-none');
});

test('an officer takes a task and gives it to somebody else; an auditor only looks', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const { page } = desk;
  await desk.signIn(officer);
  await opened(desk);
  const task = row(desk, 'equipment.XR-01');
  await task.locator('button:has-text("Nhận việc")').click();
  await page.waitForSelector('.tasks [role=status]:has-text("Bạn đã nhận việc: Máy soi XR-01")');
  await task.locator('text=Người làm: Phụ trách an toàn, an ninh').waitFor();
  expect(await task.locator('button:has-text("Nhận việc")').count()).toBe(0);

  await task.locator('button:has-text("Giao việc")').click();
  await page.waitForSelector('dialog select');
  expect(await page.locator('dialog option').allTextContents()).toHaveLength(3);
  await desk.isAccessible('giving a task');
  await desk.picture('tasks-give');
  await page.selectOption('dialog select', await page.locator('dialog option:has-text("Kiểm toán nội bộ")').getAttribute('value'));
  await page.keyboard.press('Tab');
  await page.click('dialog [type=submit]');
  await page.waitForSelector('dialog', { state: 'detached' });
  await task.locator('text=Người làm: Kiểm toán nội bộ').waitFor();
  await desk.picture('tasks-given');

  const looks = await deskIn('en', node.staff);
  await looks.signIn(auditor);
  await looks.page.waitForURL('**/app/viec');
  await row(looks, 'equipment.XR-01').locator('text=Seen to by Kiểm toán nội bộ').waitFor();
  expect(await looks.page.locator('.task button').count()).toBe(0);
  await looks.isAccessible('tasks, only looked at');
});

test('while it loads there is a shape of it; where it cannot be had the page says so and asks again', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const { page } = desk;
  await desk.signIn(officer);
  let answer = (): void => undefined;
  const held = new Promise<void>((go) => {
    answer = go;
  });
  await page.route('**/api/v1/tasks', async (route) => {
    await held;
    await route.abort();
  });
  await desk.go('/app/viec');
  await page.waitForSelector('.tasks .skeleton[aria-busy=true]');
  await desk.isAccessible('tasks on their way');
  answer();
  await page.waitForSelector('.tasks [role=alert]');
  await desk.isAccessible('no tasks to be had');
  await desk.picture('tasks-failed');
  await page.unroute('**/api/v1/tasks');
  await page.click('.tasks button:has-text("Thử lại")');
  await page.waitForSelector('.task');
  expect(await page.locator('.tasks [role=alert]').count()).toBe(0);
});

test('a vehicle is added, its inspection recorded, and a scanner inspected again leaves the list of things to do', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const { page } = desk;
  await desk.signIn(officer);
  await opened(desk, '?loai=equipment');
  await row(desk, 'equipment.XR-01').locator('a').click();
  await page.waitForURL('**/app/at/thiet-bi');
  await page.waitForSelector('.pieces table');
  expect(await page.locator('tr:has-text("XR-01")').textContent()).toContain('✕ Hết hạn');
  expect(await page.locator('tr:has-text("CAM-02")').textContent()).toContain('⚠ Sắp hết');
  await desk.isAccessible('equipment');
  await desk.picture('equipment');

  await page.click('button:has-text("Thêm xe")');
  await page.fill('dialog [name=name]', '27C');
  await page.click('dialog [type=submit]');
  await page.waitForSelector('dialog .field-error');
  await desk.isAccessible('a vehicle, mistakes');
  await desk.picture('equipment-mistakes');
  await page.fill('dialog [name=name]', '27c 123.45');
  await page.selectOption('dialog [name=site]', 'DB-KT');
  await page.fill('dialog [name=validUntil]', '2020-01-31');
  await page.click('dialog [type=submit]');
  await page.locator('tr:has-text("27C-12345"):has-text("✕ Hết hạn 31/01/2020")').waitFor();

  await page.click('button[aria-label="Sửa XR-01"]');
  await page.fill('dialog [name=validUntil]', '2031-01-31');
  await page.click('dialog [type=submit]');
  await page.locator('tr:has-text("XR-01"):has-text("✓ Đến 31/01/2031")').waitFor();
  await opened(desk);
  await row(desk, 'vehicle.27C-12345').waitFor();
  expect(await row(desk, 'equipment.XR-01').count()).toBe(0);
});
