// The things: a card each, with what the screening says of it a moment after the last key.
import { dongOf } from '../counter/amounts.ts';
import { emptyThing, placeOf, thingsMax, type Member, type Place, type Thing } from './draft.ts';
import { h } from './element.ts';
import { fieldOf, textInput, type Field } from './field.ts';
import { judged, type Judged, type Screen } from './judged.ts';
import { numberIn, type Texts } from './texts.ts';
import { verdictOf } from './verdict.ts';

const quietMs = 300;

export interface ThingsParts {
  readonly t: Texts;
  readonly things: () => readonly Thing[];
  readonly change: (things: readonly Thing[]) => void;
  readonly screen: () => Screen;
  /** What is worse of all together than of each by itself. */
  readonly together: () => Judged | null;
  readonly register: (place: Place, field: Field) => void;
  readonly forget: (place: Place) => void;
}

export class ThingsView {
  readonly element: HTMLElement;
  private readonly parts: ThingsParts;
  private readonly list = h('ol', { class: 'things' });
  private readonly all = h('div', { role: 'status' });
  private readonly most: HTMLElement;
  private readonly add: HTMLButtonElement;
  private readonly judges = new Map<number, () => void>();
  private nextKey = 2;

  constructor(parts: ThingsParts) {
    const { t } = parts;
    this.parts = parts;
    this.most = h('p', { class: 'hint', hidden: true }, t.most(thingsMax));
    this.add = h('button', { type: 'button', class: 'other', onclick: () => this.addThing() }, `+ ${t.add}`);
    this.element = h('div', {}, this.list, this.all, this.add, this.most);
    parts.things().forEach((thing) => this.list.append(this.card(thing)));
    this.number();
  }

  private addThing(): void {
    const thing = emptyThing(this.nextKey);
    this.nextKey += 1;
    this.parts.change([...this.parts.things(), thing]);
    this.list.append(this.card(thing));
    this.number();
    document.getElementById(placeOf(thing.key, 'text'))?.focus();
  }

  private remove(key: number, card: HTMLElement): void {
    const at = this.parts.things().findIndex((each) => each.key === key);
    this.parts.change(this.parts.things().filter((each) => each.key !== key));
    for (const member of ['text', 'quantity', 'value'] as const) this.parts.forget(placeOf(key, member));
    this.judges.delete(key);
    card.remove();
    this.number();
    this.judgeAll();
    const [first] = this.parts.things();
    const neighbour = this.parts.things()[at - 1] ?? first;
    if (neighbour) document.getElementById(placeOf(neighbour.key, 'text'))?.focus();
  }

  private change(key: number, part: Partial<Thing>): void {
    this.parts.change(this.parts.things().map((each) => (each.key === key ? { ...each, ...part } : each)));
  }

  private card({ key, quantity }: Thing): HTMLElement {
    const { t } = this.parts;
    const verdict = h('div', { role: 'status' });
    const typed = (member: Member) => ({ oninput: ({ target }: Event) => this.change(key, { [member]: (target as HTMLInputElement).value }) });
    const make = (member: Member, label: string, input: HTMLInputElement, hint = ''): HTMLElement => {
      const field = fieldOf(input, label, hint);
      for (const [event, listener] of Object.entries(typed(member))) input.addEventListener(event.slice(2), listener);
      this.parts.register(placeOf(key, member), field);
      return field.box;
    };
    const input = (member: Member, attributes: Readonly<Record<string, string | number>>): HTMLInputElement => textInput(placeOf(key, member), attributes);

    const text = input('text', { maxlength: 300, autocapitalize: 'none' });
    const count = input('quantity', { inputmode: 'numeric', maxlength: 9, value: quantity });
    const value = input('value', { inputmode: 'numeric', maxlength: 17 });
    count.addEventListener('focus', () => count.select());
    value.addEventListener('change', () => {
      const dong = dongOf(value.value);
      if (typeof dong !== 'number') return;
      value.value = numberIn(t, dong);
      this.change(key, { value: value.value });
    });
    const judge = this.judge(key, verdict);
    let waiting = 0;
    text.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = window.setTimeout(() => {
        judge();
        this.judgeTogether();
      }, quietMs);
    });
    const card: HTMLElement = h(
      'li',
      {},
      h('fieldset', { class: 'thing' },
        h('legend', {}),
        make('text', t.text, text, this.list.children.length === 0 ? t.textHint : ''),
        verdict,
        h('div', { class: 'amounts' }, make('quantity', t.quantity, count), make('value', t.value, value, t.valueHint)),
        h('button', { type: 'button', class: 'quiet remove', onclick: () => this.remove(key, card) }, t.remove),
      ),
    );
    return card;
  }

  private judge(key: number, verdict: HTMLElement): () => void {
    const judge = (): void => {
      const thing = this.parts.things().find((each) => each.key === key);
      const said = thing ? judged(thing.text, this.parts.screen()) : null;
      verdict.replaceChildren(...(said ? [verdictOf(this.parts.t, said)] : []));
    };
    this.judges.set(key, judge);
    return judge;
  }

  private judgeTogether(): void {
    const said = this.parts.together();
    this.all.replaceChildren(...(said ? [verdictOf(this.parts.t, said, this.parts.t.together)] : []));
  }

  judgeAll(): void {
    for (const judge of this.judges.values()) judge();
    this.judgeTogether();
  }

  /** Each card says which it is; the only one cannot be left out. */
  private number(): void {
    const cards = Array.from(this.list.children);
    cards.forEach((card, at) => {
      const legend = card.querySelector('legend');
      const remove = card.querySelector<HTMLButtonElement>('.remove');
      if (legend) {
        legend.textContent = this.parts.t.thing(at + 1);
        legend.classList.toggle('unseen', cards.length === 1);
      }
      if (remove) remove.hidden = cards.length === 1;
    });
    this.add.hidden = cards.length >= thingsMax;
    this.most.hidden = cards.length < thingsMax;
  }
}
