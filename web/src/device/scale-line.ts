// What a scale says over its serial line: text lines such as 'ST,GS,+  1.240kg', '  1240 g', 'S S  1.24 kg'. Only a reading
// that is stable, or does not say that it is not, and has a unit, counts. Pure.

const lineMax = 64;
export const gramsMax = 1_000_000;

/** Grams, whole; undefined where the line is no weight that can be believed. */
export function gramsOf(line: string): number | undefined {
  if (line.length > lineMax) return undefined;
  const unstable = /\b(US|OL|S D|SD)\b/.test(line) || line.includes('?');
  const found = /([+-]?)\s*([0-9]{1,7})(?:[.,]([0-9]{1,4}))?\s*(kg|g)\b/i.exec(line);
  if (unstable || !found || found[1] === '-') return undefined;
  const number = Number(`${found[2] ?? ''}.${found[3] ?? '0'}`);
  const grams = Math.round(found[4]?.toLowerCase() === 'kg' ? number * 1000 : number);
  return grams > 0 && grams <= gramsMax ? grams : undefined;
}
