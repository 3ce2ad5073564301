// Every state of the counter, in both languages: axe finds nothing, nothing is wider than the screen, and a picture of it is kept for eyes.
// The people are made up, with names as long as they come.
import { describe, expect } from 'vitest';

import { accepted, atTheCounter, declaresTwo, identifies, inspectsWeighsAccepts, recipient, senderOf, type Sender } from './acceptance.ts';
import type { Clerk } from './clerk.ts';
import { test, type Desk, type Language } from './desk.ts';

const long = {
  card: '001201012345||Nguyễn Phúc Hoàng Thị Phương Nghiêm Thùy Dương Quỳnh|01012001|Nam|Số 1234 ngõ 56 ngách 78 đường Nguyễn Thị Minh Khai, Tổ dân phố 15, Đặc khu Phú Quốc, An Giang|01072021',
  recipient: 'Công Tằng Tôn Nữ Thị Hoàng Phương Thảo Nguyên',
  thing: 'bộ dụng cụ sửa chữa cầm tay đa năng loại lớn có kèm pin sạc dự phòng và rượu',
};

const states: readonly { readonly name: string; readonly reach: (clerk: Clerk, desk: Desk) => Promise<void> }[] = [
  { name: 'empty', reach: (clerk) => clerk.isAt('card') },
  { name: 'help', reach: (_, { page }) => page.keyboard.press('F1') },
  {
    name: 'card-with-warnings',
    reach: async (clerk, { page }) => {
      await page.keyboard.press('Escape');
      await clerk.scans(long.card);
      await clerk.isAt('face');
      await clerk.press('Enter');
      await clerk.isAt('remark');
    },
  },
  {
    name: 'phone-wrong',
    reach: async (clerk) => {
      await clerk.writes('đã xem giấy khai sinh');
      await clerk.press('Enter');
      await clerk.types('091234567');
      await clerk.press('Enter');
    },
  },
  {
    name: 'province-suggestions',
    reach: async (clerk) => {
      await clerk.types('0912345678'); // over what was wrong, which is selected
      await clerk.press('Enter');
      await clerk.types(recipient.phone);
      await clerk.press('Enter');
      await clerk.writes(long.recipient);
      await clerk.press('Enter', 'h');
    },
  },
  {
    name: 'goods-suggestions',
    reach: async (clerk) => {
      await clerk.press('Enter');
      await clerk.writes('Phường Phú Thượng Đông Ngạc');
      await clerk.press('Enter', 'Enter');
      await clerk.types('pin');
    },
  },
  {
    name: 'conditional',
    reach: async (clerk) => {
      await clerk.press('ArrowDown', 'ArrowUp', 'Enter', 'Enter', 'Enter');
      await clerk.writes(long.thing);
      await clerk.press('Enter', 'Enter', 'Enter');
    },
  },
  {
    name: 'prohibited',
    reach: async (clerk) => {
      await clerk.writes('pháo hoa nổ');
      await clerk.press('Enter', 'Enter', 'Enter', 'F8');
    },
  },
  {
    name: 'much-missing',
    reach: async (clerk) => {
      await clerk.press('F8');
    },
  },
  {
    name: 'cannot-sign',
    reach: async (_, { page }) => {
      await page.click('.pad-buttons .button:last-child');
    },
  },
  { name: 'refuse', reach: (_, { page }) => page.keyboard.press('Shift+F8') },
  {
    name: 'refuse-without-reason',
    reach: async (_, { page }) => {
      for (const box of await page.locator('dialog input:checked').all()) await box.uncheck();
      await page.click('dialog [type=submit]');
    },
  },
];

describe.each(['vi', 'en'] as const)('the counter in %s', (language) => {
  test('each of its states', { timeout: 240_000 }, async ({ deskIn }) => {
    const desk = await deskIn(language);
    const sender = senderOf(3);
    const clerk = await atTheCounter(desk, sender);
    for (const { name, reach } of states) {
      await reach(clerk, desk);
      await looksRight(desk, `counter-${name}`, language);
    }
  });
});

async function looksRight(desk: Desk, name: string, language: Language): Promise<void> {
  await desk.page.waitForTimeout(150);
  await desk.isAccessible(`${name} (${language})`);
  await desk.picture(`${name}-${language}`);
}

async function wholeItem(clerk: Clerk, sender: Sender): Promise<void> {
  await identifies(clerk, sender);
  await clerk.types(sender.phone);
  await clerk.press('Enter');
  await clerk.types(recipient.phone);
  await clerk.press('Enter');
  await clerk.isAt('recipientName');
  await clerk.writes(recipient.name);
  await clerk.press('Enter', 'h', 'n', 'Enter');
  await clerk.writes(recipient.commune);
  await clerk.press('Enter');
  await clerk.writes(recipient.street);
  await clerk.press('Enter');
  await declaresTwo(clerk);
}

test('after an acceptance nothing of the person is on the page; label and receipt go to the printer before', async ({ desk }) => {
  const sender = senderOf(4);
  const clerk = await atTheCounter(desk, sender);
  await wholeItem(clerk, sender);
  await inspectsWeighsAccepts(clerk);
  const code = await accepted(desk);
  const { page } = desk;
  await page.waitForFunction(() => (globalThis as unknown as { printed: number }).printed === 1);
  expect(await page.textContent('.label')).toContain(recipient.name);
  expect(await page.textContent('.receipt')).toContain(code);
  expect(await page.textContent('.receipt')).not.toContain(sender.number);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.waitForSelector('.label', { state: 'detached' });
  const left = await page.content();
  for (const trace of [sender.name, sender.number, sender.phone, recipient.name, recipient.phone, recipient.street]) expect(left).not.toContain(trace);
  await looksRight(desk, 'counter-accepted', 'vi');

  // Again, until the next person is here.
  await page.click('.ended button');
  await page.waitForFunction(() => (globalThis as unknown as { printed: number }).printed === 2);
  await clerk.scans(sender.card);
  await page.waitForSelector('.ended', { state: 'detached' });

  await page.goto(`${desk.base}/app/quay/hom-nay`);
  await page.waitForSelector(`text=${code}`);
  await looksRight(desk, 'counter-today', 'vi');
  await page.goto(`${desk.base}/app/quay/tu-choi`);
  await page.waitForSelector('.table-empty, table');
  await looksRight(desk, 'counter-refusals', 'vi');
});

test('a scanner that plays keyboard: its digits are taken, wherever the focus is, and the name is asked for', async ({ desk }) => {
  const sender = senderOf(6);
  const clerk = await atTheCounter(desk, sender);
  await clerk.press('F3');
  await clerk.isAt('recipientPhone');
  await clerk.scansAsKeyboard('011090012345||L VN MU|15071990|Nam|T 7, P. in Bin Ph|01072021');
  await clerk.isAt('name');
  expect(await desk.page.inputValue('[data-place=recipientPhone]')).toBe('');
  expect(await desk.page.inputValue('[data-place=number]')).toBe('011•••••2345');
  await looksRight(desk, 'counter-keyboard-scanner', 'vi');
});
