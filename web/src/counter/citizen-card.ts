// The text of the QR code on a citizen card, as the server reads it (docs/formats/identifiers.md, section 2), and two things
// more that only the counter looks at: whether its holder is under age, and whether the card must have run out. The code is
// unsigned: a card that was read is 'read', never 'verified'. The text is never kept, logged or shown.
import { parseCitizenNumber, type CitizenNumber, type NumberReason, type NumberWarning } from './citizen-number.ts';

export type CardReason = NumberReason | 'card_fields' | 'card_name' | 'card_birth_date';
export type CardWarning = NumberWarning | 'card_year' | 'card_sex' | 'card_issue_date' | 'card_expired' | 'card_under_age';

export interface CitizenCard {
  text: string;
  number: CitizenNumber;
  name: string;
  born: string; // 1990-07-15
  female: boolean;
  residence: string;
  warnings: CardWarning[];
}
export type ReadCard = { ok: true; card: CitizenCard } | { ok: false; reason: CardReason };

const textBytesMax = 2048;
const fieldsNeeded = 7;
const firstChipCard = '2021-01-01';

/** ddmmyyyy or dd/mm/yyyy, as 1990-07-15; undefined where there is no such day. */
function parseDate(text: string): string | undefined {
  const digits = text.replaceAll('/', '');
  if (!/^[0-9]{8}$/.test(digits)) return undefined;
  const [day, month, year] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const real = !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day) && date.getUTCMonth() === Number(month) - 1;
  return real ? `${year}-${month}-${day}` : undefined;
}

/** Years from `born` to `day`, in whole years of age. */
export function ageOn(born: string, day: string): number {
  const had = day.slice(5) >= born.slice(5);
  return Number(day.slice(0, 4)) - Number(born.slice(0, 4)) - (had ? 0 : 1);
}

/**
 * A card is renewed when its holder turns 14, 25, 40 and 60, and one given in the two years before such a birthday serves until
 * the next one (Law 26/2023 Art 21). Its last day is not in the code, so this is a sign, not a proof.
 */
function mustHaveRunOut(born: string, issued: string, day: string): boolean {
  const then = ageOn(born, issued);
  const next = [14, 25, 40, 60].find((age) => then < age - 2);
  return next !== undefined && ageOn(born, day) >= next;
}

export function parseCitizenCard(read: string, today: string): ReadCard {
  const failed = (reason: CardReason): ReadCard => ({ ok: false, reason });
  if (read.length > textBytesMax || new TextEncoder().encode(read).length > textBytesMax) return failed('card_fields');
  const text = read.replace(/[\r\n]+$/, '');
  // A lone surrogate, or what a decoder puts for bytes that are no UTF-8.
  if (/[\p{Surrogate}\uFFFD]/u.test(text)) return failed('card_fields');
  const fields = text
    .normalize('NFC')
    .split('|')
    .map((field) => field.replace(/^[ \t]+|[ \t]+$/g, ''));
  if (fields.length < fieldsNeeded) return failed('card_fields');
  const [numberText = '', , name = '', bornText = '', sex = '', residence = '', issuedText = ''] = fields;
  const number = parseCitizenNumber(numberText, Number(today.slice(0, 4)));
  if (!number.ok) return failed(number.reason);
  if (name === '') return failed('card_name');
  const born = parseDate(bornText);
  if (born === undefined || born > today) return failed('card_birth_date');

  const female = sex === 'Nữ';
  const issued = parseDate(issuedText);
  const warnings: CardWarning[] = [...number.number.warnings];
  if (Number(born.slice(0, 4)) !== number.number.birthYear) warnings.push('card_year');
  if ((!female && sex !== 'Nam') || female !== number.number.female) warnings.push('card_sex');
  if (issued === undefined || issued > today || issued < firstChipCard || issued < born) warnings.push('card_issue_date');
  else if (mustHaveRunOut(born, issued, today)) warnings.push('card_expired');
  if (ageOn(born, today) < 14) warnings.push('card_under_age');
  return { ok: true, card: { text, number: number.number, name, born, female, residence, warnings } };
}

/** Whether a text has the look of a card at all, so that a scan goes to the right reader. */
export function looksLikeCard(text: string): boolean {
  return /^\s*[0-9]{9,12}\|/.test(text.slice(0, 64)) && text.split('|', fieldsNeeded).length === fieldsNeeded;
}
