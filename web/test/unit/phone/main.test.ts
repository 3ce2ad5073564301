// @vitest-environment happy-dom
// The code leaves the address before anything else happens, whatever comes of it.
import { afterEach, expect, test, vi } from 'vitest';

import { h } from '../../../src/declare/element.ts';
import { vi as texts } from '../../../src/i18n/phone-page.vi.ts';

const code = `${'a'.repeat(32)}.${'A'.repeat(43)}`;

async function opens(hash: string, secure: boolean, node: () => Promise<Response>): Promise<void> {
  history.replaceState(null, '', `/dien-thoai?lang=vi#${hash}`);
  document.documentElement.lang = 'vi';
  document.body.replaceChildren(h('header', {}, h('a', { hreflang: 'en', href: '/dien-thoai?lang=en' })), h('div', { id: 'phone' }));
  vi.stubGlobal('isSecureContext', secure);
  vi.stubGlobal('fetch', node);
  vi.resetModules();
  await import('../../../src/phone/main.ts');
}
const says = (words: string) => vi.waitFor(() => expect(document.querySelector('#phone')?.textContent).toContain(words));

afterEach(() => void vi.unstubAllGlobals());

test.each([
  { state: 'without HTTPS', hash: code, secure: false, words: texts.ends.insecure.title },
  { state: 'with half a code', hash: code.slice(0, 50), secure: true, words: texts.ends.key.text },
  { state: 'with a code that is over', hash: code, secure: true, words: texts.ends.over.title },
])('$state nothing of it stays', async ({ hash, secure, words }) => {
  await opens(hash, secure, () => Promise.resolve(Response.json({ code: 'pairing_over' }, { status: 410 })));
  expect(location.hash).toBe('');
  await says(words);
  expect(location.hash).toBe('');
  expect(history.state).toBeNull();
});

test('the link to the other language never holds it, and takes the entry of the history with it', async () => {
  const reload = vi.spyOn(location, 'reload').mockImplementation(() => undefined);
  await opens(code, true, () => new Promise(() => undefined));
  const link = document.querySelector<HTMLAnchorElement>('a[hreflang]');
  await vi.waitFor(() => expect(history.state).toMatchObject({ code }));
  const entries = history.length;
  expect(link?.href).not.toContain('#');
  link?.click();
  expect(reload).toHaveBeenCalledOnce();
  expect(location.search).toBe('?lang=en');
  expect(history.state).toMatchObject({ code });
  expect(history.length).toBe(entries);
  reload.mockRestore();
});
