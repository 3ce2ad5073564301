// A sender declares on the phone, at the door of everybody; the clerk scans the code from its screen. Nothing that is typed leaves the page
// in any other way.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, inject } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

import { readDeclaration } from '../../src/counter/declaration-code.ts';
import { en } from '../../src/i18n/declare.en.ts';
import { vi } from '../../src/i18n/declare.vi.ts';
import { budget } from '../budget.ts';
import { atTheCounter, recipient, senderOf } from './acceptance.ts';
import { sizes, test, type Desk, type Language } from './desk.ts';

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length) } });

const sender = senderOf(7);
const things = [
  { text: 'áo sơ mi nam', quantity: '4', value: '600000' },
  { text: 'pin sạc dự phòng', quantity: '1', value: '' },
];
const declaration = {
  senderPhone: sender.phone,
  recipient: { name: recipient.name, phone: recipient.phone, province: '01', commune: recipient.commune, street: recipient.street },
  type: 'parcel',
  things: [
    { text: 'áo sơ mi nam', quantity: 4, valueVnd: 600_000 },
    { text: 'pin sạc dự phòng', quantity: 1, valueVnd: null },
  ],
};

/** Everything that the page asks for; a body, or an address of any other shape, would carry what was typed. */
function listening(page: Page): string[] {
  const strange: string[] = [];
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url());
    const known = /^\/(khai-truoc(\.js|\.css)?|assets\/[\w.-]+|danh-muc\/[0-9a-f]{64}|favicon\.ico)$/.test(pathname) && /^(\?lang=(vi|en))?$/.test(search);
    if (!known || request.method() !== 'GET' || request.postData() !== null) strange.push(`${request.method()} ${request.url()}`);
  });
  return strange;
}

async function opened(desk: Desk, language: Language): Promise<void> {
  desk.secrets.push(recipient.name, recipient.phone, sender.phone, recipient.street, ...things.map(({ text }) => text));
  await desk.page.setViewportSize(sizes.phone);
  await desk.go(`/khai-truoc?lang=${language}`);
  await desk.page.waitForSelector('#thing-1-text');
  await desk.page.locator('#declare section > .hint').first().waitFor({ state: 'hidden' }); // the screening is there
}

/** As thumbs do: the key that says "next" goes from field to field. */
async function fill({ page }: Desk, add: string): Promise<void> {
  await page.click('#thing-1-text');
  for (const [at, { text, quantity, value }] of things.entries()) {
    if (at > 0) await page.click(`text="+ ${add}"`);
    await page.keyboard.insertText(text);
    await page.keyboard.press('Enter');
    await page.keyboard.insertText(quantity); // stands selected
    await page.keyboard.press('Enter');
    await page.keyboard.type(value);
  }
  await page.keyboard.press('Enter');
  for (const typed of [recipient.name, recipient.phone]) {
    await page.keyboard.insertText(typed);
    await page.keyboard.press('Enter');
  }
  await page.selectOption('#province', '01');
  await page.click('#commune');
  for (const typed of [recipient.commune, recipient.street, sender.phone]) {
    await page.keyboard.insertText(typed);
    await page.keyboard.press('Enter'); // the last makes the code
  }
}

async function readFromScreen({ page }: Desk): Promise<string> {
  await page.waitForSelector('.code svg');
  const [found] = await readBarcodes(new Uint8Array(await page.locator('.code svg').screenshot()), { formats: ['QRCode'] });
  return found?.text ?? '';
}

test('a declaration goes from the sender’s phone to the counter’s form as a code on the screen', async ({ deskIn }) => {
  const phone = await deskIn('vi', inject('everybody'));
  const strange = listening(phone.page);
  await opened(phone, 'vi');
  await phone.page.context().setOffline(true); // the rest needs no network
  await fill(phone, vi.add);
  const digits = await readFromScreen(phone);
  expect(readDeclaration(digits)).toEqual(declaration);
  expect(strange).toEqual([]);
  expect(await phone.page.context().cookies()).toEqual([]);
  expect(await phone.page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage)])).toEqual([['buuan.language'], []]); // the test's own

  // Smallest phone: still read.
  await phone.page.setViewportSize(sizes.narrow);
  await expect.poll(() => readFromScreen(phone)).toBe(digits);

  // Back leads to the form as it was; clearing it leaves nothing.
  await phone.page.goBack();
  expect(await phone.page.inputValue('#name')).toBe(recipient.name);
  phone.page.once('dialog', (dialog) => void dialog.accept());
  await phone.page.click(`text="${vi.clear}"`);
  expect(await phone.page.inputValue('#name')).toBe('');

  const desk = await deskIn('vi');
  const clerk = await atTheCounter(desk, sender);
  await clerk.scans(sender.card);
  await clerk.isAt('face');
  await clerk.scans(digits);
  const filled = (place: string): Promise<string> => desk.page.inputValue(`[data-place="${place}"]`);
  await expect.poll(() => filled('recipientName')).toBe(recipient.name);
  expect(await Promise.all(['senderPhone', 'recipientPhone', 'commune', 'street'].map(filled))).toEqual([sender.phone, recipient.phone, recipient.commune, recipient.street]);
  const rows = await desk.page.locator('.thing input').evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  expect(rows.slice(0, 6)).toEqual(['áo sơ mi nam', '4', '600', 'pin sạc dự phòng', '1', '']);
});

describe.each([
  ['vi', vi],
  ['en', en],
] as const)('in %s', (language, t) => {
  test('every state is for everybody, and what may not be sent makes no code', async ({ deskIn }) => {
    const desk = await deskIn(language, inject('everybody'));
    const { page } = desk;
    const seen = async (state: string): Promise<void> => {
      await desk.isAccessible(`declare, ${state} (${language})`);
      await desk.picture(`declare-${state}-${language}`);
      await page.setViewportSize(sizes.phone);
    };
    await opened(desk, language);
    await seen('empty');
    await page.click(`text="${t.make}"`);
    await page.waitForSelector('.trouble [role=alert]');
    await seen('mistakes');
    await fill(desk, t.add);
    await page.waitForSelector('.code svg');
    await seen('code');
    await page.click(`text="${t.edit}"`);
    await page.waitForSelector('.things .verdict.warn');
    await seen('filled');
    const heights = await page.locator('#declare :is(button, input:not([type=radio]), select, .choice):visible').evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
    expect(Math.min(...heights), 'height of what a thumb presses').toBeGreaterThanOrEqual(48);
    await page.fill('#thing-1-text', 'pháo nổ');
    await page.click(`text="${t.make}"`);
    expect(await page.textContent('.trouble .verdict.bad details[open]')).toContain('Luật Bưu chính 49/2010/QH12');
    expect(await page.locator('.code').count()).toBe(0);
    await seen('prohibited');
    await page.check('#type-letter');
    await page.click(`text="${t.make}"`);
    await page.waitForSelector('.code svg');
    expect(readDeclaration(await readFromScreen(desk))).toMatchObject({ type: 'letter', things: [] });
  });
});

test('without the screening a code is made, and the counter is to look', async ({ deskIn }) => {
  const desk = await deskIn('vi', inject('everybody'));
  const { page } = desk;
  await page.route(/\/danh-muc\/|\.wasm$/, (route) => route.abort());
  desk.secrets.push(recipient.phone);
  await page.goto(`${inject('everybody')}/khai-truoc`);
  await page.waitForSelector(`text="${vi.engineMissing}"`);
  await fill(desk, vi.add);
  expect(readDeclaration(await readFromScreen(desk))).toEqual(declaration);
  expect(await page.locator('.shown .verdict').count()).toBe(0);
});


test('the form is there soon on a slow phone and a slow line, and the screening while one types', async ({ deskIn }) => {
  const desk = await deskIn('vi', inject('everybody'));
  const { page } = desk;
  await page.setViewportSize(sizes.phone);
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 });
  await line.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  const begun = Date.now();
  const seconds = (): number => (Date.now() - begun) / 1000;
  await page.goto(`${desk.base}/khai-truoc`, { waitUntil: 'commit' });
  await page.waitForSelector('#thing-1-text');
  budget('declare: form usable, CPU 6 times slower, 1.6 Mbit/s, 150 ms', seconds(), 3.5, 's', true);
  await page.locator('#declare section > .hint').first().waitFor({ state: 'hidden' });
  budget('declare: screening there, likewise', seconds(), 8, 's', true);
});
