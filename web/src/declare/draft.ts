// A declaration while it is being typed: plain data, what is wrong with it, and what it declares once nothing is. The checks are the
// counter's own, so that the clerk does not meet what the sender was not told.
import { dongOf, quantityOf } from '../counter/amounts.ts';
import type { Declaration } from '../counter/declaration-code.ts';
import { personName } from '../counter/person-name.ts';
import { parsePhone } from '../counter/phone.ts';
import { provinceOf } from '../counter/provinces.ts';
import { nameWrong, phoneWrong, type Wrong } from '../counter/wrong.ts';

export type ItemType = Declaration['type'];
export const itemTypes: readonly ItemType[] = ['parcel', 'small_packet', 'document', 'letter'];

export interface Thing {
  readonly key: number;
  readonly text: string;
  readonly quantity: string;
  readonly value: string; // đồng
}

export interface Draft {
  readonly type: ItemType;
  readonly senderPhone: string;
  readonly name: string;
  readonly phone: string;
  readonly province: string;
  readonly commune: string;
  readonly street: string;
  readonly things: readonly Thing[];
}

export type Plain = Exclude<keyof Draft, 'type' | 'things'>;
export type Member = Exclude<keyof Thing, 'key'>;
export type Place = Plain | `thing-${number}-${Member}`;
export const placeOf = (key: number, member: Member): Place => `thing-${key}-${member}`;

/** More would not fit into a code that is read at once. */
export const thingsMax = 20;

export const emptyThing = (key: number): Thing => ({ key, text: '', quantity: '1', value: '' });

export const emptyDraft = (): Draft => ({
  type: 'parcel',
  senderPhone: '',
  name: '',
  phone: '',
  province: '',
  commune: '',
  street: '',
  things: [emptyThing(1)],
});

/** Letters and documents are closed to everybody: their contents are not declared (Luật Bưu chính 49/2010/QH12, Điều 4). */
export const isClosed = (type: ItemType): boolean => type === 'letter' || type === 'document';

/** One line of what can stand in a code, at most: control characters and halves of letters cannot. */
export const tidy = (typed: string): string =>
  typed.normalize('NFC').replace(/[\p{Cc}\s]+/gu, ' ').replace(/\p{Surrogate}/gu, '').trim();

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Those that say something; a line left empty is not declared. */
export const declaredThings = (draft: Draft): readonly Thing[] => (isClosed(draft.type) ? [] : draft.things.filter(({ text }) => tidy(text) !== ''));

export const isUntouched = (draft: Draft): boolean =>
  [draft.senderPhone, draft.name, draft.phone, draft.province, draft.commune, draft.street, ...draft.things.flatMap(({ text, value }) => [text, value])].every(
    (typed) => typed.trim() === '',
  );

function textWrong(typed: string, bytesMax: number, empty?: string): Wrong | undefined {
  const text = tidy(typed);
  if (text === '' && empty !== undefined) return { code: empty };
  return bytesOf(text) > bytesMax ? { code: 'too_long' } : undefined;
}

function thingWrongs({ key, text, quantity, value }: Thing): (readonly [Place, Wrong | undefined])[] {
  return [
    [placeOf(key, 'text'), textWrong(text, 500, 'thing_empty')],
    [placeOf(key, 'quantity'), quantityOf(quantity) === undefined ? { code: 'quantity_form' } : undefined],
    [placeOf(key, 'value'), dongOf(value) === undefined ? { code: 'value_form' } : undefined],
  ];
}

function thingsWrongs(draft: Draft): (readonly [Place, Wrong | undefined])[] {
  const [first] = draft.things;
  if (isClosed(draft.type) || !first) return [];
  if (declaredThings(draft).length === 0) return [[placeOf(first.key, 'text'), { code: 'thing_empty' }]];
  // A line that says nothing at all is left out; one that has only a value has lost its name.
  return draft.things.filter(({ text, value }) => tidy(text) !== '' || value.trim() !== '').flatMap(thingWrongs);
}

/** What is wrong, in the order of the page. */
export function wrongsOf(draft: Draft): ReadonlyMap<Place, Wrong> {
  const all: readonly (readonly [Place, Wrong | undefined])[] = [
    ...thingsWrongs(draft),
    ['name', nameWrong(draft.name)],
    ['phone', phoneWrong(draft.phone)],
    ['province', provinceOf(draft.province) ? undefined : { code: 'province_unknown' }],
    ['commune', textWrong(draft.commune, 300, 'commune_empty')],
    ['street', textWrong(draft.street, 300)],
    ['senderPhone', phoneWrong(draft.senderPhone)],
  ];
  return new Map(all.flatMap(([place, wrong]) => (wrong ? [[place, wrong] as const] : [])));
}

const digitsOf = (typed: string): string => {
  const phone = parsePhone(typed);
  return phone.ok ? phone.digits : '';
};

/** What it declares; call it where nothing is wrong. */
export function declarationOf(draft: Draft): Declaration {
  return {
    senderPhone: digitsOf(draft.senderPhone),
    recipient: {
      name: personName(draft.name) ?? '',
      phone: digitsOf(draft.phone),
      province: draft.province,
      commune: tidy(draft.commune),
      street: tidy(draft.street),
    },
    type: draft.type,
    things: declaredThings(draft).map(({ text, quantity, value }) => ({
      text: tidy(text),
      quantity: quantityOf(quantity) ?? 1,
      valueVnd: dongOf(value) ?? null,
    })),
  };
}
