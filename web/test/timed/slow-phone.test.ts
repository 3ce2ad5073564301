// A cheap phone on a slow line: each page that is used in the hand is there soon, first and again, and answers a key before one wonders. Held
// to by ./dev e2e, on a machine that does nothing else: of a clock, so ./dev test does not run it.
import type { CDPSession, Page } from 'playwright-core';
import { describe, inject } from 'vitest';

import { budget } from '../budget.ts';
import { Stopwatch } from '../e2e/clerk.ts';
import { sizes, test, type Desk } from '../e2e/desk.ts';
import { courier, officer, sorter } from '../e2e/people.ts';

const cpuSlower = 6;
// 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back.
const slowLine = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 };
const wholeLine = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
const keys = 24;

interface Case {
  readonly name: string;
  readonly path: string;
  readonly user: string;
  /** There, and ready to be used. */
  readonly ready: string;
  /** What is pressed on the way to where one types. */
  readonly onTheWay?: readonly string[];
  readonly field: string;
}

const cases: readonly Case[] = [
  { name: 'delivery', path: '/app/phat', user: courier, ready: '.take-typed input', field: '.take-typed input' },
  { name: 'pickup', path: '/app/thu-gom', user: courier, ready: '.counter-choose li button', onTheWay: ['.counter-choose li button', '.pickup-steps >> text="Người nhận"'], field: '[data-place=recipientName]' },
  { name: 'sorting', path: '/app/khai-thac', user: sorter, ready: '#scan', field: '#scan' },
  { name: 'trace', path: '/app/tra-cuu', user: officer, ready: '#trace-purpose', field: '#trace-value' },
];

/** Nothing of the app is on the phone any more, but who is signed in. */
async function forgets(line: CDPSession, desk: Desk): Promise<void> {
  await desk.page.goto(`${desk.base}/healthz`);
  await line.send('Storage.clearDataForOrigin', { origin: desk.base, storageTypes: 'cache_storage,service_workers' });
  await line.send('Network.clearBrowserCache');
}

async function seconds(page: Page, path: string, ready: string): Promise<number> {
  const begun = Date.now();
  await page.goto(path, { waitUntil: 'commit' });
  await page.waitForSelector(ready);
  return (Date.now() - begun) / 1000;
}

describe.each(cases)('$name', ({ name, path, user, ready, onTheWay = [], field }) => {
  test('is there soon, and answers a key', async ({ desk }) => {
    const { page } = desk;
    await page.setViewportSize(sizes.phone);
    await desk.signIn(user);
    const line = await page.context().newCDPSession(page);
    await line.send('Network.enable');
    await forgets(line, desk);
    await line.send('Network.emulateNetworkConditions', slowLine);
    await line.send('Emulation.setCPUThrottlingRate', { rate: cpuSlower });
    budget(`${name}: usable, first time, CPU 6 times slower, 1.6 Mbit/s, 150 ms`, await seconds(page, desk.base + path, ready), 3.5, 's', true);
    await line.send('Network.emulateNetworkConditions', wholeLine);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.waitForLoadState('networkidle');
    await line.send('Network.emulateNetworkConditions', slowLine);
    budget(`${name}: usable, again, likewise`, await seconds(page, desk.base + path, ready), 2.5, 's', true);
    await line.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    for (const pressed of onTheWay) await page.locator(pressed).first().click();
    const watch = await Stopwatch.slowed(desk, cpuSlower);
    await page.locator(field).first().focus();
    await page.keyboard.type('x'.repeat(keys), { delay: 40 });
    budget(`${name}: key to paint, CPU 6 times slower, p95`, await watch.p95(keys), 100, 'ms', true);
  });
});

test('the own view is there soon', async ({ deskIn }) => {
  const desk = await deskIn('vi', inject('everybody'));
  const { page } = desk;
  await page.setViewportSize(sizes.phone);
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', slowLine);
  await line.send('Emulation.setCPUThrottlingRate', { rate: cpuSlower });
  budget('own view: usable, first time, CPU 6 times slower, 1.6 Mbit/s, 150 ms', await seconds(page, `${desk.base}/buu-gui-cua-toi`, '#receipt'), 3.5, 's', true);
});
