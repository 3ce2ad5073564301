// Two steps of signing in, and the administrator who helps when the phone or the password is lost.
import { createHmac } from 'node:crypto';
import { expect } from 'vitest';

import { test, type Desk } from './desk.ts';
import { administrator, password } from './people.ts';

const user = 'giaodich2'; // no other test's

/** RFC 6238, as an authenticator has it. */
function codeOf(secret: string, at: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(secret, (letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac('sha1', key).update(step).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function signsIn({ page, base }: Desk, word: string): Promise<void> {
  await page.goto(`${base}/`);
  await page.fill('[name=user]', user);
  await page.fill('[name=password]', word);
  await page.keyboard.press('Enter');
}

async function acts({ page }: Desk, name: string): Promise<void> {
  await page.click(`tr:has-text("${user}") button:has-text("${name}")`);
  await page.waitForSelector('dialog[open]');
}

test('a second step is set up by its code, asked for at the next sign-in, and taken off with a new password by an administrator', async ({ deskIn }) => {
  const desk = await deskIn('vi');
  const { page } = desk;
  await signsIn(desk, password);
  await page.waitForSelector('.top-bar');
  await desk.go('/app/tai-khoan');
  await page.click('section[aria-labelledby=totp] button');
  await page.waitForSelector('.totp-qr');
  const secret = ((await page.textContent('.totp-secret')) ?? '').replace(/\s/g, '');
  desk.secrets.push(secret);
  await desk.isAccessible('second step, set up');
  const first = codeOf(secret, Date.now());
  await page.fill('section[aria-labelledby=totp] input', first === '000000' ? '111111' : '000000');
  await page.keyboard.press('Enter');
  await page.waitForSelector('section[aria-labelledby=totp] .field-error');
  await page.fill('section[aria-labelledby=totp] input', codeOf(secret, Date.now()));
  await page.keyboard.press('Enter');
  await page.waitForSelector('section[aria-labelledby=totp] .verdict-ok');

  await page.context().clearCookies();
  await signsIn(desk, password);
  await page.waitForSelector('[name=totp]');
  await desk.isAccessible('second step, asked for');
  await desk.picture('second-step');
  // A code counts once: that of the next half minute is taken already now.
  await page.fill('[name=totp]', codeOf(secret, Date.now() + 30_000));
  await page.keyboard.press('Enter');
  await page.waitForSelector('.top-bar');

  const other = await deskIn('vi');
  await other.signIn(administrator);
  await other.page.waitForSelector(`tr:has-text("${user}")`);
  await other.isAccessible('accounts');
  await other.picture('accounts');
  await acts(other, 'Gỡ hai bước');
  await other.page.click('dialog [type=submit]');
  await other.page.waitForSelector(`tr:has-text("${user}"):has-text("Chưa bật")`);
  await acts(other, 'Cấp lại mật khẩu');
  await other.isAccessible('accounts, a new password');
  const fresh = await other.page.inputValue('[name=new-password]');
  expect(fresh).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
  other.secrets.push(fresh);
  desk.secrets.push(fresh);
  await other.page.click('dialog [type=submit]');
  await other.page.waitForSelector('dialog', { state: 'detached' });

  await page.context().clearCookies();
  await signsIn(desk, password);
  await page.waitForSelector('.notice');
  await signsIn(desk, fresh);
  await page.waitForSelector('.top-bar');
});
