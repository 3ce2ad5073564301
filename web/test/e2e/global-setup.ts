// One node and one browser for the whole suite.
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';

import { Node } from './node.ts';

declare module 'vitest' {
  interface ProvidedContext {
    staff: string;
    everybody: string;
    browser: string;
  }
}

// --no-sandbox: the suite runs as root on CI. The rest keeps the browser from calling home.
const browserFlags = [
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

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const node = new Node();
  await node.start();
  const browser = await chromium.launchServer({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: browserFlags });
  project.provide('staff', node.staff);
  project.provide('everybody', node.everybody);
  project.provide('browser', browser.wsEndpoint());
  return async () => {
    await browser.close();
    await node.end();
  };
}
