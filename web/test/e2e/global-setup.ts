// One node of made-up people, one server, one browser for the whole suite; all stopped by their own ids and handles at the end.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';

import { password } from './people.ts';

declare module 'vitest' {
  interface ProvidedContext {
    staff: string;
    browser: string;
    webFolder: string;
  }
}

const buuan = resolve(process.env['BUUAN'] ?? '../build/dev/buuan');

// --no-sandbox: the suite runs as root on CI. The rest keeps the browser from calling home.
const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function makeNode(folder: string): void {
  const command = ['--node', folder, 'init', '--name', 'Bưu chính Thử', '--origin', 'thu.example', '--province', '11', '--admin', 'quantri'];
  const made = spawnSync(buuan, [...command, '--sample', '--sample-days', '0'], { encoding: 'utf8', env: { ...process.env, BUUAN_PASSWORD: password } });
  if (made.status !== 0) throw new Error(`buuan init: ${made.stdout}${made.stderr}`);
}

/** The server prints its addresses once it listens. */
function listening(server: ChildProcess): Promise<string> {
  return new Promise((tell, fail) => {
    let printed = '';
    server.stdout?.on('data', (bytes: Buffer) => {
      printed += bytes.toString();
      const staff = /staff: (http\S+)/.exec(printed)?.[1];
      if (staff !== undefined && printed.includes('public:')) tell(staff);
    });
    server.once('exit', (code) => fail(new Error(`buuan serve ended with ${code ?? 'a signal'}: ${printed}`)));
  });
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'buuan-e2e-'));
  const node = join(folder, 'node');
  // A copy, so that a test may put a newer version there.
  const webFolder = join(folder, 'web');
  spawnSync('cp', ['-r', resolve(import.meta.dirname, '../../dist'), webFolder]);
  const log = join(folder, 'serve.log');
  makeNode(node);
  const server = spawn(buuan, ['--node', node, 'serve', '--staff-port', '0', '--public-port', '0', '--web-dir', webFolder], {
    stdio: ['ignore', 'pipe', openSync(log, 'a')],
  });
  const staff = await listening(server);
  const browser = await chromium.launchServer({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: browserFlags });
  project.provide('staff', staff);
  project.provide('browser', browser.wsEndpoint());
  project.provide('webFolder', webFolder);
  return async () => {
    await browser.close();
    const ended = new Promise((tell) => server.once('exit', tell));
    server.kill('SIGTERM');
    await ended;
    if (readFileSync(log, 'utf8').includes(password)) throw new Error('a password stands in the log of the server');
    rmSync(folder, { recursive: true, force: true });
  };
}
