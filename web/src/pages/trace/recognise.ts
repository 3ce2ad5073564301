// What somebody typed to find an item by: which member of a search it most likely is. A guess that is shown, and that a choice overrides.
export const searchFields = ['phone', 'phone_last4', 'identity_number', 'name', 'item_code', 'order_code', 'receipt', 'text'] as const;
export type SearchField = (typeof searchFields)[number];

const receipt_symbols = 27; // 26 of the code, one to check

export function recognised(typed: string): SearchField | null {
  const text = typed.trim();
  if (text === '') return null;
  const close = text.replaceAll(/[\s.\-()]/g, '');
  if (/^\d{4}$/.test(close)) return 'phone_last4';
  if (/^(?:0|\+84|84)\d{9}$/.test(close)) return 'phone';
  if (/^(?:\d{9}|\d{12})$/.test(close)) return 'identity_number';
  if (/^[A-Z]{2}\d{9,10}(?:[A-Z]{2})?$/i.test(close)) return 'item_code';
  if (close.length === receipt_symbols && /^[0-9A-Z]{26}[0-9A-Z*~$=]$/i.test(close) && /\d/.test(close)) return 'receipt';
  if (/^(?:\d{10}|\d{13}|[A-Z]\d{7,8})$/i.test(close)) return 'identity_number'; // a tax code, a passport
  if (/\d/.test(text) && !/\s/.test(text)) return 'order_code';
  return /\p{L}/u.test(text) ? 'name' : null;
}

const id = /^[0-9a-f]{8}-?[0-9a-f]{4}-?7[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i;

/** An item's own id, which is opaque: with it nothing has to be searched. */
export const itemIdOf = (typed: string): string | null =>
  id.test(typed.trim()) ? typed.trim().toLowerCase().replaceAll('-', '').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : null;
