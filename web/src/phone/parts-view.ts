// What is to be sent, one button for each: which is in hand, what the counter has. A press takes a part in hand, or again.
import { h } from '../declare/element.ts';
import type { Bytes } from '../offline/bytes.ts';
import { partName, type Texts } from './texts.ts';

export interface Part {
  readonly part: string;
  readonly state: 'free' | 'needed' | 'underway' | 'phone' | 'counter';
}

interface Shown {
  readonly button: HTMLButtonElement;
  readonly image: HTMLImageElement;
  readonly state: HTMLElement;
}

export class PartsView {
  readonly element = h('ul', { class: 'parts' });
  private readonly t: Texts;
  private readonly choose: (part: string) => void;
  private readonly shown = new Map<string, Shown>();
  private readonly addresses = new Map<string, string>();

  constructor(t: Texts, choose: (part: string) => void) {
    this.t = t;
    this.choose = choose;
    this.element.setAttribute('aria-label', t.parts);
  }

  draw(parts: readonly Part[], inHand: string | null): void {
    this.element.hidden = parts.length === 0;
    const names = parts.map(({ part }) => part);
    if (names.join() !== [...this.shown.keys()].join()) this.build(names);
    for (const { part, state } of parts) {
      const row = this.shown.get(part);
      if (row === undefined) continue;
      row.button.setAttribute('aria-pressed', String(part === inHand));
      row.button.classList.toggle('taken', state === 'phone' || state === 'counter');
      row.state.textContent = this.t.states[state];
    }
  }

  private build(names: readonly string[]): void {
    this.shown.clear();
    this.element.replaceChildren(
      ...names.map((part) => {
        const image = h('img', { alt: '', hidden: !this.addresses.has(part) });
        const state = h('small', {});
        const button = h('button', { type: 'button', onclick: () => this.choose(part) }, image, h('span', {}, partName(this.t, part), state));
        image.src = this.addresses.get(part) ?? '';
        this.shown.set(part, { button, image, state });
        return h('li', {}, button);
      }),
    );
  }

  /** What was taken last for this part, as large as a thumb. */
  picture(part: string, jpeg: Bytes): void {
    this.forget(part);
    const address = URL.createObjectURL(new Blob([jpeg], { type: 'image/jpeg' }));
    this.addresses.set(part, address);
    const row = this.shown.get(part);
    if (row === undefined) return;
    row.image.src = address;
    row.image.hidden = false;
  }

  /** What was taken for this part is not shown any more. */
  forget(part: string): void {
    const address = this.addresses.get(part);
    if (address === undefined) return;
    URL.revokeObjectURL(address);
    this.addresses.delete(part);
    const row = this.shown.get(part);
    if (row) row.image.hidden = true;
  }

  clear(): void {
    for (const part of [...this.addresses.keys()]) this.forget(part);
    this.shown.clear();
    this.element.replaceChildren();
  }
}
