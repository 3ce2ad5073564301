// A telephone number as it is typed, in the one form the server keeps (docs/formats/identifiers.md, section 3). The server
// decides again; here the clerk hears it while the customer still stands there.

export type PhoneReason = 'phone_length' | 'phone_prefix' | 'phone_obsolete' | 'phone_hotline';
export type Phone = { ok: true; digits: string; madeUp: boolean } | { ok: false; reason: PhoneReason; digits: number };

const typedMax = 40;
const mobile = /^0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-46-9])[0-9]{7}$/;
const landline = /^02[0-9]{9}$/;

/** Digits only, in national form; empty when something else was typed. */
function national(typed: string): string {
  const plus = typed.startsWith('+');
  const rest = plus ? typed.slice(1) : typed;
  if (rest.length > typedMax || !/^[0-9 .()-]*$/.test(rest)) return '';
  const digits = rest.replace(/[^0-9]/g, '');
  if (!plus && digits.startsWith('0084')) return '0' + digits.slice(4);
  const country = digits.startsWith('84') && (plus || digits.length === 11 || digits.length === 12);
  return country ? '0' + digits.slice(2) : digits;
}

/** All digits behind the first equal, and other numbers that people make up: worth a second look, never refused. */
function looksMadeUp(digits: string): boolean {
  return /^.(.)\1+$/.test(digits) || digits.slice(2) === '00000000' || digits === '0987654321' || digits.slice(3) === '1234567';
}

export function parsePhone(typed: string): Phone {
  const digits = typed.length > typedMax ? '' : national(typed);
  if (mobile.test(digits) || landline.test(digits)) return { ok: true, digits, madeUp: looksMadeUp(digits) };
  const failed = (reason: PhoneReason): Phone => ({ ok: false, reason, digits: digits.length });
  if (/^1[89]00/.test(digits)) return failed('phone_hotline');
  if (digits.length === 11 && digits.startsWith('01')) return failed('phone_obsolete');
  return failed(digits.length === 10 && digits.startsWith('0') ? 'phone_prefix' : 'phone_length');
}
