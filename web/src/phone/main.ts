// A phone as the counter's second camera and signature pad, at /dien-thoai: for one item, opened from the QR code on the counter's screen.
// The code stands behind '#', so it is never sent; it leaves the address at once, for addresses are remembered and shown. A reload finds it
// in the entry of the history; the other language is a reload.
import { newPhone } from './messages.ts';
import { endView, Page } from './page.ts';
import './phone.css';
import { readCode } from './sealed.ts';
import { textsOf } from './texts.ts';

interface Kept {
  readonly code: string;
  readonly phone: string;
}

/** From the address: "<pairing>.<key>"; else from the entry of the history, with who this phone is. */
function kept(): Kept {
  const code = location.hash.slice(1);
  const before = history.state as Kept | null;
  return code === '' && before !== null ? before : { code, phone: newPhone() };
}

const otherLanguage = document.querySelector<HTMLAnchorElement>('header a[hreflang]');

function keep(mine: Kept | null): void {
  history.replaceState(mine, '', location.pathname + location.search);
}

const forget = (): void => keep(null);

/** The same entry of the history under the other address: no other one holds the key. */
otherLanguage?.addEventListener('click', (event) => {
  if (history.state === null) return; // a link as any
  event.preventDefault();
  history.replaceState(history.state, '', otherLanguage.href);
  location.reload();
});

async function begin(root: HTMLElement): Promise<void> {
  const mine = kept();
  forget(); // first, whatever comes of it
  const t = await textsOf(document.documentElement.lang);
  if (mine.code === '') return root.replaceChildren(endView(t, 'none'));
  if (!isSecureContext) return root.replaceChildren(endView(t, 'insecure'));
  const pairing = await readCode(mine.code);
  if (pairing === null) return root.replaceChildren(endView(t, 'key'));
  keep(mine);
  document.body.classList.add('paired');
  new Page(root, t, pairing, mine.phone, forget);
  // The screen stays on while one waits at the counter, where the browser can do that.
  if ('wakeLock' in navigator) void navigator.wakeLock.request('screen').catch(() => undefined);
}

const root = document.getElementById('phone');
if (root !== null) void begin(root);
// Another code in the same tab, scanned or typed: all anew.
addEventListener('hashchange', () => location.hash.length > 1 && location.reload());
