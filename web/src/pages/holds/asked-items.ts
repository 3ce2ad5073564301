// Which items a hold is asked for, as it was typed: ids as they are, codes that find-items.ts looks for.
export const codesMax = 50;
export const itemsMax = 10_000;

export interface AskedItems {
  readonly ids: readonly string[];
  readonly codes: readonly string[];
}

const id = /^[0-9a-f]{8}-?[0-9a-f]{4}-?7[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$/i;

/** One a line, or parted by commas; a line that stands there twice is one. */
export function askedItems(text: string): AskedItems {
  const lines = [...new Set(text.split(/[\n,;]/).map((line) => line.trim()).filter((line) => line !== ''))];
  const ids = lines.filter((line) => id.test(line)).map(withDashes);
  const codes = lines.filter((line) => !id.test(line)).map((line) => line.toUpperCase());
  return { ids: [...new Set(ids)], codes: [...new Set(codes)] };
}

const withDashes = (line: string): string => line.toLowerCase().replaceAll('-', '').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
