// The citizen number (số định danh, 12 digits), as the server reads it: docs/formats/identifiers.md, section 1. There is no check
// digit; what it says of birth and sex is compared with the card.
import { provinceOfCitizenPrefix } from './provinces.ts';

export type NumberReason = 'citizen_number_digits' | 'citizen_number_length' | 'citizen_number_future';
export type NumberWarning = 'citizen_prefix_unknown' | 'citizen_age' | 'citizen_digits_equal';

export interface CitizenNumber {
  digits: string;
  birthYear: number;
  female: boolean;
  warnings: NumberWarning[];
}
export type ReadNumber = { ok: true; number: CitizenNumber } | { ok: false; reason: NumberReason };

export function parseCitizenNumber(typed: string, thisYear: number): ReadNumber {
  if (new TextEncoder().encode(typed.slice(0, 41)).length > 40) return { ok: false, reason: 'citizen_number_length' };
  const digits = typed.replace(/[ .-]/g, '');
  if (!/^[0-9]*$/.test(digits)) return { ok: false, reason: 'citizen_number_digits' };
  if (digits.length !== 12) return { ok: false, reason: 'citizen_number_length' };
  const fourth = Number(digits[3]);
  const birthYear = 1900 + 100 * Math.floor(fourth / 2) + Number(digits.slice(4, 6));
  if (birthYear > thisYear) return { ok: false, reason: 'citizen_number_future' };
  const warnings: NumberWarning[] = [];
  if (!provinceOfCitizenPrefix(digits.slice(0, 3))) warnings.push('citizen_prefix_unknown');
  if (thisYear - birthYear > 120) warnings.push('citizen_age');
  if (/^(.)\1{5}$/.test(digits.slice(6))) warnings.push('citizen_digits_equal');
  return { ok: true, number: { digits, birthYear, female: fourth % 2 === 1, warnings } };
}
