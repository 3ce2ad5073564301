// Numbers as people type them: how many, worth how much, how heavy. Bounds are the server's (src/acceptance/declaration.cpp).

const quantityMax = 100_000;
const valueMax = 1_000_000_000_000;
const weightMax = 1_000_000;

function whole(typed: string): number | undefined {
  const digits = typed.replace(/[ .,\u00a0]/g, '');
  return /^[0-9]{1,15}$/.test(digits) ? Number(digits) : undefined;
}

export function quantityOf(typed: string): number | undefined {
  const count = whole(typed);
  return count !== undefined && count >= 1 && count <= quantityMax ? count : undefined;
}

/** Thousands of đồng: 600 is 600.000 đ; "2tr" two millions. Nothing typed is no value, which is allowed. */
export function valueOf(typed: string): number | null | undefined {
  const text = typed.trim().toLowerCase();
  if (text === '') return null;
  const millions = /^([0-9]{1,6})(?:[.,]([0-9]{1,3}))?\s*tr$/.exec(text);
  const value = millions
    ? Number(millions[1]) * 1_000_000 + Number((millions[2] ?? '').padEnd(3, '0')) * 1000
    : (whole(text) ?? Number.NaN) * 1000;
  return value >= 0 && value <= valueMax ? value : undefined;
}

/** Đồng, as a sender writes it: 600.000; "600k" and "2tr" are understood. What is below 1.000 was meant otherwise. */
export function dongOf(typed: string): number | null | undefined {
  const text = typed.trim().toLowerCase();
  if (text === '') return null;
  const value = /(k|tr)$/.test(text) ? valueOf(text.replace(/\s*k$/, '')) : whole(text.replace(/\s*đ$/, ''));
  return typeof value === 'number' && value >= 1000 && value <= valueMax ? value : undefined;
}

/** Grams; "1,24kg" and "1.24 kg" are understood. */
export function gramsTyped(typed: string): number | undefined {
  const text = typed.trim().toLowerCase();
  const kilos = /^([0-9]{1,4})(?:[.,]([0-9]{1,3}))?\s*kg$/.exec(text);
  const grams = kilos ? Number(kilos[1]) * 1000 + Number((kilos[2] ?? '').padEnd(3, '0')) : whole(text.replace(/\s*g$/, ''));
  return grams !== undefined && grams >= 1 && grams <= weightMax ? grams : undefined;
}
