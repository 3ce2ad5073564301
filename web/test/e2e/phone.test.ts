// A phone beside the counter: paired by the code on the counter's screen, it takes the pictures and the signature of one item.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, inject } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

import { phoneLinkTexts } from '../../src/i18n/phone-link.ts';
import { en } from '../../src/i18n/phone-page.en.ts';
import { vi } from '../../src/i18n/phone-page.vi.ts';
import { accepted, atTheCounter, scansAll, senderOf } from './acceptance.ts';
import { sizes, test, type Desk, type Language } from './desk.ts';

const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length) } });

/** What stands behind '#' in the code on the counter's screen. */
async function codeOnScreen({ page }: Desk): Promise<string> {
  await page.waitForSelector('.phone-code svg');
  const [found] = await readBarcodes(new Uint8Array(await page.locator('.phone-code svg').screenshot()), { formats: ['QRCode'] });
  const address = new URL(found?.text ?? '');
  expect(address.pathname).toBe('/dien-thoai');
  return address.hash.slice(1);
}

async function asksForPhone(desk: Desk): Promise<string> {
  await desk.page.click(`text="${phoneLinkTexts.vi.use}"`);
  return codeOnScreen(desk);
}

let opened = 0;

async function opens(phone: Desk, code: string, language: Language = 'vi'): Promise<void> {
  await phone.page.setViewportSize(sizes.phone);
  opened += 1; // a page of its own each time, though only the code is another
  await phone.go(`/dien-thoai?lang=${language}&time=${opened}#${code}`);
}

/** As the page says it: "Take: Contents". */
const shutter = (phone: Desk, words: string) => phone.page.locator('.shutter', { hasText: words });
const says = (phone: Desk, words: string): Promise<unknown> => phone.page.locator('#phone [role=status]', { hasText: words }).waitFor();
const atCounter = (desk: Desk, words: string): Promise<unknown> => desk.page.locator('.phone-state', { hasText: words }).waitFor();

async function shoots(phone: Desk, words: string): Promise<void> {
  await shutter(phone, words).waitFor();
  await phone.page.waitForFunction(() => (document.querySelector<HTMLVideoElement>('.camera video')?.videoWidth ?? 0) > 0);
  await shutter(phone, words).click();
}

async function signs({ page }: Desk): Promise<void> {
  const box = await page.locator('.pad canvas').boundingBox();
  if (!box) throw new Error('no pad to sign on');
  await page.mouse.move(box.x + 40, box.y + 120);
  await page.mouse.down();
  await page.mouse.move(box.x + 150, box.y + 40, { steps: 6 });
  await page.mouse.move(box.x + 300, box.y + 150, { steps: 6 });
  await page.mouse.up();
}

const ended = (phone: Desk, t: typeof vi.ends.over): Promise<unknown> => phone.page.locator('#phone h2', { hasText: t.title }).waitFor();

test('a phone takes both pictures and the signature of an item, and is done with it', async ({ desk, deskIn }) => {
  const sender = senderOf(31);
  const clerk = await atTheCounter(desk, sender);
  await scansAll(clerk, sender);
  await clerk.isAt('picture:contents');

  const code = await asksForPhone(desk);
  await clerk.isAt('picture:contents'); // the keys go on where they were
  await desk.isAccessible('counter, code for a phone');
  await desk.picture('phone-counter-waiting');
  const phone = await deskIn('vi', inject('everybody'));
  const [id = '', key = ''] = code.split('.');
  phone.secrets.push(key);
  const sent: string[] = [];
  phone.page.on('request', (request) => request.url().startsWith('blob:') || sent.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await opens(phone, code);
  await atCounter(desk, phoneLinkTexts.vi.joined);
  expect(await phone.page.evaluate(() => location.hash)).toBe('');

  await shutter(phone, vi.shoot(vi.slots.contents)).waitFor();
  await phone.isAccessible('phone, camera');
  await phone.picture('phone-camera-vi');
  await phone.page.setViewportSize(sizes.phone);
  const heights = await phone.page.locator('#phone :is(button, label):visible').evaluateAll((all) => all.map((each) => each.getBoundingClientRect().height));
  expect(Math.min(...heights), 'height of what a thumb presses').toBeGreaterThanOrEqual(48);

  // The clerk waits for it: the flow goes on as with F9.
  await shoots(phone, vi.shoot(vi.slots.contents));
  await clerk.isAt('picture:sealed');
  await says(phone, vi.received(vi.slots.contents));
  // The clerk is elsewhere: nothing moves under the hands.
  await clerk.press('F2');
  const here = await desk.page.evaluate(() => (document.activeElement as HTMLElement).dataset['place'] ?? '');
  await shoots(phone, vi.shoot(vi.slots.sealed));
  await says(phone, vi.received(vi.slots.sealed));
  await clerk.isAt(here);
  await desk.page.waitForSelector('[data-place="picture:sealed"] img');
  // Again, since it was blurred.
  const before = await desk.page.getAttribute('[data-place="picture:sealed"] img', 'src');
  await phone.page.locator('.parts button', { hasText: vi.slots.sealed }).click();
  await shoots(phone, vi.again(vi.slots.sealed));
  await expect.poll(() => desk.page.getAttribute('[data-place="picture:sealed"] img', 'src'), { timeout: 20_000 }).not.toBe(before);

  await phone.page.waitForSelector('.pad canvas');
  await phone.page.click(`text="${vi.sendSignature}"`);
  await phone.page.locator('.pad .error', { hasText: vi.empty }).waitFor();
  await signs(phone);
  await phone.isAccessible('phone, signed');
  await phone.picture('phone-pad-vi');
  await phone.page.setViewportSize(sizes.phone);
  await phone.page.click(`text="${vi.clear}"`);
  await signs(phone);
  await clerk.press('F6');
  await clerk.isAt('signature');
  await phone.page.click(`text="${vi.sendSignature}"`);
  await clerk.isAt('clerk');
  await desk.page.waitForSelector('.pad-area img');
  await phone.page.locator('.verdict.ok', { hasText: vi.enough }).waitFor();
  await desk.isAccessible('counter, all from the phone');
  await desk.picture('phone-counter-received');

  await clerk.press('Enter');
  await clerk.types('1240');
  await clerk.press('Enter');
  await clerk.isAt('accept');
  const put = desk.page.waitForRequest((request) => request.method() === 'PUT' && /\/api\/v1\/items\/[^/]+$/.test(request.url()));
  await clerk.press('F8');
  await accepted(desk);
  const intake = (await put).postDataJSON() as { readonly confirmations: { readonly strokes: string } };
  expect(JSON.parse(intake.confirmations.strokes), 'the lines with their times').toEqual([expect.arrayContaining([expect.any(Number)])]);
  await ended(phone, vi.ends.over);
  await phone.isAccessible('phone, done');
  expect(await phone.page.evaluate(() => history.state as unknown)).toBeNull();
  expect(await phone.page.context().cookies()).toEqual([]);
  expect(sent.filter((each) => !/^GET \/(dien-thoai(\.js|\.css)?|assets\/[\w.-]+|favicon\.ico)$/.test(each) && !each.includes(`/dien-thoai/${id}`))).toEqual([]);
  // The pictures that the node has now are the phone's.
  await expect.poll(() => desk.page.locator('.ended').textContent(), { timeout: 20_000 }).toContain('Ảnh đã gửi đủ');

  // The code was for that item; the next one has its own.
  await opens(phone, code);
  await ended(phone, vi.ends.over);
  const next = senderOf(32);
  desk.secrets.push(next.number);
  await scansAll(clerk, next);
  expect((await asksForPhone(desk)).split('.')[0]).not.toBe(id);
});

test('who has not the key, or comes second, is told so; a broken line is mended by itself', async ({ desk, deskIn }) => {
  const sender = senderOf(33);
  const clerk = await atTheCounter(desk, sender);
  await scansAll(clerk, sender);
  const code = await asksForPhone(desk);
  const [id = '', key = ''] = code.split('.');

  const stranger = await deskIn('vi', inject('everybody'));
  await opens(stranger, `${id}.${'A'.repeat(43)}`);
  await ended(stranger, vi.ends.key);
  await opens(stranger, `${'0'.repeat(32)}.${key}`);
  await ended(stranger, vi.ends.unknown);
  await opens(stranger, '');
  await ended(stranger, vi.ends.none);

  const phone = await deskIn('vi', inject('everybody'));
  await opens(phone, code);
  await atCounter(desk, phoneLinkTexts.vi.joined);
  await opens(stranger, code);
  await ended(stranger, vi.ends.other);
  // A reload is the same phone; the link to the other language too.
  await phone.page.reload();
  await shutter(phone, vi.shoot(vi.slots.contents)).waitFor();
  await phone.page.click('header a[hreflang]');
  await shutter(phone, en.shoot(en.slots.contents)).waitFor();

  // The answer to a picture is lost: it is sent again, and taken once.
  await phone.page.waitForFunction(() => (document.querySelector<HTMLVideoElement>('.camera video')?.videoWidth ?? 0) > 0);
  let [puts, broken] = [0, true];
  await phone.page.route(/\/dien-thoai\/[0-9a-f]+\/\d+$/, async (route) => {
    puts += 1;
    if (!broken) return route.continue();
    if (puts === 1) await route.fetch();
    return route.abort();
  });
  await shoots(phone, en.shoot(en.slots.contents));
  await phone.page.locator('.state.note', { hasText: en.away }).waitFor();
  await phone.isAccessible('phone, no network');
  await phone.picture('phone-away-en');
  await phone.page.setViewportSize(sizes.phone);
  broken = false;
  await phone.page.click(`text="${en.retry}"`);
  await says(phone, en.received(en.slots.contents));
  expect(puts).toBeGreaterThan(1);
  expect(await desk.page.locator('.slots img').count()).toBe(1);

  // The counter's own line breaks: it says what still works.
  await desk.page.context().setOffline(true);
  await atCounter(desk, phoneLinkTexts.vi.away);
  await clerk.cameraIsOn();
  await clerk.press('F9');
  await desk.page.waitForSelector('[data-place="picture:sealed"] img');
  await desk.page.context().setOffline(false);
  await atCounter(desk, phoneLinkTexts.vi.taken('Món hàng'));

  // What the webcam took, the phone does not replace until the clerk drops it.
  await phone.page.locator('.parts button', { hasText: en.states.counter }).click();
  await shoots(phone, en.again(en.slots.sealed));
  await says(phone, en.notTaken.held(en.slots.sealed));
  await atCounter(desk, phoneLinkTexts.vi.held('Gói kín'));
  await desk.isAccessible('counter, phone not taken');
  expect(await desk.page.locator('.slots img').count()).toBe(2);
  await desk.page.click(`text="${phoneLinkTexts.vi.drop}"`);
  expect(await desk.page.locator('.slots img').count()).toBe(1);
  await shoots(phone, en.shoot(en.slots.sealed));
  await says(phone, en.received(en.slots.sealed));
  await desk.page.waitForSelector('[data-place="picture:sealed"] img');

  // The clerk takes the phone away from it.
  await desk.page.click(`text="${phoneLinkTexts.vi.stop}"`);
  await ended(phone, en.ends.over);
  expect(await desk.page.locator('.phone').count()).toBe(0);
});

test('without a camera in the page there is the camera app; and a code has its time', async ({ desk, deskIn }) => {
  const sender = senderOf(34);
  const clerk = await atTheCounter(desk, sender);
  await scansAll(clerk, sender);
  const code = await asksForPhone(desk);
  const phone = await deskIn('en', inject('everybody'));
  const { page } = phone;
  const seen = async (state: string): Promise<void> => {
    await phone.isAccessible(`phone, ${state}`);
    await phone.picture(`phone-${state}-en`);
    await page.setViewportSize(sizes.phone);
  };
  await page.addInitScript(() => (navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('no'))));
  await opens(phone, code, 'en');
  await page.locator('.app label', { hasText: en.app }).waitFor();
  await seen('camera-refused');
  await page.setInputFiles('#camera-app', { name: 'x.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') });
  await page.locator('.camera .hint', { hasText: en.notPicture }).waitFor();
  const drawn = await desk.page.locator('video.preview').screenshot();
  await page.setInputFiles('#camera-app', { name: 'x.png', mimeType: 'image/png', buffer: drawn });
  await desk.page.waitForSelector('[data-place="picture:contents"] img');

  // Ten minutes later.
  const over = { status: 410, contentType: 'application/problem+json', body: JSON.stringify({ code: 'pairing_expired' }) };
  await page.route(/\/dien-thoai\/[0-9a-f]+$/, (route) => route.fulfill(over));
  await ended(phone, en.ends.expired);
  await seen('expired');
  await desk.page.route(/\/pieces\/\d+$/, (route) => route.fulfill(over));
  await atCounter(desk, phoneLinkTexts.vi.expired);
  await desk.isAccessible('counter, code expired');
  await desk.page.unroute(/\/pieces\/\d+$/);
  await desk.page.click(`text="${phoneLinkTexts.vi.anew}"`);
  expect(await codeOnScreen(desk)).not.toBe(code);
});
