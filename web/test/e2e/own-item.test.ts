// The sender's and the recipient's own view, at the door of everybody: without a script, on a small phone, by keyboard; and what a stranger is
// told.
import { describe, expect, inject } from 'vitest';

import { test, type Desk, type Language } from './desk.ts';
import { clerk, password } from './people.ts';

const sender = { name: 'Lường Thị Nguyệt Minh Phương', phone: '0971236789' };
const recipient = { name: 'Nguyễn Thị Hoàng Thiên Trang', phone: '0387654321' };

interface Accepted {
  readonly item_code: string;
  readonly receipt: { readonly code: string };
}

/** Of this millisecond, as a counter makes one. */
function itemId(at: number): string {
  const time = at.toString(16).padStart(12, '0');
  const rest = crypto.randomUUID().replaceAll('-', '');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-a${rest.slice(3, 6)}-${rest.slice(6, 18)}`;
}

async function accepted(): Promise<Accepted> {
  const staff = inject('staff');
  const signedIn = await fetch(`${staff}/api/v1/sessions`, { method: 'POST', body: JSON.stringify({ user: clerk, password }) });
  const { csrf } = (await signedIn.json()) as { csrf: string };
  const headers = { cookie: signedIn.headers.get('set-cookie')?.split(';')[0] ?? '', 'x-buuan-csrf': csrf };
  const rules = (await (await fetch(`${staff}/api/v1/counter-rules`, { headers })).json()) as { counters: { counter: string }[] };
  const at = Date.now();
  const intake = {
    counter: rules.counters[0]?.counter,
    accepted_at: new Date(at).toISOString(),
    sender: { method: 'MANUAL', ...sender, identity_number: '011186012345', address: { province: '11', commune: 'Mường Thanh', street: 'Số 5' } },
    recipient: { ...recipient, address: { province: '01', commune: 'Hoàn Kiếm', street: '12 Hàng Bông' } },
    item: { type: 'letter', things: [], weight_g: 20 },
    inspection: null,
    pictures: [],
    confirmations: null,
    refuse: [],
  };
  const answer = await fetch(`${staff}/api/v1/items/${itemId(at)}`, { method: 'PUT', headers, body: JSON.stringify(intake) });
  expect(answer.status, await answer.clone().text()).toBe(201);
  return (await answer.json()) as Accepted;
}

async function ask({ page }: Desk, receipt: string, last4: string): Promise<void> {
  await page.fill('#receipt', receipt);
  await page.fill('#last4', last4);
  await page.evaluate(() => document.body.setAttribute('data-before', ''));
  await page.keyboard.press('Enter');
  await page.waitForSelector('body:not([data-before]) [role=status]');
}

const words = {
  vi: { state: 'Đã chấp nhận tại bưu cục', filed: 'Đã nhận yêu cầu', wrong: 'Không có bưu gửi nào khớp', closed: 'bị khóa một ngày' },
  en: { state: 'Accepted at the office', filed: 'The request is filed', wrong: 'No item fits', closed: 'closed for a day' },
} as const;

describe.each(['vi', 'en'] as const)('in %s', (language: Language) => {
  test('a sender sees the item, names in part, and asks to have data corrected', async ({ deskIn }) => {
    const { receipt } = await accepted();
    const desk = await deskIn(language, inject('everybody'));
    desk.secrets.push(sender.name, sender.phone, recipient.name, recipient.phone, receipt.code);
    await desk.go(`/buu-gui-cua-toi?lang=${language}`);
    await desk.isAccessible(`own item, form (${language})`);
    await desk.picture(`own-item-form-${language}`);
    await ask(desk, receipt.code, sender.phone.slice(-4));
    expect(await desk.page.textContent('.verdict')).toContain(words[language].state);
    const shown = (await desk.page.textContent('main')) ?? '';
    for (const hidden of [sender.name, sender.phone, recipient.name, recipient.phone]) expect(shown).not.toContain(hidden);
    await desk.isAccessible(`own item (${language})`);
    await desk.picture(`own-item-${language}`);
    await desk.page.selectOption('#ask', 'correct');
    await desk.page.fill('#note', 'Sai số nhà');
    await desk.page.click('form[action*="yeu-cau"] button');
    await desk.page.waitForSelector(`text=${words[language].filed}`);
    await desk.isAccessible(`own item, request (${language})`);
    await desk.picture(`own-item-request-${language}`);
    await desk.page.click('button.quiet');
    await desk.page.waitForSelector(`text=${words[language].state}`);
    expect(desk.page.url()).toBe(`${inject('everybody')}/buu-gui-cua-toi?lang=${language}`);
  });

  test('who has the receipt and not the digits is told nothing, and soon asks in vain', async ({ deskIn }) => {
    const { receipt } = await accepted();
    const desk = await deskIn(language, inject('everybody'));
    desk.secrets.push(sender.name, sender.phone, recipient.name, recipient.phone, receipt.code);
    await desk.go(`/buu-gui-cua-toi?lang=${language}`);
    await ask(desk, receipt.code, '0000');
    expect(await desk.page.textContent('[role=status]')).toContain(words[language].wrong);
    await desk.isAccessible(`own item, wrong digits (${language})`);
    await desk.picture(`own-item-wrong-${language}`);
    for (const digits of ['0001', '0002', '0003', '0004', '0005']) await ask(desk, receipt.code, digits);
    expect(await desk.page.textContent('[role=status]')).toContain(words[language].closed);
    await desk.isAccessible(`own item, closed (${language})`);
    await desk.picture(`own-item-closed-${language}`);
  });
});
