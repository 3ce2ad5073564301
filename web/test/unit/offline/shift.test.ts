import { beforeEach, expect, test, vi } from 'vitest';

import { connect, type Db } from '../../../src/offline/db.ts';
import { checkPin, closeShift, isGuessed, isPin, openShift, shiftNow, tries } from '../../../src/offline/shift.ts';
import { freshDisk, now } from './world.ts';

const actor = { user: 'giaodich1', role: 'clerk', by: 'NV001', site: 'D1', expiresAt: null };
const pin = '470315';
const later = (hours: number): Date => new Date(now.getTime() + hours * 3_600_000);
let db: Db;

beforeEach(async () => {
  freshDisk();
  db = await connect();
});

test('the PIN opens the shift of who set it, for a day', async () => {
  await openShift(db, actor, pin, now);
  expect(await checkPin(db, pin, later(23))).toEqual({ kind: 'right', actor });
  expect(await shiftNow(db, later(23))).not.toBeNull();
  expect(await shiftNow(db, later(25))).toBeNull();
  expect(await checkPin(db, pin, later(25))).toEqual({ kind: 'closed' });
});

test('a clock that was set back opens nothing', async () => {
  await openShift(db, actor, pin, now);
  expect(await shiftNow(db, later(-2))).toBeNull();
  expect(await checkPin(db, pin, later(-2))).toEqual({ kind: 'closed' });
});

test('the last wrong try closes it, and then the right PIN is too late', async () => {
  await openShift(db, actor, pin, now);
  for (let left = tries - 1; left > 0; left -= 1) expect(await checkPin(db, '999888', now)).toEqual({ kind: 'wrong', left });
  expect(await checkPin(db, '999888', now)).toEqual({ kind: 'closed' });
  expect(await checkPin(db, pin, now)).toEqual({ kind: 'closed' });
});

test('a try that a power cut interrupted was a try', async () => {
  await openShift(db, actor, pin, now);
  const cut = vi.spyOn(crypto.subtle, 'deriveBits').mockReturnValue(new Promise(() => undefined));
  void checkPin(db, pin, now);
  await expect.poll(async () => (await db.get('shift', 'now'))?.triesLeft).toBe(tries - 1);
  cut.mockRestore();
});

test('the right PIN gives the tries back', async () => {
  await openShift(db, actor, pin, now);
  await checkPin(db, '999888', now);
  await checkPin(db, pin, now);
  expect(await checkPin(db, '999888', now)).toEqual({ kind: 'wrong', left: tries - 1 });
});

test('a shift that is closed while its PIN is looked at stays closed', async () => {
  await openShift(db, actor, pin, now);
  const checking = checkPin(db, pin, now);
  await expect.poll(async () => (await db.get('shift', 'now'))?.triesLeft).toBe(tries - 1);
  await closeShift(db);
  await checking;
  expect(await db.getAll('shift')).toEqual([]);
});

test('the same PIN leaves another proof each time', async () => {
  await openShift(db, actor, pin, now);
  const first = await db.get('shift', 'now');
  await openShift(db, actor, pin, now);
  expect((await db.get('shift', 'now'))?.proof).not.toEqual(first?.proof);
});

test('what is no PIN, and what everyone tries first', () => {
  expect(['12345', '1234567', '12345a', ''].some(isPin)).toBe(false);
  expect(['000000', '123456', '987654', '777777'].every(isGuessed)).toBe(true);
  expect(['470315', '135790', '246802'].some(isGuessed)).toBe(false);
});
