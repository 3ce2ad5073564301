// One node and one browser for the whole suite.
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';

import { browserFlags, browserPath } from './browser.ts';
import { Node } from './node.ts';

declare module 'vitest' {
  interface ProvidedContext {
    staff: string;
    everybody: string;
    browser: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const node = new Node();
  await node.start();
  const browser = await chromium.launchServer({ executablePath: browserPath, args: browserFlags });
  project.provide('staff', node.staff);
  project.provide('everybody', node.everybody);
  project.provide('browser', browser.wsEndpoint());
  return async () => {
    await browser.close();
    await node.end();
  };
}
