// A contract sender's list on the page: read row by row, accepted by sample once however often the line breaks, or inspected row by row.
import { describe, expect } from 'vitest';

import { accepted, atTheCounter, inspectsWeighsAccepts, senderOf } from './acceptance.ts';
import { Clerk } from './clerk.ts';
import { test, type Desk } from './desk.ts';
import { clerk as account } from './people.ts';
import { atServer } from './queue.ts';
import { csvOf, xlsxOf, type Line } from './workbook.ts';

const people = { sender: 'Cửa hàng Thổ Cẩm Mẫu', phone: '0912345678', recipient: 'Quàng Thị Nhận', to: '0387654321', street: '12 Hàng Bông' };

/** Weights tell lists and rows apart at the server, which knows no more of an item without opening it. */
function line(grams: number, change: { readonly contents?: string; readonly to?: string | number; readonly recipient?: string; readonly weight?: string | number } = {}): Line {
  const { contents = 'khăn thổ cẩm', to = people.to, recipient = people.recipient, weight = grams } = change;
  return [grams, people.sender, people.phone, '0123456787', recipient, to, 'Hà Nội', 'Hoàn Kiếm', people.street, contents, weight, `D-${grams}`];
}

/** Good, mended, wrong twice, prohibited, conditional. */
const mixed = (from: number, phone: string | number): Line[] => [
  line(from),
  line(from + 1, { to: phone }),
  line(from + 2, { to: '12' }),
  line(from + 3, { weight: '0,3' }),
  line(from + 4, { contents: 'pháo hoa nổ' }),
  line(from + 5, { contents: 'pin sạc dự phòng' }),
];

async function atTheList(desk: Desk): Promise<void> {
  desk.secrets.push(...Object.values(people));
  await Clerk.withDevices(desk);
  await desk.signIn(account);
  await openList(desk);
}

async function openList(desk: Desk): Promise<void> {
  await desk.go('/app/quay/danh-sach');
  const counter = desk.page.locator('.counter-choose li button').first();
  await counter.or(desk.page.locator('.manifest-choose')).first().waitFor();
  if (await counter.isVisible()) await counter.click();
  await desk.page.waitForSelector('.manifest-choose');
}

async function chooses({ page }: Desk, name: string, bytes: Buffer): Promise<void> {
  await page.setInputFiles('.manifest-choose input[type=file]', { name, mimeType: 'application/octet-stream', buffer: bytes });
  await page.waitForSelector('.manifest-list, .manifest > .notice');
}

const results = ({ page }: Desk): Promise<string[]> => page.locator('.manifest-result .verdict').allTextContents();
const sends = ({ page }: Desk): Promise<void> => page.click('.manifest-send .button-main');
const rowWith = ({ page }: Desk, text: string) => page.locator('tbody tr', { hasText: text });

const isPrinted = ({ page }: Desk, times: number): Promise<unknown> => page.waitForFunction((wanted) => (globalThis as unknown as { printed: number }).printed === wanted, times);

describe('a list', () => {
  test.for([
    { name: 'ds.csv', bytes: csvOf(mixed(1000, '387654321')), from: 1000 },
    { name: 'ds.xlsx', bytes: xlsxOf(mixed(1100, 387_654_321)), from: 1100 },
  ])('$name shows each row, and is accepted by sample', async ({ name, bytes, from }, { desk }) => {
    await atTheList(desk);
    await chooses(desk, name, bytes);
    expect(await results(desk)).toEqual(['✓ Nhận được', '✓ Nhận được', '✕ Sửa trong tệp', '✕ Sửa trong tệp', '✕ Không được gửi', '⚠ Kiểm riêng ở quầy']);
    const said = await desk.page.textContent('.manifest-list');
    expect(said).toContain('SĐT người nhận: 1 dòng, từ dòng 3: Bảng tính đã bỏ số 0');
    expect(said).toContain('Cột không dùng đến: STT');
    expect(await desk.page.locator('.manifest-wrong').allTextContents()).toEqual([expect.stringMatching(/^SĐT người nhận: /), expect.stringMatching(/^Khối lượng: /), expect.stringMatching(/giải thích|điều kiện/)]);
    expect(await countedAtServer(desk, from, from + 10)).toEqual([]);
    await sends(desk);
    await desk.page.waitForSelector('text=Đã nhận 2, từ chối 1, còn lại 0 dòng.');
    expect(await countedAtServer(desk, from, from + 10)).toEqual([from, from + 1]);
    expect(await rowWith(desk, 'D-').count()).toBe(0); // the page shows what is needed, no more
    const codes = (await atServer(desk.page)).filter(({ grams }) => grams === from).map(({ code }) => code);
    await rowWith(desk, codes[0] ?? '?').getByRole('button', { name: 'In nhãn' }).click();
    await isPrinted(desk, 1);
    await desk.page.getByRole('button', { name: 'In 2 nhãn' }).click();
    await isPrinted(desk, 2);
    expect(await desk.page.locator('.sheet .label').count()).toBe(2);
  });

  test('that was cut off goes on with the same file, and each row is there once', async ({ desk }) => {
    const bytes = csvOf(Array.from({ length: 220 }, (_, at) => line(2000 + at)));
    await atTheList(desk);
    await chooses(desk, 'ds.csv', bytes);
    // The second piece arrives, its answer does not; then nothing does.
    let batches = 0;
    await desk.page.route('**/api/v1/item-batches', async (route) => {
      batches += 1;
      if (batches === 2) await route.fetch();
      if (batches >= 2) await route.abort();
      else await route.continue();
    });
    await sends(desk);
    await desk.page.waitForSelector('text=Chưa nhận hết.');
    await desk.page.unroute('**/api/v1/item-batches');
    await openList(desk); // the page anew: what was in memory is gone
    await chooses(desk, 'ds.csv', bytes);
    expect((await results(desk)).filter((each) => each === '✓ Đã nhận')).toHaveLength(100);
    await sends(desk);
    await desk.page.waitForSelector('text=Đã nhận 120, từ chối 0, còn lại 0 dòng.');
    await openList(desk);
    await chooses(desk, 'ds.csv', bytes);
    await desk.page.waitForSelector('text=220 dòng giống hệt dòng đã làm ở máy này');
    expect(await desk.page.locator('.manifest-send .button-main').count()).toBe(0);
    expect(await countedAtServer(desk, 2000, 2220)).toEqual(Array.from({ length: 220 }, (_, at) => 2000 + at));
    expect(await everythingKept(desk)).not.toMatch(new RegExp(Object.values(people).join('|')));
  });

  test('is inspected row by row at the counter, with pictures', async ({ desk }) => {
    const sender = senderOf(7);
    const clerk = await atTheCounter(desk, sender);
    await openList(desk);
    await desk.page.selectOption('.manifest-choose select', 'MANUAL');
    await chooses(desk, 'ds.csv', csvOf([line(1240)]));
    expect(await desk.page.locator('.manifest-send').count()).toBe(0);
    await desk.page.getByRole('button', { name: 'Kiểm ở quầy' }).click();
    await clerk.isAt('number');
    await clerk.types(sender.number);
    await clerk.press('Enter');
    await clerk.press('Enter'); // what was declared is all
    await inspectsWeighsAccepts(clerk);
    const code = await accepted(desk);
    await desk.page.click('.counter-tabs a:last-child');
    expect(await results(desk)).toEqual(['✓ Đã nhận']);
    expect(await rowWith(desk, code).count()).toBe(1);
    const there = (await atServer(desk.page)).filter((each) => each.code === code);
    expect(there).toMatchObject([{ grams: 1240, state: 'accepted' }]);
    await isPrinted(desk, 1); // at the counter, and not again here
  });
});

test.for(['vi', 'en'] as const)('each state of the page in %s', async (language, { deskIn }) => {
  const desk = await deskIn(language);
  const { page } = desk;
  const looksRight = async (name: string): Promise<void> => {
    await desk.isAccessible(`${name} (${language})`);
    if (language === 'vi') await desk.picture(name); // the longer words
  };
  const from = language === 'vi' ? 1200 : 1300;
  await atTheList(desk);
  await chooses(desk, 'loi.csv', csvOf([]).subarray(0, 60));
  await looksRight('manifest-unreadable');
  const long = { recipient: 'Công Tằng Tôn Nữ Thị Hoàng Phương Thảo Nguyên', contents: 'bộ dụng cụ sửa chữa cầm tay đa năng loại lớn' };
  const bytes = xlsxOf([...mixed(from, 387_654_321), line(from + 6, long)]);
  await chooses(desk, 'danh-sach-bưu-gửi-của-cửa-hàng-thổ-cẩm-tháng-mười-một.xlsx', bytes);
  await looksRight('manifest-list');
  await page.route('**/api/v1/item-batches', (route) => route.abort());
  await sends(desk);
  await page.waitForSelector('.manifest-send [role=alert]');
  await looksRight('manifest-broken');
  await page.unroute('**/api/v1/item-batches');
  await sends(desk);
  await page.waitForSelector('.manifest-send .button-main', { state: 'detached' });
  await looksRight('manifest-accepted');
  await openList(desk);
  await chooses(desk, 'ds.xlsx', bytes);
  await page.click('.manifest-list .notice .button');
  await page.waitForSelector('dialog');
  await looksRight('manifest-new-items');
});

/** Of more items than one answer holds. */
const countedAtServer = (desk: Desk, from: number, to: number): Promise<number[]> =>
  desk.page.evaluate(
    async ([first, last]) => {
      interface Items {
        readonly before?: string;
        readonly items: readonly { readonly weight_g?: number; readonly state: string }[];
      }
      const counter = encodeURIComponent(localStorage.getItem('buuan.counter') ?? '');
      const grams: number[] = [];
      for (let before: string | undefined = ''; before !== undefined; ) {
        const page: Items = (await (await fetch(`/api/v1/items?counter=${counter}${before === '' ? '' : `&before=${before}`}`)).json()) as Items;
        grams.push(...page.items.flatMap(({ weight_g = 0, state }) => (state === 'accepted' && weight_g >= first && weight_g < last ? [weight_g] : [])));
        ({ before } = page);
      }
      return grams.sort((one, other) => one - other);
    },
    [from, to] as const,
  );

/** All that the journal holds, as text. */
const everythingKept = (desk: Desk): Promise<string> =>
  desk.page.evaluate(async () => {
    const done = <T>(asked: IDBRequest<T>): Promise<T> => new Promise((tell) => (asked.onsuccess = () => tell(asked.result)));
    const db = await done(indexedDB.open('buuan-manifest'));
    const rows = db.transaction('rows').objectStore('rows');
    const all = JSON.stringify([await done(rows.getAllKeys()), await done(rows.getAll())]);
    db.close();
    return all;
  });
