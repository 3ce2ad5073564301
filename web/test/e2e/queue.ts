// What lies in a browser's queue and what of it the server has, read beside the app.
import type { Page } from 'playwright-core';
import { expect, vi } from 'vitest';

export interface Kept {
  readonly records: readonly { readonly item: string; readonly itemCode: string | null; readonly state: string }[];
  readonly pictures: number;
  /** All of the database that is not a key of the browser, as text. */
  readonly everything: string;
}

export const keptHere = (page: Page): Promise<Kept> =>
  page.evaluate(async () => {
    const done = <T>(asked: IDBRequest<T>): Promise<T> =>
      new Promise((tell, fail) => {
        asked.onsuccess = () => tell(asked.result);
        asked.onerror = () => fail(new Error('the queue does not open'));
      });
    const db = await done(indexedDB.open('buuan-queue'));
    const stores = [...db.objectStoreNames];
    const all = Object.fromEntries(await Promise.all(stores.map(async (name) => [name, await done(db.transaction(name).objectStore(name).getAll())] as const)));
    db.close();
    const bytes = new TextDecoder('latin1');
    const utf8 = new TextDecoder();
    const everything = JSON.stringify(all, (_, value: unknown) => (value instanceof Uint8Array ? bytes.decode(value) + utf8.decode(value) : value));
    const records = (all['records'] as Kept['records']).map(({ item, itemCode, state }) => ({ item, itemCode, state }));
    return { records, pictures: all['pictures']?.length ?? 0, everything };
  });

/** The counter could go on without a network now: the app's own files are there, and what the queue needs. */
const isPreparedNow = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const there = (await indexedDB.databases()).some(({ name }) => name === 'buuan-queue'); // looking must not make an empty one
    if (!there || navigator.serviceWorker.controller === null) return false;
    const done = <T>(asked: IDBRequest<T>): Promise<T> => new Promise((tell) => (asked.onsuccess = () => tell(asked.result)));
    const db = await done(indexedDB.open('buuan-queue'));
    const stores = ['codes', 'keep', 'devices'].filter((name) => db.objectStoreNames.contains(name));
    const counts = await Promise.all(stores.map((name) => done(db.transaction(name).objectStore(name).count())));
    db.close();
    return counts.length === 3 && counts.every((count) => count > 0);
  });

export const isPrepared = (page: Page): Promise<void> => vi.waitFor(async () => expect(await isPreparedNow(page)).toBe(true), { timeout: 20_000, interval: 200 });

export const synced = (page: Page): Promise<unknown> => page.waitForSelector('.line-synced', { timeout: 40_000 });

export interface AtServer {
  readonly code: string;
  readonly grams: number;
  readonly state: string;
  readonly picturesDue: number;
}

/** The newest fifty items of the day at this desk's counter. */
export const atServer = (page: Page): Promise<AtServer[]> =>
  page.evaluate(async () => {
    interface Items {
      readonly items: readonly { readonly item_code?: string; readonly weight_g?: number; readonly state: string; readonly pictures_due?: readonly string[] }[];
    }
    const counter = localStorage.getItem('buuan.counter') ?? '';
    const answer = await fetch(`/api/v1/items?counter=${encodeURIComponent(counter)}`);
    const { items } = (await answer.json()) as Items;
    return items.map(({ item_code, weight_g, state, pictures_due }) => ({ code: item_code ?? '', grams: weight_g ?? 0, state, picturesDue: pictures_due?.length ?? 0 }));
  });
