// Debian's Chromium: how every test starts it, and one on a disk of its own that can be switched off.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';

export const browserPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

// --no-sandbox: the suite runs as root on CI. The rest keeps the browser from calling home.
export const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A camera that shows a moving picture, granted without asking.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

/** A computer at a counter: what its browser wrote to the disk is there again after the power was cut. */
export class Machine {
  private readonly disk = mkdtempSync(join(tmpdir(), 'buuan-machine-'));
  private running: ChildProcess | null = null;
  private browser: Browser | null = null;

  async start(): Promise<BrowserContext> {
    const running = spawn(browserPath, [...browserFlags, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${this.disk}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true, // a group of its own: all of its processes go at once
    });
    this.running = running;
    const address = await new Promise<string>((tell, fail) => {
      let said = '';
      running.stderr.on('data', (bytes: Buffer) => {
        said += bytes.toString();
        const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
        if (found !== undefined) tell(found);
      });
      running.once('exit', (code) => fail(new Error(`the browser ended with ${code ?? 'a signal'}`)));
    });
    this.browser = await chromium.connectOverCDP(address);
    const [context] = this.browser.contexts();
    if (!context) throw new Error('a browser without a window');
    return context;
  }

  /** SIGKILL for all of it, as when somebody trips over the cable. */
  async cutPower(): Promise<void> {
    const { running } = this;
    if (running?.pid === undefined) return;
    this.running = null;
    const ended = new Promise((tell) => running.once('exit', tell));
    process.kill(-running.pid, 'SIGKILL');
    await ended;
    await this.browser?.close().catch(() => undefined);
  }

  async end(): Promise<void> {
    await this.cutPower();
    rmSync(this.disk, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
