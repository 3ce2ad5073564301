import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

import { test } from './desk.ts';
import { Node } from './node.ts';
import { clerk, officer, password } from './people.ts';

test('Ctrl+K goes to a page by a name typed without diacritics', async ({ desk }) => {
  const { page } = desk;
  await desk.signIn(officer);
  await desk.go('/app/khong-co-trang-nay');
  await page.waitForSelector('h1');
  await page.keyboard.press('Control+k');
  await page.waitForSelector('.go-to input');
  await page.keyboard.type('tai khoan');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/app/tai-khoan');
  expect(await page.locator('dialog').count()).toBe(0);
});

test('five minutes without a touch lock the screen, over a reload too, and the password opens it where it was', async ({ desk }) => {
  const { page } = desk;
  await page.clock.install();
  await desk.signIn(clerk);
  await desk.go('/app/tai-khoan');
  await page.fill('#new-password', 'dang go do');
  await page.clock.fastForward('04:35');
  await page.waitForSelector('[role=alertdialog]');
  await page.clock.fastForward('00:30');
  await page.waitForSelector('.lock-screen');
  expect(await page.evaluate(() => document.querySelector('.frame')?.hasAttribute('inert'))).toBe(true);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  expect(await page.isVisible('.lock-screen')).toBe(true);
  await page.fill('.lock-screen [name=password]', 'khong-phai-mat-khau');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.lock-screen [role=alert]');
  await page.fill('.lock-screen [name=password]', password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.lock-screen', { state: 'detached' });
  expect(await page.inputValue('#new-password')).toBe('dang go do');
});

test('a locked screen stays locked over a reload', async ({ desk }) => {
  const { page } = desk;
  await desk.signIn(clerk);
  await page.click('[popovertarget=account-menu]');
  await page.click('#account-menu >> text=Khóa màn hình');
  await page.waitForSelector('.lock-screen');
  await page.reload();
  await page.waitForSelector('.lock-screen');
});

test('a session that the server ended asks for the password and drops nothing', async ({ desk }) => {
  const { page } = desk;
  await desk.signIn(clerk);
  await desk.go('/app/tai-khoan');
  await page.fill('#new-password', 'dang go do ma chua xong');
  await page.fill('#new-password-again', 'dang go do ma chua xong');
  await page.context().clearCookies();
  await page.click('form button[type=submit]');
  await page.waitForSelector('.lock-screen');
  await page.fill('.lock-screen [name=password]', password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.lock-screen', { state: 'detached' });
  expect(await page.inputValue('#new-password')).toBe('dang go do ma chua xong');
});

test('with the network gone the app opens from its own files, and says so', async ({ desk }) => {
  const { page } = desk;
  await desk.signIn(clerk);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.context().setOffline(true);
  await page.waitForSelector('.line-offline');
  await page.reload();
  await page.waitForSelector('h1');
  expect(await page.textContent('h1')).toBe('Chưa liên lạc được với máy chủ');
  await page.context().setOffline(false);
  await page.waitForSelector('.top-bar');
  const kept = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()))).flat().map(({ url }) => new URL(url).pathname));
  const rules = ['/api/v1/rules/', '/api/v1/counter-rules']; // which name no one
  expect(kept.filter((path) => path.startsWith('/api/') && rules.every((each) => !path.startsWith(each)))).toEqual([]);
});

test('a new version waits until it is asked for, and cannot be while something is begun', async ({ deskIn }) => {
  const node = new Node();
  await node.start();
  const desk = await deskIn('vi', node.staff);
  const { page } = desk;
  await desk.go('/');
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await node.stop();
  for (const ending of ['', '.br', '.gz']) rmSync(join(node.web, `sw.js${ending}`), { force: true });
  writeFileSync(join(node.web, 'sw.js'), `${readFileSync(join(import.meta.dirname, '../../dist/sw.js'), 'utf8')}\n// newer\n`);
  await node.start();
  await page.fill('[name=user]', clerk);
  await page.fill('[name=password]', password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.top-bar');
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await page.waitForSelector('.update-bar button');
  await desk.go('/app/tai-khoan');
  await page.fill('#new-password', 'dang go do');
  await page.waitForSelector('.update-bar button', { state: 'detached' });
  await page.fill('#new-password', '');
  await Promise.all([page.waitForEvent('load'), page.click('.update-bar button')]);
  await page.waitForSelector('.top-bar');
  expect(await page.isVisible('.update-bar')).toBe(false);
  await node.end();
});

test('a page of another role is not there', async ({ desk }) => {
  await desk.signIn(officer);
  await desk.go('/app/quay');
  await desk.page.waitForSelector('h1');
  expect(await desk.page.textContent('h1')).toBe('Không có trang này');
});
