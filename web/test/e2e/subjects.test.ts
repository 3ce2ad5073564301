// What data subjects ask for, on a real node whose items are partly over the law's three months: filed, identified, answered, given, erased
// behind a number that is typed; refused in the law's words. Who asks stands nowhere but on the request's own page.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';

import { makeItemId } from '../../src/counter/item-id.ts';
import { subjectsTexts } from '../../src/i18n/subjects.ts';
import { accepted, atTheCounter, inspectsWeighs, recipient, scansAll, senderOf } from './acceptance.ts';
import { sizes, test, type Desk } from './desk.ts';
import { Node } from './node.ts';
import { officer, password } from './people.ts';

const { vi: t, en } = subjectsTexts;
const sender = senderOf(71);
let node: Node;
let code = '';

beforeAll(async () => {
  node = new Node(1);
  await node.start();
});
afterAll(() => node.end());

async function atRequests(desk: Desk, path = '/app/at/yeu-cau'): Promise<Page> {
  desk.secrets.push(sender.name, sender.number, sender.phone, recipient.name, recipient.phone, 'mai@vidu.example', 'Bà Rút Lại');
  await desk.signIn(officer);
  await desk.go(path);
  await desk.page.waitForSelector('.worklist h1');
  return desk.page;
}

const says = (page: Page, words: string): Promise<unknown> => page.waitForSelector(`[role=status]:focus:has-text("${words}")`);

async function takes(page: Page, step: keyof typeof t.steps): Promise<void> {
  await page.locator('.worklist-acts button', { hasText: new RegExp(`^${t.steps[step]}$`) }).click();
  await page.waitForSelector('dialog[open]');
}

const text = async (page: Page, where: string): Promise<string> => (await page.textContent(where)) ?? '';

test('a parcel is accepted', async ({ deskIn }) => {
  const counter = await deskIn('vi', node.staff);
  const clerk = await atTheCounter(counter, sender);
  await scansAll(clerk, sender);
  await inspectsWeighs(clerk);
  await clerk.press('F8');
  code = await accepted(counter);
});

test('a request is filed by keys alone; what is missing or wrong is said at its field; the list shows clocks and nobody', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const page = await atRequests(desk);
  await page.waitForSelector(`.table-empty:has-text("${t.openNone}")`);
  await desk.isAccessible('no request');
  await desk.picture('subjects-none');
  await page.focus(`button:has-text("${t.file}")`);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#subject-ask:focus');
  await page.click('form [type=submit]');
  await page.waitForSelector(`.mistakes:focus:has-text("${t.nameEmpty}"):has-text("${t.numberEmpty}")`);
  await desk.isAccessible('a request of nobody');
  await desk.picture('subjects-mistakes');
  await page.fill('#subject-name', sender.name);
  await page.fill('#subject-phone', '12');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.field-wrong #subject-phone');
  await page.selectOption('#subject-ask', 'erase');
  await page.fill('#subject-phone', sender.phone);
  await page.fill('#subject-contact', 'mai@vidu.example');
  await page.keyboard.press('Enter');
  await says(page, 'Đã lập yêu cầu số 1');
  const row = page.locator('tbody tr', { hasText: 'Số 1' });
  const shown = (await row.textContent()) ?? '';
  for (const words of ['Xóa dữ liệu của mình', t.states.received, 'Trả lời đến hết', 'Thực hiện đến hết']) expect(shown).toContain(words);
  expect(await text(page, 'main')).not.toContain(sender.name);
  await desk.isAccessible('requests');
  await desk.picture('subjects');
});

test('one request: nothing is given before it was seen who asks; it is extended with a reason, answered, given, and what the law wants stays', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const page = await atRequests(desk);
  await page.click('tbody a:has-text("Số 1")');
  await page.waitForSelector(`.facts dd:has-text("${sender.name}")`);
  expect(await page.locator('.worklist-acts button', { hasText: t.export }).count()).toBe(0);
  await desk.isAccessible('a request');
  await desk.picture('subject');

  await takes(page, 'identify');
  await page.click('dialog [type=submit]');
  await page.waitForSelector(`dialog .field-error:has-text("${t.methodEmpty}")`);
  expect(await page.locator('dialog option[value=MANUAL]').count()).toBe(0);
  await page.selectOption('dialog select', 'QR_CCCD');
  await desk.isAccessible('identifying');
  await desk.picture('subject-identify');
  await page.click('dialog [type=submit]');
  await says(page, t.stepDone.identify(1));

  await takes(page, 'extend');
  await page.click('dialog [type=submit]');
  await page.waitForSelector(`dialog .field-error:has-text("${t.whyEmpty}")`);
  await page.fill('dialog textarea', 'Chờ bên vận chuyển trả lời');
  await page.click('dialog [type=submit]');
  await says(page, t.stepDone.extend(1));
  await takes(page, 'answer');
  await page.click('dialog [type=submit]');
  await says(page, t.stepDone.answer(1));
  expect(await page.locator('.subject-steps li').count()).toBe(5);

  const asked = page.waitForEvent('download');
  await page.click(`button:has-text("${t.export}")`);
  const download = await asked;
  expect(download.suggestedFilename()).toBe('yeu-cau-1.json');
  const parts: Buffer[] = [];
  for await (const part of await download.createReadStream()) parts.push(part as Buffer);
  const given = Buffer.concat(parts).toString();
  expect(given).toContain(code);
  expect(given).not.toContain(recipient.phone);

  await page.click(`button:has-text("${t.erase}")`);
  await page.waitForSelector('dialog .subject-items');
  // It was accepted today: the law still wants it, so it is not chosen by itself.
  expect(await page.isChecked('dialog [type=checkbox]')).toBe(false);
  await page.fill('dialog [name=typed]', '1');
  await page.click('dialog [type=submit]');
  await page.waitForSelector(`dialog [role=alert]:has-text("${t.eraseNone}")`);
  await page.check('dialog [type=checkbox]');
  await page.fill('dialog [name=typed]', '7');
  await page.keyboard.press('Enter');
  await page.waitForSelector(`dialog .field-error:has-text("${t.eraseWrong(1)}")`);
  await desk.isAccessible('erasing');
  await desk.picture('subject-erase');
  await page.fill('dialog [name=typed]', '1');
  await page.keyboard.press('Enter');
  await page.waitForSelector(`dialog:has-text("${t.erasedTitle}") .verdict-warn`);
  expect(await text(page, 'dialog')).toContain(code);
  await desk.isAccessible('what became of it');
  await desk.picture('subject-erased');
  await page.keyboard.press('Escape');

  await takes(page, 'finish');
  await page.click('dialog [type=submit]');
  await says(page, t.stepDone.finish(1));
  expect(await page.locator('.worklist-acts').count()).toBe(0);
  await desk.isAccessible('a request that is done');
  await desk.picture('subject-done');
});

/** Who sent an item that nothing keeps any more, as an officer opens it. */
async function oldSender(): Promise<{ name: string; phone: string }> {
  const signed = await fetch(`${node.staff}/api/v1/sessions`, { method: 'POST', body: JSON.stringify({ user: officer, password }) });
  const headers = { Cookie: (signed.headers.get('set-cookie') ?? '').split(';')[0] ?? '', 'X-Buuan-CSRF': ((await signed.json()) as { csrf: string }).csrf };
  const [item] = node.oldItems();
  const body = JSON.stringify({ id: makeItemId(Date.now()), purpose: 'subject_request', identity: false });
  const opened = await fetch(`${node.staff}/api/v1/items/${item ?? ''}/openings`, { method: 'POST', headers, body });
  const { fields } = (await opened.json()) as { fields: Record<string, string> };
  return { name: fields['sender.name'] ?? '', phone: fields['sender.phone'] ?? '' };
}

test('what is over its three months is chosen by itself and erased, once the number of the request was typed', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const old = await oldSender();
  desk.secrets.push(old.name, old.phone);
  const page = await atRequests(desk);
  await page.click(`button:has-text("${t.file}")`);
  await page.selectOption('#subject-ask', 'erase');
  await page.selectOption('#subject-method', 'QR_CCCD');
  await page.fill('#subject-name', old.name);
  await page.fill('#subject-phone', old.phone);
  await page.click('form [type=submit]');
  await says(page, 'Đã lập yêu cầu số 2');
  await page.click('tbody a:has-text("Số 2")');
  await page.click(`button:has-text("${t.erase}")`);
  await page.waitForSelector('dialog [type=checkbox]:checked');
  await page.fill('dialog [name=typed]', '2');
  await page.keyboard.press('Enter');
  await page.waitForSelector(`dialog:has-text("${t.erasedTitle}") .verdict-ok:has-text("${t.outcomes.erased}")`);
  await desk.picture('subject-erased-really');
  await page.click('dialog .button-main');
  await page.waitForSelector(`.facts div:has(dt:has-text("${t.erased}"))`);
});

test('a request that was identified when it was filed is refused in the words of the law', async ({ deskIn }) => {
  const desk = await deskIn('vi', node.staff);
  const page = await atRequests(desk);
  await page.click(`button:has-text("${t.file}")`);
  await page.selectOption('#subject-ask', 'object');
  await page.selectOption('#subject-method', 'VNEID');
  await page.fill('#subject-name', 'Bà Rút Lại');
  await page.fill('#subject-phone', '0912000111');
  await page.check('[name=third_party]');
  await page.click('form [type=submit]');
  await says(page, 'Đã lập yêu cầu số 3');
  await page.click('tbody a:has-text("Số 3")');
  await page.waitForSelector('.facts dd:has-text("Bà Rút Lại")');
  await page.waitForSelector('.subject-steps li:has-text("VNeID")');
  expect(await page.locator('.worklist-acts button', { hasText: t.export }).count()).toBe(0);
  await takes(page, 'refuse');
  await page.click('dialog [type=submit]');
  await page.waitForSelector(`dialog .field-error:has-text("${t.refusalEmpty}")`);
  await page.selectOption('dialog select', 'law_requires');
  await page.waitForSelector('dialog .field-hint:has-text("Nghị định 356/2025")');
  await desk.isAccessible('refusing');
  await desk.picture('subject-refuse');
  await page.click('dialog [type=submit]');
  await says(page, t.stepDone.refuse(3));
  expect(await text(page, '.facts')).toContain('Pháp luật buộc tiếp tục lưu dữ liệu này');
  await page.click(`a:has-text("${t.toList}")`);
  await page.waitForSelector(`section:has(h2:has-text("${t.ended}")) tr:has-text("Số 3")`);
  await desk.isAccessible('requests that are closed');
  await desk.picture('subjects-ended');
});

test('on a phone, and in English', async ({ deskIn }) => {
  const desk = await deskIn('en', node.staff);
  await desk.page.setViewportSize(sizes.phone);
  const page = await atRequests(desk, '/app/at/yeu-cau/3');
  await page.waitForSelector(`h1:has-text("${en.titleOf(3)}")`);
  await page.waitForSelector('.subject-steps');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(sizes.phone.width);
  await desk.isAccessible('a request on a phone');
  await page.goto(`${node.staff}/app/at/yeu-cau/99`);
  await page.waitForSelector('[role=alert]');
});
