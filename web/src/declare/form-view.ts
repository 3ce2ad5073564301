// The form: holds the draft, says what is wrong beside each field, and makes the code. It stays in the page while the code is shown.
import { provinces } from '../counter/provinces.ts';
import { emptyDraft, isClosed, isUntouched, itemTypes, wrongsOf, type Draft, type ItemType, type Place, type Plain } from './draft.ts';
import { h } from './element.ts';
import { fieldOf, textInput, type Field } from './field.ts';
import { judgedTogether, notScreened, type Screen } from './judged.ts';
import { makeCode, type Made } from './made.ts';
import { wordsOf, type Texts } from './texts.ts';
import { ThingsView } from './things-view.ts';
import { verdictOf } from './verdict.ts';

export type EngineState = 'coming' | 'there' | 'missing';

export class FormView {
  readonly element: HTMLFormElement;
  private draft: Draft = emptyDraft();
  private screen: Screen = notScreened;
  private readonly t: Texts;
  private readonly fields = new Map<Place, Field>();
  private readonly complained = new Set<Place>();
  private readonly things: ThingsView;
  private readonly goods: HTMLElement;
  private readonly closed: HTMLElement;
  private readonly engine = h('p', { class: 'hint', role: 'status' });
  private readonly trouble = h('div', { class: 'trouble', tabindex: -1 });

  constructor(t: Texts, onMade: (made: Extract<Made, { kind: 'code' }>) => void, onClear: () => void) {
    this.t = t;
    this.things = new ThingsView({
      t,
      things: () => this.draft.things,
      change: (things) => this.change({ things }),
      screen: () => this.screen,
      together: () => judgedTogether(this.draft, this.screen),
      register: (place, field) => this.register(place, field),
      forget: (place) => void (this.fields.delete(place), this.complained.delete(place)),
    });
    this.goods = h('section', {}, h('h2', {}, t.goods), this.engine, this.things.element);
    this.closed = h('p', { class: 'verdict unknown', hidden: true }, t.closed);
    this.element = h(
      'form',
      { novalidate: true, autocomplete: 'off', onkeydown: (event) => this.goOn(event as KeyboardEvent) },
      this.typeChoice(),
      this.closed,
      this.goods,
      h('section', {},
        h('h2', {}, t.recipient),
        this.text('name', t.name, { autocapitalize: 'words', maxlength: 120 }),
        this.text('phone', t.phone, { type: 'tel', maxlength: 20 }),
        this.province(),
        this.text('commune', t.commune, { autocapitalize: 'words', maxlength: 100 }),
        this.text('street', t.street, { maxlength: 100 }),
      ),
      h('section', {}, h('h2', {}, t.sender), this.text('senderPhone', t.senderPhone, { type: 'tel', maxlength: 20, enterkeyhint: 'done' }, t.senderHint)),
      this.trouble,
      h('div', { class: 'deeds' }, h('button', {}, t.make), h('button', { type: 'button', class: 'quiet', onclick: onClear }, t.clear)),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      const made = this.make();
      if (made !== null) onMade(made);
    });
  }

  get untouched(): boolean {
    return isUntouched(this.draft);
  }

  /** The code, or null and the page says why there is none. */
  make(): Extract<Made, { kind: 'code' }> | null {
    const made = makeCode(this.draft, this.screen);
    this.complained.clear();
    this.trouble.replaceChildren();
    if (made.kind === 'wrong') made.wrongs.forEach((_, place) => this.complained.add(place));
    this.mend();
    if (made.kind === 'code') return made;
    this.trouble.append(this.reason(made));
    this.trouble.focus();
    return null;
  }

  useEngine(state: EngineState, screen: Screen = notScreened): void {
    this.screen = screen;
    this.engine.textContent = { coming: this.t.engineComing, there: '', missing: this.t.engineMissing }[state];
    this.engine.hidden = state === 'there';
    this.things.judgeAll();
  }

  private reason(made: Exclude<Made, { kind: 'code' }>): HTMLElement {
    const { t } = this;
    if (made.kind === 'too_much') return h('p', { class: 'note', role: 'alert' }, t.tooMuch);
    if (made.kind === 'prohibited') return h('div', { role: 'alert' }, h('p', { class: 'note' }, t.prohibited), verdictOf(t, made.judged));
    const links = [...made.wrongs].map(([place, wrong]) => {
      const field = this.fields.get(place);
      const go = (event: Event): void => {
        event.preventDefault(); // the address stays as it is
        field?.control.focus();
      };
      return h('li', {}, h('a', { href: `#${place}`, onclick: go }, `${field?.label ?? ''}: ${wordsOf(t, wrong)}`));
    });
    return h('div', { class: 'note', role: 'alert' }, h('p', {}, t.mistakes(links.length)), h('ul', {}, ...links));
  }

  private change(part: Partial<Draft>): void {
    this.draft = { ...this.draft, ...part };
    if (this.complained.size > 0) this.mend();
  }

  /** What is said to be wrong and no longer is, goes; nothing new is said while someone types. */
  private mend(): void {
    const wrongs = wrongsOf(this.draft);
    for (const [place, field] of this.fields) {
      const wrong = this.complained.has(place) ? wrongs.get(place) : undefined;
      if (!wrong) this.complained.delete(place);
      field.complain(wrong ? wordsOf(this.t, wrong) : '');
    }
  }

  private register(place: Place, field: Field): void {
    this.fields.set(place, field);
    // When it is left: whoever has typed something hears at once what is wrong with it.
    field.control.addEventListener('change', () => {
      if (field.control.value.trim() !== '') this.complained.add(place);
      this.mend();
    });
  }

  private text(place: Plain, label: string, attributes: Readonly<Record<string, string | number>>, hint = ''): HTMLElement {
    const input = textInput(place, attributes);
    input.addEventListener('input', () => this.change({ [place]: input.value }));
    const field = fieldOf(input, label, hint);
    this.register(place, field);
    return field.box;
  }

  private province(): HTMLElement {
    const { t } = this;
    const name = ({ vi, en }: (typeof provinces)[number]): string => (t.locale === 'vi-VN' ? vi : en);
    const sorted = [...provinces].sort((one, other) => name(one).localeCompare(name(other), t.locale));
    const options = sorted.map((each) => h('option', { value: each.code }, name(each)));
    const select = h('select', { id: 'province', autocomplete: 'off' }, h('option', { value: '' }, t.choose), ...options);
    select.addEventListener('change', () => this.change({ province: select.value }));
    const field = fieldOf(select, t.province);
    this.register('province', field);
    return field.box;
  }

  private typeChoice(): HTMLElement {
    const choose = (type: ItemType): void => {
      this.change({ type });
      this.goods.hidden = isClosed(type);
      this.closed.hidden = !isClosed(type);
    };
    const radios = itemTypes.map((type) => {
      const radio = h('input', { type: 'radio', name: 'type', id: `type-${type}`, value: type, autocomplete: 'off', onchange: () => choose(type) });
      radio.checked = type === this.draft.type;
      return h('label', { class: 'choice', for: radio.id }, radio, h('span', {}, this.t.types[type]));
    });
    return h('fieldset', { class: 'choices' }, h('legend', {}, this.t.type), ...radios);
  }

  /** The key that says "next" on a phone goes to the next field; on the last it makes the code. */
  private goOn(event: KeyboardEvent): void {
    const { target } = event;
    if (event.key !== 'Enter' || event.isComposing || !(target instanceof HTMLInputElement) || target.type === 'radio') return;
    const all = Array.from(this.element.querySelectorAll<HTMLElement>('input:not([type=radio]), select')).filter((each) => each.offsetParent !== null);
    const next = all[all.indexOf(target) + 1];
    if (!next) return; // the form makes the code
    event.preventDefault();
    next.focus();
  }
}
