// A browser window at somebody's desk. Whatever a test does at it, at the end nothing may have left for another origin, and nothing personal
// may stand in an address, a storage, a cache or the console.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { AxeResults } from 'axe-core';
import { afterAll, expect, inject, test as plain } from 'vitest';

import { password } from './people.ts';

export const sizes = { counter: { width: 1366, height: 768 }, phone: { width: 390, height: 844 }, narrow: { width: 320, height: 640 } } as const;

export type Language = 'vi' | 'en';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = process.env['BUUAN_SCREENS'];

let browser: Browser | null = null;
const connected = async (): Promise<Browser> => (browser ??= await chromium.connect(inject('browser')));
afterAll(async () => {
  await browser?.close();
  browser = null;
});

export class Desk {
  readonly base: string;
  /** What nobody else may learn; a test adds the people that it types. */
  readonly secrets: string[] = [password];
  readonly page: Page;
  private readonly context: BrowserContext;
  private readonly told: string[] = [];
  private readonly addresses: string[] = [];

  private constructor(context: BrowserContext, page: Page, base: string) {
    this.base = base;
    this.context = context;
    this.page = page;
    context.on('request', (request) => this.addresses.push(request.url()));
    context.on('console', (message) => this.told.push(message.text()));
    context.on('weberror', (thrown) => this.told.push(`thrown: ${thrown.error().message}`));
  }

  static async open(language: Language, base: string): Promise<Desk> {
    return Desk.in(await (await connected()).newContext({ viewport: sizes.counter, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' }), language, base);
  }

  static async in(context: BrowserContext, language: Language, base: string): Promise<Desk> {
    await context.addInitScript((wanted) => localStorage.setItem('buuan.language', wanted), language);
    return new Desk(context, await context.newPage(), base);
  }

  async go(path: string): Promise<void> {
    await this.page.goto(this.base + path);
  }

  async signIn(user: string): Promise<void> {
    await this.go('/');
    await this.page.fill('[name=user]', user);
    await this.page.fill('[name=password]', password);
    await this.page.keyboard.press('Enter');
    await this.page.waitForSelector('.top-bar');
    await this.page.waitForSelector('main :is(h1, h2, form)');
  }

  /** Nothing that axe knows may be wrong here; `name` says where. */
  async isAccessible(name: string): Promise<void> {
    await this.page.evaluate(axeSource);
    const { violations } = await this.page.evaluate<AxeResults>(
      "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
    );
    const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary ?? ''}`));
    expect(found, `axe: ${name}`).toEqual([]);
  }

  /** For eyes, at the three sizes; and nothing may be wider than the screen. The whole page, where nothing lies over it. */
  async picture(name: string): Promise<void> {
    for (const [size, viewport] of Object.entries(sizes)) {
      await this.page.setViewportSize(viewport);
      const over = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(over, `${name} at ${viewport.width} px is wider than the screen by`).toBe(0);
      if (pictures === undefined) continue;
      const whole = size !== 'counter' && (await this.page.locator('dialog[open], :popover-open').count()) === 0;
      mkdirSync(pictures, { recursive: true });
      await this.page.screenshot({ path: join(pictures, `${name}-${size}.png`), animations: 'disabled', fullPage: whole });
    }
    await this.page.setViewportSize(sizes.counter);
  }

  /** Everything that a browser keeps, as text. */
  private async kept(): Promise<string> {
    return this.page.evaluate(async () => {
      const all = [localStorage, sessionStorage].flatMap((storage) => Object.entries<string>(storage as never).flat());
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          all.push(request.url);
          const answer = await cache.match(request);
          if (!request.url.includes('/assets/')) all.push((await answer?.text()) ?? '');
        }
      }
      return all.join('\n');
    });
  }

  async close(): Promise<void> {
    const kept = this.page.url().startsWith(this.base) ? await this.kept() : '';
    await this.context.close();
    const strangers = this.addresses.filter((address) => !address.startsWith(`${this.base}/`) && !address.startsWith('blob:'));
    expect(strangers, 'asked of another origin').toEqual([]);
    // A browser tells by itself of every answer from 400 on; and of a form without a name, which a lock screen is.
    const surprising = this.told.filter((line) => !/^Failed to load resource|^\[DOM\]/.test(line));
    expect(surprising, 'in the console').toEqual([]);
    for (const secret of this.secrets) {
      expect(this.addresses.map(decodeURIComponent).join('\n'), 'in an address').not.toContain(secret);
      expect(this.told.join('\n'), 'in the console').not.toContain(secret);
      expect(kept, 'in a storage').not.toContain(secret);
    }
  }
}

interface Given {
  /** In Vietnamese, on the node of the suite. */
  desk: Desk;
  deskIn: (language: Language, base?: string) => Promise<Desk>;
}

/** A test with desks, which are checked when it is over. */
export const test = plain.extend<Given>({
  desk: async ({ deskIn }, give) => {
    await give(await deskIn('vi'));
  },
  deskIn: async ({ task: _task }, give) => {
    const opened: Desk[] = [];
    await give(async (language, base = inject('staff')) => {
      const desk = await Desk.open(language, base);
      opened.push(desk);
      return desk;
    });
    for (const desk of opened) await desk.close();
  },
});
