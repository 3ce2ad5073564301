import { expect } from 'vitest';

import { test } from './desk.ts';
import { clerk, password } from './people.ts';

test('a wrong password is refused in words that tell nothing of the account, and the right one lets in', async ({ desk }) => {
  const { page } = desk;
  await desk.go('/');
  for (const user of [clerk, 'khong-co-ai']) {
    await page.fill('[name=user]', user);
    await page.fill('[name=password]', 'khong-phai-mat-khau');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[role=alert]');
    expect(await page.textContent('[role=alert]')).toContain('Tên hoặc mật khẩu không đúng');
  }
  await page.fill('[name=user]', clerk);
  await page.fill('[name=password]', password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.top-bar');
  expect(await page.isVisible('[name=password]')).toBe(false);
});

test('an empty form is not sent: each place says what is missing, and the first has the focus', async ({ desk }) => {
  const { page } = desk;
  await desk.go('/');
  await page.click('button[type=submit]');
  expect(await page.locator('.field-error').allTextContents()).toEqual(['Chưa gõ tên đăng nhập.', 'Chưa gõ mật khẩu.']);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('user');
});

test('the form is one that password managers know, and it takes what is pasted', async ({ desk }) => {
  const { page } = desk;
  await desk.go('/');
  expect(await page.getAttribute('[name=user]', 'autocomplete')).toBe('username');
  expect(await page.getAttribute('[name=password]', 'autocomplete')).toBe('current-password');
  await page.focus('[name=password]');
  await page.keyboard.insertText(password); // as a paste does it: in one piece, without keys
  expect(await page.inputValue('[name=password]')).toBe(password);
});

test('the session outlives a reload, and signing out ends it for good', async ({ desk }) => {
  const { page } = desk;
  await desk.signIn(clerk);
  await page.reload();
  await page.waitForSelector('.top-bar');
  await page.click('[popovertarget=account-menu]');
  await page.click('#account-menu >> text=Đăng xuất');
  await page.waitForSelector('[name=user]');
  await page.reload();
  await page.waitForSelector('[name=user]');
});
