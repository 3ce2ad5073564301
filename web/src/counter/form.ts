// The item in hand: everything that one acceptance gathers, as typed, until it is sent; then all of it is dropped. Plain data; what is
// right and what is missing is decided by flow.ts.
import type { CitizenCard } from './citizen-card.ts';
import type { Intake, ItemType } from './rules.ts';

export interface Picture {
  readonly slot: string;
  readonly bytes: Blob;
  readonly sha256: string;
  readonly strokes?: string; // of a signature (device/strokes.ts)
}

/** One row of the declaration, as typed. */
export interface ThingRow {
  readonly key: number;
  readonly text: string;
  readonly quantity: string;
  readonly value: string; // thousands of đồng
}

/** The sender's phone on an earlier item: masked, named to the server by that item. */
export interface PhoneBefore {
  readonly fromItem: string;
  readonly phone: string;
}

/** A recipient of an earlier item of this sender, likewise. */
export interface Returning {
  readonly fromItem: string;
  readonly name: string;
  readonly phone: string;
  readonly province: string;
  readonly commune: string;
  readonly times: number;
}

export type CardWay = 'serial' | 'keyboard' | 'camera' | 'typed';

/** Fields that may stay empty, once the clerk has gone through them. */
export type Optional = 'street' | 'recipientChoice';

export interface Form {
  /** Tells one item in hand from the next. */
  readonly born: symbol;
  readonly type: ItemType;
  /** What goes as it is: codes that the sender gave it in a list, and the service where it is not the ordinary one. */
  readonly given: Pick<Intake['item'], 'code' | 'order_code' | 'service'>;
  readonly method: string;
  readonly card: CitizenCard | null;
  readonly way: CardWay | null;
  readonly number: string;
  readonly name: string;
  readonly passport: string;
  readonly taxCode: string;
  readonly senderPhone: string;
  readonly phoneOffered: PhoneBefore | null;
  readonly phoneFromItem: string | null;
  readonly faceMatches: boolean;
  readonly remark: string;
  readonly recipientPhone: string;
  readonly recipientsOffered: readonly Returning[];
  readonly recipientTaken: Returning | null;
  readonly recipientName: string;
  readonly province: string;
  readonly commune: string;
  readonly street: string;
  readonly things: readonly ThingRow[];
  readonly thingsDone: boolean;
  readonly explainedFor: string | null; // the texts that were explained; other texts are to be explained again
  readonly pictures: readonly Picture[];
  readonly developing: readonly string[]; // slots whose picture was taken and is being made small
  readonly signature: Picture | null;
  readonly unsigned: boolean; // the sender cannot or will not sign
  readonly whyUnsigned: string;
  readonly witness: string;
  readonly clerkConfirms: boolean;
  readonly weight: string;
  readonly passed: ReadonlySet<Optional>;
}

export const emptyRow = (key: number): ThingRow => ({ key, text: '', quantity: '1', value: '' });

export function emptyForm(type: ItemType, method: string): Form {
  return {
    born: Symbol('item'),
    type,
    given: {},
    method,
    card: null,
    way: null,
    number: '',
    name: '',
    passport: '',
    taxCode: '',
    senderPhone: '',
    phoneOffered: null,
    phoneFromItem: null,
    faceMatches: false,
    remark: '',
    recipientPhone: '',
    recipientsOffered: [],
    recipientTaken: null,
    recipientName: '',
    province: '',
    commune: '',
    street: '',
    things: [emptyRow(1)],
    thingsDone: false,
    explainedFor: null,
    pictures: [],
    developing: [],
    signature: null,
    unsigned: false,
    whyUnsigned: '',
    witness: '',
    clerkConfirms: false,
    weight: '',
    passed: new Set(),
  };
}

/** Rows in which something stands. */
export const declared = (form: Form): readonly ThingRow[] => form.things.filter((row) => row.text.trim() !== '');

/** The declaration as the server screens it: one thing a line. */
export const declaredText = (form: Form): string =>
  declared(form)
    .map((row) => row.text.trim() + '\n')
    .join('');

export const isUntouched = (form: Form): boolean =>
  form.card === null &&
  declared(form).length === 0 &&
  form.pictures.length === 0 &&
  [form.number, form.name, form.senderPhone, form.recipientPhone, form.recipientName, form.weight].every((text) => text === '');
