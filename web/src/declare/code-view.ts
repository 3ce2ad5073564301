// The code, as large as the screen lets it be, on white; below it what it says, and what is still to be brought.
import type { Declaration } from '../counter/declaration-code.ts';
import { provinceOf } from '../counter/provinces.ts';
import { isClosed } from './draft.ts';
import { h } from './element.ts';
import { judged, type Screen } from './judged.ts';
import type { Made } from './made.ts';
import { numberIn, type Texts } from './texts.ts';
import { signOf, verdictOf } from './verdict.ts';

const roomMax = 480;

interface Deeds {
  readonly edit: () => void;
  readonly clear: () => void;
}

export class CodeView {
  readonly element: HTMLElement;
  private readonly t: Texts;
  private readonly digits: string;
  private readonly heading: HTMLElement;
  private readonly frame: HTMLElement;
  private room = 0;

  constructor(t: Texts, { digits, declaration }: Extract<Made, { kind: 'code' }>, screen: Screen, { edit, clear }: Deeds) {
    this.t = t;
    this.digits = digits;
    this.heading = h('h1', { tabindex: -1 }, t.code);
    this.frame = h('div', { class: 'code' }, h('p', {}, t.drawing));
    this.element = h(
      'section',
      { class: 'shown' },
      h('div', { class: 'scanned' }, this.heading, this.frame, h('p', { class: 'show' }, t.show), h('p', { class: 'hint' }, t.hard), h('p', { class: 'hint' }, t.stays)),
      h('div', {},
        h('h2', {}, t.says),
        said(t, declaration, screen),
        h('h2', {}, t.bring),
        toBring(t, declaration, screen),
        h('p', { class: 'hint' }, t.proposal),
        h('div', { class: 'deeds' },
          h('button', { type: 'button', class: 'other', onclick: edit }, t.edit),
          h('button', { type: 'button', class: 'quiet', onclick: clear }, t.clear)),
      ),
    );
  }

  focus(): void {
    this.heading.focus({ preventScroll: true });
  }

  /** Call it when the element is in the page, and when the screen is turned: the room there decides how large the code is. */
  async draw(): Promise<void> {
    const room = Math.min(document.documentElement.clientWidth, window.innerHeight, roomMax);
    if (room === this.room) return;
    this.room = room;
    try {
      const { drawCode } = await import('./qr.ts');
      this.frame.replaceChildren(drawCode(this.digits, room, this.t.code));
    } catch {
      this.frame.replaceChildren(h('p', { class: 'note', role: 'alert' }, this.t.undrawn));
    }
  }
}

function said(t: Texts, { senderPhone, recipient: to, type, things }: Declaration, screen: Screen): HTMLElement {
  const place = provinceOf(to.province);
  const address = [to.street, to.commune, t.locale === 'vi-VN' ? place?.vi : place?.en].filter(Boolean).join(', ');
  const line = (name: string, ...values: (Node | string)[]): Node[] => [h('dt', {}, name), h('dd', {}, ...values)];
  const goods = things.map(({ text, quantity, valueVnd }) => {
    const verdict = judged(text, screen);
    const worth = valueVnd === null ? '' : `, ${t.worth(numberIn(t, valueVnd))}`;
    return h('li', {}, h('p', {}, h('strong', {}, text), ` × ${numberIn(t, quantity)}${worth}`), verdict && verdictOf(t, verdict));
  });
  return h(
    'dl',
    {},
    ...line(t.kind, t.types[type]),
    ...(goods.length === 0 ? [] : line(t.goods, h('ul', { class: 'declared' }, ...goods))),
    ...line(t.recipient, h('strong', {}, to.name), ` · ${to.phone}`, h('br'), address),
    ...line(t.senderPhone, senderPhone),
  );
}

function toBring(t: Texts, { type, things }: Declaration, screen: Screen): HTMLElement {
  const conditional = things.some(({ text }) => {
    const verdict = judged(text, screen);
    return verdict !== null && signOf(verdict) === '⚠';
  });
  const lines = [t.identity, ...(isClosed(type) ? [] : [t.open]), ...(conditional ? [t.conditions] : [])];
  return h('ul', {}, ...lines.map((line) => h('li', {}, line)));
}
