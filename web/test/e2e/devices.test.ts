// What an officer sees of a counter machine that holds something back, and of one that is no longer to be trusted.
import { expect } from 'vitest';

import { accepted, atTheCounter, inspectsWeighs, scansAll, senderOf, type Sender } from './acceptance.ts';
import type { Clerk } from './clerk.ts';
import { test, type Desk } from './desk.ts';
import { officer } from './people.ts';
import { isPrepared, synced } from './queue.ts';

async function accepts(clerk: Clerk, desk: Desk, sender: Sender): Promise<string> {
  await scansAll(clerk, sender);
  await inspectsWeighs(clerk);
  await clerk.press('F8');
  return accepted(desk);
}

/** Someone at the machine takes an acceptance away, as if it had never been; how the machine is called there. */
const takesAway = ({ page }: Desk, code: string): Promise<string> =>
  page.evaluate(async (wanted) => {
    const done = <T>(asked: IDBRequest<T>): Promise<T> => new Promise((tell) => (asked.onsuccess = () => tell(asked.result)));
    const db = await done(indexedDB.open('buuan-queue'));
    const tx = db.transaction(['records', 'pictures'], 'readwrite');
    const records = tx.objectStore('records');
    const all = await done(records.getAll() as IDBRequest<{ item: string; itemCode: string; device: string }[]>);
    const { item, device } = all.find(({ itemCode }) => itemCode === wanted) as { item: string; device: string };
    await done(records.delete(item));
    await done(tx.objectStore('pictures').delete(IDBKeyRange.bound([item], [item, []])));
    db.close();
    return device.slice(-6);
  }, code);

test('an acceptance that was taken away at the counter is a gap that the officer sees; the machine is revoked, and enrolled anew', async ({ desk, deskIn }) => {
  const sender = senderOf(26);
  const clerk = await atTheCounter(desk, sender);
  await isPrepared(desk.page);
  await desk.page.context().setOffline(true);
  const gone = await accepts(clerk, desk, sender);
  await desk.page.keyboard.press('Alt+n');
  await clerk.isAt('card');
  await accepts(clerk, desk, sender);
  const machine = await takesAway(desk, gone);
  await desk.page.context().setOffline(false);
  await synced(desk.page);

  const office = await deskIn('vi');
  await office.signIn(officer);
  await office.go('/app/at/may-quay');
  await office.page.waitForSelector(`tr:has-text("${machine}"):has-text("Thiếu 1 phiếu: số 1")`);
  await office.isAccessible('counter machines');
  await office.picture('counter-machines');
  await office.page.click(`tr:has-text("${machine}") button`);
  await office.page.waitForSelector('dialog[open]');
  await office.isAccessible('counter machines, revoke');
  await office.page.click('dialog [type=submit]');
  await office.page.waitForSelector(`tr:has-text("${machine}"):has-text("Đã thu hồi")`);

  await desk.go('/app/quay/hang-cho');
  await desk.page.waitForSelector('section[aria-labelledby=ready]:has-text("đã bị thu hồi")');
  await desk.isAccessible('revoked');
  await desk.picture('revoked');
  await desk.page.click('section[aria-labelledby=ready] button');
  await desk.page.waitForSelector('section[aria-labelledby=ready] .verdict-ok');
  await office.page.reload();
  await office.page.waitForSelector('tbody tr');
  expect(await office.page.locator('tbody tr').count()).toBeGreaterThan(1);
});
