// What a clerk does with an item after it was accepted: a slip of the pen in the recipient, a sender who takes the item back.
import { expect } from 'vitest';

import { accepted, atTheCounter, inspectsWeighsAccepts, recipient, scansAll, senderOf } from './acceptance.ts';
import { test } from './desk.ts';

test('a service is chosen by keys beside the type, and the next item is of the ordinary one again', async ({ desk }) => {
  const { page } = desk;
  const sender = senderOf(38);
  const clerk = await atTheCounter(desk, sender);
  const service = page.getByLabel('Dịch vụ');
  await service.focus();
  await page.keyboard.press('ArrowDown');
  expect(await service.inputValue()).toBe('administrative_procedure');
  const sent = page.waitForRequest((request) => request.method() === 'PUT');
  await scansAll(clerk, sender);
  await desk.isAccessible('a service is chosen');
  await desk.picture('counter-service');
  await inspectsWeighsAccepts(clerk);
  expect((await sent).postDataJSON()).toMatchObject({ item: { service: 'administrative_procedure' } });
  await accepted(desk);
  expect(await service.inputValue()).toBe('standard');
});

test('a recipient is corrected, the label printed anew says so; the sender takes the item back and nothing more can be done to it', async ({ desk }) => {
  const sender = senderOf(27);
  const clerk = await atTheCounter(desk, sender);
  await scansAll(clerk, sender);
  await inspectsWeighsAccepts(clerk);
  const code = await accepted(desk);
  const { page } = desk;
  const other = { name: 'Đỗ Thị Bích Ngọc', phone: '0987000454', commune: 'Phường Hai Bà Trưng' };
  desk.secrets.push(other.name, other.phone);
  const row = page.locator(`tr:has-text("${code}")`);
  const does = async (what: string): Promise<void> => {
    await row.getByRole('button', { name: what, exact: true }).click();
    await page.waitForSelector('dialog[open]');
  };
  const confirms = async (): Promise<void> => {
    await page.click('dialog [type=submit]');
    await page.waitForSelector('dialog', { state: 'detached' });
  };
  await page.goto(`${desk.base}/app/quay/hom-nay`);
  await row.waitFor();

  await does('Sửa');
  await page.click('dialog [type=submit]');
  await page.waitForSelector('dialog .field-error'); // nothing was filled in
  await page.getByLabel('Họ tên người nhận').fill(other.name);
  await page.getByLabel('Điện thoại người nhận').fill('098700');
  await page.click('dialog [type=submit]');
  await page.waitForSelector('dialog [role=alert]:has-text("10")'); // the server's word about a phone
  await page.getByLabel('Điện thoại người nhận').fill(other.phone);
  await page.getByLabel('Tỉnh, thành phố').selectOption('01');
  await page.getByLabel('Xã, phường, đặc khu').fill(other.commune);
  await page.getByLabel('Dịch vụ').selectOption('administrative_procedure'); // it was forgotten at the counter
  await desk.isAccessible('an item is corrected');
  await desk.picture('counter-correct');
  await confirms();
  await does('Sửa');
  await page.getByLabel('Dịch vụ').selectOption('party_state');
  await page.click('dialog [type=submit]');
  await page.waitForSelector('dialog [role=alert]:has-text("không rút ngắn")'); // what a service is kept for
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog', { state: 'detached' });

  await does('In nhãn');
  await page.click('dialog [type=submit]');
  await page.waitForSelector('.label', { state: 'attached' }); // only paper shows it
  const label = (await page.textContent('.label')) ?? '';
  for (const now of [other.name, other.commune]) expect(label).toContain(now);
  for (const before of [recipient.name, recipient.street]) expect(label).not.toContain(before);
  await page.keyboard.press('Escape');

  await page.goto(`${desk.base}/app/quay/hom-nay`);
  await does('Rút lại');
  await desk.isAccessible('an item is taken back');
  await desk.picture('counter-withdraw');
  await confirms();
  await row.filter({ hasText: 'Đã rút lại' }).waitFor();
  expect(await row.getByRole('button').count()).toBe(0);
});
