// Every page and every state that opens over it, in both languages: axe finds nothing, nothing is wider than the screen, and a picture of it
// is kept for eyes.
import { describe } from 'vitest';

import { test, type Desk, type Language } from './desk.ts';
import { clerk, officer } from './people.ts';

interface State {
  readonly name: string;
  readonly reach: (desk: Desk) => Promise<void>;
}

const outside: readonly State[] = [
  {
    name: 'sign-in',
    reach: async ({ page }) => {
      await page.waitForSelector('form');
    },
  },
  {
    name: 'sign-in-mistakes',
    reach: async ({ page }) => {
      await page.click('button[type=submit]');
      await page.waitForSelector('.field-error');
    },
  },
  {
    name: 'sign-in-refused',
    reach: async ({ page }) => {
      await page.fill('[name=user]', 'khong-co-ai');
      await page.fill('[name=password]', 'khong-phai-mat-khau');
      await page.keyboard.press('Enter');
      await page.waitForSelector('[role=alert]');
    },
  },
];

const inside: readonly State[] = [
  {
    name: 'not-found',
    reach: async (desk) => {
      await desk.go('/app/khong-co-trang-nay');
      await desk.page.waitForSelector('h1');
    },
  },
  {
    name: 'account',
    reach: async (desk) => {
      await desk.go('/app/tai-khoan');
      await desk.page.waitForSelector('#new-password');
    },
  },
  {
    name: 'account-mistakes',
    reach: async ({ page }) => {
      await page.fill('#new-password-again', 'x');
      await page.click('form button[type=submit]');
      await page.waitForSelector('.mistakes');
    },
  },
  {
    name: 'manifest',
    reach: async (desk) => {
      await desk.go('/app/quay/danh-sach');
      await desk.page.click('.counter-choose li button');
      await desk.page.waitForSelector('.manifest-choose');
    },
  },
  {
    name: 'go-to',
    reach: async ({ page }) => {
      await page.keyboard.press('Control+k');
      await page.waitForSelector('.go-to');
    },
  },
  {
    name: 'go-to-nothing',
    reach: ({ page }) => page.keyboard.type('zzz'),
  },
  {
    name: 'menu',
    reach: async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.click('[popovertarget=account-menu]');
      await page.waitForSelector('#account-menu:popover-open');
    },
  },
  {
    name: 'locked',
    reach: async ({ page }) => {
      await page.click('#account-menu .button:nth-last-child(2)');
      await page.waitForSelector('.lock-screen');
    },
  },
];

const office: readonly State[] = [
  {
    name: 'office-tasks',
    reach: async (desk) => {
      await desk.go('/app/viec');
      await desk.page.waitForSelector('.tasks-parts');
    },
  },
  {
    name: 'retention',
    reach: async (desk) => {
      await desk.go('/app/at/luu-tru');
      await desk.page.waitForSelector('.calendar-day');
    },
  },
  {
    name: 'retention-day',
    reach: async ({ page }) => {
      await page.click('.calendar-day[aria-current]');
      await page.waitForSelector('dialog .table');
    },
  },
  {
    name: 'holds',
    reach: async (desk) => {
      await desk.go('/app/at/luu-tru/giu');
      await desk.page.waitForSelector('.hold-group');
    },
  },
  {
    name: 'hold-mistakes',
    reach: async ({ page }) => {
      await page.click('.holds > p > .button-main');
      await page.selectOption('#hold-ground', 'investigation');
      await page.click('.hold-form [type=submit]');
      await page.waitForSelector('.mistakes');
    },
  },
  {
    name: 'hold-persons',
    reach: async ({ page }) => {
      await page.check('.hold-scope [value=camera]');
      await page.fill('#hold-second_person', 'nv');
      await page.waitForSelector('.combobox-list');
    },
  },
];

async function walk(desk: Desk, states: readonly State[], language: Language): Promise<void> {
  for (const { name, reach } of states) {
    await reach(desk);
    await desk.isAccessible(`${name} (${language})`);
    if (language === 'vi') await desk.picture(name); // the longer words
  }
}

describe.each(['vi', 'en'] as const)('in %s', (language) => {
  test('signing in', async ({ deskIn }) => {
    const desk = await deskIn(language);
    await desk.go('/');
    await walk(desk, outside, language);
  });

  test('the app around its pages', async ({ deskIn }) => {
    const desk = await deskIn(language);
    await desk.signIn(clerk);
    await walk(desk, inside, language);
  });

  test('what the safety officer keeps and lets go', async ({ deskIn }) => {
    const desk = await deskIn(language);
    await desk.signIn(officer);
    await walk(desk, office, language);
  });
});
