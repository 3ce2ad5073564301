// The counter's desk: the item in hand, where the focus is to be, what is wrong, and how far its sending has come. It holds the rules of
// the flow together and knows no React; the page shows it and hands it keys.
import { store } from '../app/store.ts';
import type { Failure } from '../api/problem.ts';
import { cardDigits } from '../device/burst.ts';
import { scaleGrams } from '../device/serial.ts';
import type { CitizenCard } from './citizen-card.ts';
import { looksLikeCard, parseCitizenCard } from './citizen-card.ts';
import { parseCitizenNumber } from './citizen-number.ts';
import { looksLikeDeclaration, readDeclaration, type Declaration } from './declaration-code.ts';
import { entryOf, missingOf, nextMissing, nextPlace, stepsOf, type Facts, type Place, type Section, type Step } from './flow.ts';
import { declared, declaredText, emptyForm, emptyRow, isUntouched, type CardWay, type Form, type Picture, type ThingRow } from './form.ts';
import { intakeOf, picturesOf } from './intake.ts';
import { makeItemId } from './item-id.ts';
import { parsePhone } from './phone.ts';
import { worseOf, type CounterRules, type Intake, type ItemType, type Outcome, type Verdict } from './rules.ts';
import type { AskReturning } from './returning.ts';
import { isTooOld, type Result, type Submit } from './submission.ts';
import { wrongAt, type Wrong } from './wrong.ts';

export type Sending =
  | { readonly kind: 'none' }
  | { readonly kind: 'sending' }
  | { readonly kind: 'unknown' } // the line broke; only the same again
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What stays of an item after it was decided: nothing about people. */
export interface Decided {
  readonly acceptance: Result;
  readonly type: ItemType;
  /** The server's screening said something else than this machine's. */
  readonly otherVerdict: boolean;
}

export interface Prepared {
  readonly outcome: Outcome | null;
  readonly item: string;
  readonly intake: Intake;
  readonly pictures: readonly Picture[];
  readonly form: Form;
}

export interface DeskParts {
  readonly rules: CounterRules;
  readonly counter: string;
  readonly submit: Submit;
  readonly askReturning: AskReturning;
  /** Null while the engine is not there. */
  readonly screen: (text: string) => Verdict | null;
  /** The server's time, as far as it is known here. */
  readonly now: () => Date;
  /** An acceptance is there: print it before the form is let go of. */
  readonly onDecided: (acceptance: Result, prepared: Prepared) => void;
}

const byCard = 'QR_CCCD';
const byHand = 'MANUAL';

export class Desk {
  readonly form;
  readonly focus = store<{ readonly place: Place; readonly turn: number }>({ place: 'card', turn: 0 });
  /** Where it is, also when Tab or a press moved it. */
  readonly here = store<Place>('card');
  readonly wrong = store<ReadonlyMap<Place, Wrong>>(new Map());
  readonly sending = store<Sending>({ kind: 'none' });
  readonly decided = store<Decided | null>(null);
  /** What a scan or a step has to say, once; a code of the catalogue. */
  readonly said = store<Wrong | null>(null);
  private prepared: Prepared | null = null;
  private deciding = false;
  private developed: Promise<unknown> = Promise.resolve();
  private readonly newest = new Map<string, Promise<Picture | null>>(); // by slot: what is older does not replace it
  private rowKey = 1;
  private readonly parts: DeskParts;

  constructor(parts: DeskParts) {
    this.parts = parts;
    this.form = store(this.fresh());
  }

  private fresh(): Form {
    const { rules } = this.parts;
    const method = rules.methods.find(({ code }) => code === byCard) ?? rules.methods[0];
    const type = rules.item_types.find((each) => each.type === 'parcel') ?? rules.item_types[0];
    this.rowKey = 1;
    return emptyForm(type?.type ?? 'parcel', method?.code ?? byHand);
  }

  // --- what is known -------------------------------------------------------------------------------------------------------

  facts(form: Form = this.form.get()): Facts {
    const { item_types, methods, day } = this.parts.rules;
    const type = item_types.find((each) => each.type === form.type) ?? item_types[0];
    const method = methods.find(({ code }) => code === form.method) ?? methods[0];
    if (!type || !method) throw new Error('no rules of acceptance');
    return { type, method, day, outcome: type.declaration ? this.outcome(form) : null, warnings: this.warnings(form).length };
  }

  /** Of all that is declared, read together and each by itself: the worse counts. */
  outcome(form: Form = this.form.get()): Outcome | null {
    const rows = declared(form);
    if (rows.length === 0) return null;
    const verdicts = [declaredText(form), ...rows.map(({ text }) => text)].map((text) => this.verdict(text));
    const known = verdicts.flatMap((verdict) => (verdict ? [verdict.outcome] : []));
    return known.length === 0 ? null : known.reduce(worseOf);
  }

  verdict(text: string): Verdict | null {
    return text.trim() === '' ? null : this.parts.screen(text);
  }

  warnings(form: Form): readonly string[] {
    if (form.card) return form.card.warnings;
    const read = parseCitizenNumber(form.number, Number(this.parts.rules.day.slice(0, 4)));
    return read.ok && this.parts.rules.methods.find(({ code }) => code === form.method)?.needs.includes('identity_number')
      ? read.number.warnings
      : [];
  }

  steps(): readonly Step[] {
    return stepsOf(this.form.get(), this.facts());
  }

  get counter(): string {
    return this.parts.counter;
  }

  get locked(): boolean {
    const { kind } = this.sending.get();
    return kind === 'sending' || kind === 'unknown';
  }

  // --- keys and fields -----------------------------------------------------------------------------------------------------

  change(part: Partial<Form>): void {
    if (this.locked) return;
    if (isUntouched(this.form.get())) this.decided.set(null); // the next person is here
    this.form.set({ ...this.form.get(), ...part });
    if (this.sending.get().kind === 'failed') this.sending.set({ kind: 'none' });
    this.mend();
  }

  changeRow(key: number, part: Partial<ThingRow>): void {
    const things = this.form.get().things.map((row) => (row.key === key ? { ...row, ...part } : row));
    this.change({ things });
  }

  /** Takes away what is said to be wrong and no longer is; says nothing new while someone types. */
  private mend(): void {
    const before = this.wrong.get();
    if (before.size === 0) return;
    const facts = this.facts();
    const left = [...before].flatMap(([place]) => {
      const now = wrongAt(this.form.get(), place, facts);
      return now ? [[place, now] as const] : [];
    });
    this.wrong.set(new Map(left));
  }

  goTo(place: Place): void {
    this.here.set(place);
    this.focus.set({ place, turn: this.focus.get().turn + 1 });
  }

  goToSection(section: Section): void {
    if (section !== 'contents') this.endDeclaration();
    const place = entryOf(this.steps(), section);
    if (place !== null) this.goTo(place);
  }

  /** Going on without the empty line that ends it. */
  private endDeclaration(): void {
    const form = this.form.get();
    if (declared(form).length > 0 && !form.thingsDone) this.change({ thingsDone: true });
  }

  /** Enter at a place: says what is wrong and stays, or does what the place is for and goes on. */
  enter(place: Place): void {
    if (this.locked) return;
    this.act(place);
    const wrong = wrongAt(this.form.get(), place, this.facts());
    if (wrong) {
      this.wrong.set(new Map([...this.wrong.get(), [place, wrong]]));
      this.goTo(place);
      return;
    }
    this.said.set(null);
    this.goTo(nextPlace(this.form.get(), this.steps(), place));
    if (place === 'recipientPhone') void this.lookUpRecipient();
    if (place === 'number') void this.lookUpSender();
  }

  /** The phone that this sender gave the last time, offered while nothing is typed. */
  private async lookUpSender(): Promise<void> {
    const { born, number } = this.form.get();
    const { sender } = await this.parts.askReturning(number, null);
    const now = this.form.get();
    if (sender && now.born === born && now.number === number && now.senderPhone === '') this.change({ phoneOffered: sender });
  }

  /** Whom this sender sent to under that phone before. The clerk types on meanwhile; what comes too late is not shown. */
  private async lookUpRecipient(): Promise<void> {
    const { born, number, recipientPhone } = this.form.get();
    const phone = parsePhone(recipientPhone);
    if (!phone.ok || number === '') return;
    const { recipients } = await this.parts.askReturning(number, phone.digits);
    const now = this.form.get();
    const untouched = now.born === born && now.recipientPhone === recipientPhone && now.recipientName === '' && now.recipientTaken === null;
    if (!untouched || recipients.length === 0) return;
    this.change({ recipientsOffered: recipients });
    this.goTo('recipientChoice');
  }

  private act(place: Place): void {
    const form = this.form.get();
    if (place === 'face') this.change({ faceMatches: true });
    if (place === 'clerk') this.change({ clerkConfirms: true });
    if (place === 'explain') this.change({ explainedFor: declaredText(form) });
    if (place === 'street') this.change({ passed: new Set([...form.passed, 'street']) });
    if (place === 'recipientChoice' && form.recipientTaken === null) this.change({ passed: new Set([...form.passed, 'recipientChoice']) });
    const grams = scaleGrams.get();
    if (place === 'weight' && form.weight === '' && grams !== null) this.change({ weight: String(grams) });
    if (place === 'senderPhone' && form.senderPhone === '' && form.phoneOffered) this.change({ phoneFromItem: form.phoneOffered.fromItem });
    if (place.startsWith('thing:')) this.actOnRow(place);
  }

  private actOnRow(place: Place): void {
    const { things } = this.form.get();
    const [, key, member] = place.split(':');
    const row = things.find((each) => String(each.key) === key);
    const isLast = row === things.at(-1);
    if (!row) return;
    if (member === 'text' && row.text.trim() === '' && things.length > 1) {
      // An empty line ends the declaration; one in the middle goes.
      if (isLast) this.change({ thingsDone: true });
      else this.change({ things: things.filter((each) => each !== row) });
      return;
    }
    if (member === 'value' && isLast) {
      this.rowKey += 1;
      this.change({ things: [...things, emptyRow(this.rowKey)], thingsDone: false });
    }
  }

  // --- scans ---------------------------------------------------------------------------------------------------------------

  /** Whether what a keyboard scanner typed is a card or a declaration, and no text for the field. */
  isForUs(text: string): boolean {
    return text.includes('|') || looksLikeDeclaration(text);
  }

  /** What a scanner read, whichever way it came. */
  scanned(text: string, way: CardWay): void {
    if (this.locked) return;
    if (looksLikeDeclaration(text)) return this.takeDeclaration(text);
    if (way === 'keyboard') return this.takeDigits(text);
    if (!looksLikeCard(text)) return this.said.set({ code: 'scan_unknown' });
    const read = parseCitizenCard(text, this.parts.rules.day);
    if (!read.ok) return this.said.set({ code: read.reason });
    this.takeCard(read.card, way);
  }

  private takeCard(card: CitizenCard, way: CardWay): void {
    this.change({ card, way, method: byCard, number: card.number.digits, name: card.name, faceMatches: false, phoneOffered: null, phoneFromItem: null });
    this.said.set({ code: 'card_read' });
    this.goTo('face');
    void this.lookUpSender();
  }

  /** A card through a keyboard: only its digits are whole, so the name is asked for. */
  private takeDigits(text: string): void {
    const digits = cardDigits(text);
    if (!digits) return this.said.set({ code: 'scan_unknown' });
    this.change({ card: null, way: 'keyboard', method: byHand, number: digits.number, name: '' });
    this.said.set({ code: 'card_digits_only' });
    this.goTo(nextMissing(this.steps(), 'number'));
  }

  private takeDeclaration(text: string): void {
    const said = readDeclaration(text);
    if (!said) return this.said.set({ code: 'declaration_broken' });
    this.propose(said, {});
    this.goTo(nextMissing(this.steps(), this.form.get().card ? null : 'nowhere'));
  }

  /** What the sender declared beforehand, or wrote in a list; with what else is known. Every step is done as without it. */
  propose(said: Declaration, known: Partial<Form>): void {
    const rows = said.things.map(({ text: thing, quantity, valueVnd }) => {
      this.rowKey += 1;
      const value = valueVnd === null ? '' : String(Math.round(valueVnd / 1000));
      return { key: this.rowKey, text: thing, quantity: String(quantity), value };
    });
    this.rowKey += 1;
    const { recipient } = said;
    this.change({
      type: said.type,
      senderPhone: said.senderPhone,
      recipientPhone: recipient.phone,
      recipientName: recipient.name,
      province: recipient.province,
      commune: recipient.commune,
      street: recipient.street,
      passed: new Set(['street']),
      things: [...rows, emptyRow(this.rowKey)],
      thingsDone: false,
      ...known,
    });
    this.said.set({ code: 'declaration_taken' });
  }

  /** The first field takes a card, or the digits of its number typed by hand. */
  typeNumber(typed: string): void {
    this.change({ card: null, way: 'typed', method: byHand, number: typed.replace(/[^0-9]/g, ''), name: '' });
    this.goTo(nextMissing(this.steps(), 'card'));
  }

  // --- pictures ------------------------------------------------------------------------------------------------------------

  /** The slot that the next picture is for. */
  nextSlot(): string | null {
    const { type } = this.facts();
    const { pictures, developing } = this.form.get();
    const taken = new Set([...pictures.map(({ slot }) => slot), ...developing]);
    return type.slots_required.find((slot) => !taken.has(slot)) ?? null;
  }

  /** A picture was taken and comes in a moment; the flow does not wait for it, the decision does. */
  expectPicture(slot: string, coming: Promise<Picture | null>): Promise<boolean> {
    if (this.locked) return Promise.resolve(false);
    this.endDeclaration();
    const taken = this.awaitPicture(slot, coming);
    this.goTo(nextMissing(this.steps(), slot === 'signature' ? slot : `picture:${slot}`));
    return taken;
  }

  /** The same while the clerk is elsewhere, and stays there. True once the item has it. */
  awaitPicture(slot: string, coming: Promise<Picture | null>): Promise<boolean> {
    if (this.locked) return Promise.resolve(false);
    const { born, developing } = this.form.get();
    this.newest.set(slot, coming);
    this.change({ developing: [...developing.filter((each) => each !== slot), slot] });
    const taken = coming.catch(() => null).then((picture) => this.takePicture(born, slot, picture, coming));
    this.developed = Promise.all([this.developed, taken]);
    return taken;
  }

  private takePicture(born: symbol, slot: string, picture: Picture | null, coming: Promise<Picture | null>): boolean {
    // Of an item that is no longer in hand, or something newer was taken for the slot, or it was dropped.
    if (this.form.get().born !== born || this.newest.get(slot) !== coming) return false;
    this.newest.delete(slot);
    const form = { ...this.form.get(), developing: this.form.get().developing.filter((each) => each !== slot) };
    this.form.set(form);
    if (picture === null) this.said.set({ code: 'picture_broken' });
    if (picture === null || this.locked) return false;
    this.change(slot === 'signature' ? { signature: picture } : { pictures: [...form.pictures.filter((each) => each.slot !== slot), picture] });
    return true;
  }

  /** Lets go of what was taken for a slot, and of what is on its way to it. */
  dropPicture(slot: string): void {
    if (this.locked) return;
    this.newest.delete(slot);
    const { pictures, developing, signature } = this.form.get();
    this.change({
      pictures: pictures.filter((each) => each.slot !== slot),
      developing: developing.filter((each) => each !== slot),
      signature: slot === 'signature' ? null : signature,
    });
  }

  /** Nothing is on its way any more, nor what came while this waited. */
  private async allDeveloped(): Promise<void> {
    for (let seen: unknown = null; seen !== this.developed; ) {
      seen = this.developed;
      await this.developed;
    }
  }

  // --- the decision --------------------------------------------------------------------------------------------------------

  async accept(): Promise<void> {
    if (this.sending.get().kind === 'unknown') return this.send();
    await this.alone(async () => {
      this.endDeclaration();
      await this.allDeveloped();
      const missing = missingOf(this.steps());
      const [first] = missing;
      if (first !== undefined) {
        const facts = this.facts();
        const found = missing.map((place) => [place, wrongAt(this.form.get(), place, facts) ?? { code: 'missing' }] as const);
        this.wrong.set(new Map(found));
        this.goTo(first);
      } else if (this.facts().outcome === 'prohibited') {
        this.said.set({ code: 'prohibited_blocks' });
      } else {
        await this.decide([]);
      }
    });
  }

  async refuse(reasons: readonly string[]): Promise<void> {
    if (reasons.length === 0) return;
    await this.alone(async () => {
      await this.allDeveloped();
      await this.decide(reasons);
    });
  }

  /** One decision at a time: a key pressed twice decides once. */
  private async alone(decision: () => Promise<void>): Promise<void> {
    if (this.locked || this.deciding) return;
    this.deciding = true;
    await decision().finally(() => (this.deciding = false));
  }

  private async decide(refuse: readonly string[]): Promise<void> {
    const form = this.form.get();
    const { type, method, outcome } = this.facts(form);
    const at = this.parts.now();
    const intake = intakeOf(form, { counter: this.parts.counter, at, type, method, outcome, refuse });
    this.prepared = { item: makeItemId(at.getTime()), intake, pictures: picturesOf(form, type), form, outcome };
    await this.send();
  }

  private async send(): Promise<void> {
    const { prepared } = this;
    if (!prepared) return;
    const again = this.sending.get().kind === 'unknown';
    this.sending.set({ kind: 'sending' });
    const answer = await this.parts.submit(prepared.item, prepared.intake, prepared.pictures);
    if (answer.kind === 'unknown') return this.sending.set({ kind: 'unknown' });
    if (answer.kind === 'failed') {
      if (again && isTooOld(answer.failure)) {
        this.sending.set({ kind: 'none' });
        return this.decide(prepared.intake.refuse);
      }
      this.prepared = null;
      return this.sending.set({ kind: 'failed', failure: answer.failure });
    }
    this.parts.onDecided(answer.acceptance, prepared);
    this.prepared = null;
    this.clear();
    const { acceptance } = answer;
    const otherVerdict = prepared.outcome !== null && prepared.outcome !== acceptance.verdict.outcome;
    this.decided.set({ acceptance, type: prepared.form.type, otherVerdict });
  }

  /** Lets go of everything about the item in hand and begins anew. */
  clear(): void {
    this.sending.set({ kind: 'none' });
    this.wrong.set(new Map());
    this.said.set(null);
    this.form.set(this.fresh());
    this.goTo('card');
  }

  /** A new item by hand; not while the server may have this one. */
  startAnew(): void {
    if (this.locked) return;
    this.clear();
    this.decided.set(null);
  }

  /** The form as it was before a scanner typed into a field; what cameras and pads took meanwhile stays. */
  restore(form: Form): void {
    const { pictures, developing, signature } = this.form.get();
    if (!this.locked) this.form.set({ ...form, pictures, developing, signature });
  }
}
