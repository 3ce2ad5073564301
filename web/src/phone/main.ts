// A phone as the counter's second camera and signature pad, at /dien-thoai: for one item, opened from the QR code on the counter's screen.
// The code stands behind '#', so it is never sent; it leaves the address at once, for addresses are remembered and shown. A reload finds it
// in the entry of the history, the other language in the link to it.
import { newPhone } from './messages.ts';
import { endView, Page } from './page.ts';
import './phone.css';
import { readCode } from './sealed.ts';
import { textsOf } from './texts.ts';

interface Kept {
  readonly code: string;
  readonly phone: string;
}

/** From the address, else from the entry of the history: "<pairing>.<key>", and behind it who this phone is where it said so before. */
function kept(): Kept {
  const before = history.state as Partial<Kept> | null;
  const [id = '', key = '', phone = newPhone()] = location.hash.slice(1).split('.');
  const { code = '', phone: known = phone } = location.hash.length > 1 ? { code: `${id}.${key}`, phone } : (before ?? {});
  return { code, phone: known };
}

const otherLanguage = document.querySelector<HTMLAnchorElement>('header a[hreflang]');

function remember({ code, phone }: Kept): void {
  history.replaceState({ code, phone }, '', location.pathname + location.search);
  if (otherLanguage) otherLanguage.hash = `${code}.${phone}`;
}

function forget(): void {
  history.replaceState(null, '', location.pathname + location.search);
  if (otherLanguage) otherLanguage.hash = '';
}

async function begin(root: HTMLElement): Promise<void> {
  const t = await textsOf(document.documentElement.lang);
  const mine = kept();
  if (mine.code === '' || mine.code === '.') return root.replaceChildren(endView(t, 'none'));
  if (!isSecureContext) return root.replaceChildren(endView(t, 'insecure'));
  const pairing = await readCode(mine.code);
  if (pairing === null) return root.replaceChildren(endView(t, 'key'));
  remember(mine);
  document.body.classList.add('paired');
  new Page(root, t, pairing, mine.phone, forget);
  // The screen stays on while one waits at the counter, where the browser can do that.
  if ('wakeLock' in navigator) void navigator.wakeLock.request('screen').catch(() => undefined);
}

const root = document.getElementById('phone');
if (root !== null) void begin(root);
// Another code in the same tab, scanned or typed: all anew.
addEventListener('hashchange', () => location.hash.length > 1 && location.reload());
