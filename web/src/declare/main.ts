// The sender's declaration beforehand, at /khai-truoc: made in the browser alone. What is typed stays in this page's memory until it is
// closed; it leaves as a picture on the screen, which the counter reads (docs/formats/declaration-code.md). The server gives frame, language,
// day and list (src/edge/pages/declaration_page.cpp).
import { CodeView } from './code-view.ts';
import './declare.css';
import { h } from './element.ts';
import { FormView, type EngineState } from './form-view.ts';
import { notScreened, type Screen } from './judged.ts';
import type { Made } from './made.ts';
import { textsOf, type Texts } from './texts.ts';

class Page {
  private readonly root: HTMLElement;
  private readonly t: Texts;
  private form: FormView;
  private shown: CodeView | null = null;
  private engine: EngineState = 'coming';
  private screen: Screen = notScreened;

  constructor(root: HTMLElement, t: Texts) {
    this.root = root;
    this.t = t;
    this.form = this.freshForm();
    root.replaceChildren(h('p', {}, t.lead), h('p', { class: 'verdict ok' }, t.stays), this.form.element);
    addEventListener('popstate', () => this.showForm());
    addEventListener('resize', () => void this.shown?.draw());
    addEventListener('beforeunload', (event) => {
      if (!this.form.untouched) event.preventDefault(); // the browser asks
    });
  }

  private freshForm(): FormView {
    const form = new FormView(this.t, (made) => this.showCode(made), () => this.clear());
    form.useEngine(this.engine, this.screen);
    return form;
  }

  /** The screening came, or did not; a code that it would not have let be made goes. */
  useEngine(engine: EngineState, screen: Screen = notScreened): void {
    this.engine = engine;
    this.screen = screen;
    this.form.useEngine(engine, screen);
    if (this.shown === null) return;
    const made = this.form.make();
    if (made === null) history.back();
    else this.show(made);
  }

  private showCode(made: Extract<Made, { kind: 'code' }>): void {
    history.pushState(null, ''); // the way back leads to the form; the address says nothing
    this.show(made);
    // The screen stays on while one waits at the counter, where the browser can do that.
    if ('wakeLock' in navigator) void navigator.wakeLock.request('screen').catch(() => undefined);
  }

  private show(made: Extract<Made, { kind: 'code' }>): void {
    this.shown?.element.remove();
    this.shown = new CodeView(this.t, made, this.screen, { edit: () => history.back(), clear: () => this.clear() });
    document.body.classList.add('showing');
    this.root.append(this.shown.element);
    scrollTo(0, 0);
    this.shown.focus();
    void this.shown.draw();
  }

  private showForm(): void {
    if (this.shown === null) return;
    this.shown.element.remove();
    this.shown = null;
    document.body.classList.remove('showing');
    this.form.element.querySelector<HTMLElement>('.deeds button')?.focus();
  }

  private clear(): void {
    if (!this.form.untouched && !confirm(this.t.sureToClear)) return;
    const { element } = this.form;
    this.form = this.freshForm();
    element.replaceWith(this.form.element);
    if (this.shown !== null) history.back();
    scrollTo(0, 0);
  }
}

async function begin(root: HTMLElement): Promise<void> {
  const page = new Page(root, await textsOf(document.documentElement.lang));
  const { day = '', rules = '' } = root.dataset;
  const load = async (): Promise<void> => {
    void import('./qr.ts').catch(() => undefined); // so that the network may go while one types
    try {
      const { loadScreen } = await import('./engine.ts');
      page.useEngine('there', await loadScreen(day, rules));
    } catch {
      page.useEngine('missing');
      addEventListener('online', () => void load(), { once: true });
    }
  };
  setTimeout(() => void load(), 0); // first the form
}

const root = document.getElementById('declare');
if (root !== null) void begin(root);
