// A trained clerk at the counter: presses real keys at the pace of hands, thinks where the design says so, and has a scanner on a serial line
// that stands in for the device. Keys, thoughts and scans are counted for the keystroke-level model.
import type { CDPSession } from 'playwright-core';

import type { Acts } from '../../src/counter/key-model.ts';
import type { Desk } from './desk.ts';

/** Slower than any scanner (src/device/burst.ts), faster than any hand. */
const paceMs = 45;

/** The keys of Telex for a Vietnamese text: what a clerk's hands do while the input method makes the letters. */
export function telexKeys(text: string): number {
  const marks: Record<string, number> = { '\u0302': 1, '\u0306': 1, '\u031b': 1, '\u0300': 1, '\u0301': 1, '\u0303': 1, '\u0309': 1, '\u0323': 1 };
  return Array.from(text.normalize('NFD')).reduce((keys, letter) => keys + (marks[letter] ?? (letter === 'đ' || letter === 'Đ' ? 2 : 1)), 0);
}

export class Clerk {
  readonly acts = { keys: 0, thoughts: 0, scans: 0 };
  private readonly desk: Desk;

  constructor(desk: Desk) {
    this.desk = desk;
  }

  /** Call before the page is opened: a scanner on a serial line, a printer that counts. */
  static async withDevices(desk: Desk): Promise<Clerk> {
    await desk.page.addInitScript(() => {
      let push: (bytes: Uint8Array) => void = () => undefined;
      const readable = new ReadableStream<Uint8Array>({ start: (line) => void (push = (bytes) => line.enqueue(bytes)) });
      const port = { readable, open: () => Promise.resolve(), close: () => Promise.resolve() };
      const serial = Object.assign(new EventTarget(), { getPorts: () => Promise.resolve([port]), requestPort: () => Promise.resolve(port) });
      Object.defineProperty(navigator, 'serial', { value: serial });
      Object.assign(globalThis, { scanLine: (text: string) => push(new TextEncoder().encode(`${text}\r\n`)), printed: 0 });
      window.print = () => void ((globalThis as unknown as { printed: number }).printed += 1);
    });
    return new Clerk(desk);
  }

  private get page() {
    return this.desk.page;
  }

  begin(): void {
    Object.assign(this.acts, { keys: 0, thoughts: 0, scans: 0 });
  }

  counted(): Acts {
    return { ...this.acts };
  }

  thinks(): this {
    this.acts.thoughts += 1;
    return this;
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      this.acts.keys += 1;
      await this.page.waitForTimeout(paceMs);
    }
  }

  types(text: string): Promise<void> {
    return this.press(...Array.from(text));
  }

  /** Through an input method: the letters come whole, the keys are counted as Telex needs them. */
  async writes(text: string): Promise<void> {
    for (const letter of text) {
      await this.page.keyboard.insertText(letter);
      await this.page.waitForTimeout(paceMs);
    }
    this.acts.keys += telexKeys(text);
  }

  async scans(text: string): Promise<void> {
    this.acts.scans += 1;
    await this.page.evaluate((line) => (globalThis as unknown as { scanLine: (text: string) => void }).scanLine(line), text);
    await this.page.waitForTimeout(paceMs);
  }

  /** Like a scanner that plays keyboard: 4 ms from key to key, by the clock of the events, however busy this machine is. */
  async scansAsKeyboard(text: string): Promise<void> {
    const line = await this.page.context().newCDPSession(this.page);
    const keys = [...Array.from(text, (letter) => ({ key: letter, text: letter })), { key: 'Enter', text: '\r' }];
    const begin = Date.now() / 1000;
    for (const [at, key] of keys.entries()) {
      await line.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key, timestamp: begin + at * 0.004 });
      await line.send('Input.dispatchKeyEvent', { type: 'keyUp', key: key.key, timestamp: begin + at * 0.004 + 0.002 });
    }
  }

  /** The sender's doing, outside the clerk's time. */
  async senderSigns(): Promise<void> {
    const box = await this.page.locator('.pad-area canvas').boundingBox();
    if (!box) throw new Error('no pad to sign on');
    const { mouse } = this.page;
    await mouse.move(box.x + 30, box.y + 50);
    await mouse.down();
    await mouse.move(box.x + 100, box.y + 20, { steps: 6 });
    await mouse.move(box.x + 180, box.y + 60, { steps: 6 });
    await mouse.up();
    await this.isAt('clerk');
  }

  async isAt(place: string): Promise<void> {
    const here = (): Promise<string> => this.page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['place'] ?? document.activeElement?.outerHTML.slice(0, 200) ?? '');
    await this.page
      .waitForFunction((wanted) => (document.activeElement as HTMLElement | null)?.dataset['place'] === wanted, place, { timeout: 20_000 })
      .catch(async (late: unknown) => Promise.reject(new Error(`the keys should be at ${place} and are at ${await here()}`, { cause: late })));
  }

  /** A scan is read on its own line: its letters may come behind a key that is pressed at once, which no hand does. */
  async seesFilled(place: string): Promise<void> {
    await this.page.waitForFunction((wanted) => (document.querySelector<HTMLInputElement>(`[data-place=${wanted}]`)?.value ?? '') !== '', place, { timeout: 20_000 });
  }

  async cameraIsOn(): Promise<void> {
    await this.page.waitForFunction(() => (document.querySelector<HTMLVideoElement>('video.preview')?.readyState ?? 0) >= 2);
  }
}

/** From a key to the paint that answers it, by the browser's own event timing; the CPU made slower meanwhile. */
export class Stopwatch {
  private readonly desk: Desk;
  private readonly line: CDPSession;

  private constructor(desk: Desk, line: CDPSession) {
    this.desk = desk;
    this.line = line;
  }

  static async slowed(desk: Desk, times: number): Promise<Stopwatch> {
    const line = await desk.page.context().newCDPSession(desk.page);
    await line.send('Emulation.setCPUThrottlingRate', { rate: times });
    await desk.page.evaluate(() => {
      const answers: Record<string, number> = {};
      Object.assign(globalThis, { answers });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { interactionId: number })[]) {
          // One press is several events; its answer is the slowest of them.
          if (entry.interactionId) answers[entry.interactionId] = Math.max(answers[entry.interactionId] ?? 0, entry.duration);
        }
      }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
    });
    return new Stopwatch(desk, line);
  }

  /** The 95th percentile over `keys` presses; what the browser does not tell of was faster than 16 ms. */
  async p95(keys: number): Promise<number> {
    await this.desk.page.waitForTimeout(500);
    const told = await this.desk.page.evaluate(() => Object.values((globalThis as unknown as { answers: Record<string, number> }).answers));
    await this.line.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    const all = [...told, ...Array.from({ length: Math.max(0, keys - told.length) }, () => 8)].sort((one, other) => one - other);
    return all[Math.ceil(all.length * 0.95) - 1] ?? 0;
  }
}
