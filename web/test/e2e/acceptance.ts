// The parts of an acceptance, for the tests of the counter; everybody in it is made up.
import { expect } from 'vitest';

import { declarationCode } from '../../src/counter/declaration-code.ts';
import { Clerk } from './clerk.ts';
import type { Desk } from './desk.ts';
import { clerk as account } from './people.ts';

export interface Sender {
  readonly card: string;
  readonly name: string;
  readonly number: string;
  readonly phone: string;
}

/** One for each test, since the server knows who came before. */
export function senderOf(test: number): Sender {
  const number = `0110900${String(12345 + test * 1111)}`;
  const name = 'Lò Văn Mẫu';
  return { card: `${number}||${name}|15071990|Nam|Tổ 7, P. Điện Biên Phủ|01072021`, name, number, phone: '0912345678' };
}

export const recipient = { name: 'Trần Văn Đức', phone: '0987111222', commune: 'Cầu Giấy', street: '2 phố Ví Dụ' };

export async function atTheCounter(desk: Desk, sender: Sender): Promise<Clerk> {
  desk.secrets.push(sender.name, sender.number, sender.phone, recipient.name, recipient.phone, recipient.street);
  const clerk = await Clerk.withDevices(desk);
  await desk.signIn(account);
  const choose = desk.page.locator('.counter-choose li button').first(); // of a machine that does not know yet where it stands
  await choose.or(desk.page.locator('[data-place=card]')).first().waitFor();
  if (await choose.isVisible()) await choose.click();
  await clerk.isAt('card');
  return clerk;
}

export async function identifies(clerk: Clerk, sender: Sender): Promise<void> {
  await clerk.scans(sender.card);
  await clerk.thinks().isAt('face');
  await clerk.press('Enter');
  await clerk.thinks().isAt('senderPhone');
}

export async function declaresTwo(clerk: Clerk): Promise<void> {
  await clerk.thinks().types('qao');
  await clerk.press('Enter', '4', 'Enter', '6', '0', '0', 'Enter');
  await clerk.thinks().types('sac');
  await clerk.press('Enter', '2', 'Enter', '1', '2', '0', 'Enter');
  await clerk.press('Enter');
}

export async function inspectsWeighs(clerk: Clerk, grams = 1240): Promise<void> {
  await clerk.isAt('picture:contents');
  await clerk.cameraIsOn();
  await clerk.thinks().press('F9', 'F9');
  await clerk.senderSigns();
  await clerk.press('Enter');
  await clerk.thinks().types(String(grams));
  await clerk.press('Enter');
  await clerk.isAt('accept');
}

export async function inspectsWeighsAccepts(clerk: Clerk): Promise<void> {
  await inspectsWeighs(clerk);
  await clerk.press('F8');
}

const declared = { type: 'parcel', things: [{ text: 'quần áo', quantity: 4, valueVnd: 600_000 }] } as const;

/** The sender declared beforehand: two scans, and all is there but what is done with the parcel. */
export async function scansAll(clerk: Clerk, sender: Sender): Promise<void> {
  await clerk.scans(sender.card);
  await clerk.scans(declarationCode({ ...declared, things: [...declared.things], senderPhone: sender.phone, recipient: { ...recipient, province: '01' } }));
  await clerk.seesFilled('recipientPhone');
  await clerk.thinks().isAt('face');
  await clerk.press('Enter');
  await clerk.thinks().press('Enter'); // what was declared is all
}

export async function accepted({ page }: Desk): Promise<string> {
  await page.waitForSelector('.ended');
  const words = (await page.textContent('.ended strong')) ?? '';
  const code = /[A-Z]{2}\d{10}/.exec(words)?.[0];
  expect(code, words).toBeDefined();
  return code ?? '';
}

