// Code 128 (ISO/IEC 15417) as the bars of an SVG: subset B, and C where four or more digits stand together, which halves them. A
// label must print with no network and no font.

// Widths of bars and spaces of the 107 symbols, from the standard's table; the last is the stop.
const widths =
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 223211 221132 ' +
  '221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 ' +
  '231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 ' +
  '314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 ' +
  '114131 311141 411131 211412 211214 211232 2331112';
const symbols = widths.split(' ');
const [toC, toB, startB, startC, stop] = [99, 100, 104, 105, 106] as const;
export const quietModules = 10;

/** The symbols of `text` with start, check and stop; undefined where it is empty, too long or not printable ASCII. */
export function code128Values(text: string): number[] | undefined {
  if (!/^[\x20-\x7e]{1,40}$/.test(text)) return undefined;
  const values: number[] = [];
  let set = '';
  const put = (wanted: 'B' | 'C', part: number[]) => {
    if (set === '') values.push(wanted === 'B' ? startB : startC);
    else if (set !== wanted) values.push(wanted === 'B' ? toB : toC);
    set = wanted;
    values.push(...part);
  };
  for (const run of text.match(/[0-9]{4,}|(?:(?![0-9]{4})[\x20-\x7e])+/g) ?? []) {
    // Of an odd number of digits the first goes before, so that the rest is pairs.
    const pairs = /^[0-9]{4}/.test(run) ? (run.slice(run.length % 2).match(/../g) ?? []) : [];
    const single = run.slice(0, run.length - 2 * pairs.length);
    if (single !== '') put('B', Array.from(single, (letter) => letter.charCodeAt(0) - 32));
    if (pairs.length > 0) put('C', pairs.map(Number));
  }
  const check = values.reduce((sum, value, i) => sum + value * Math.max(1, i), 0) % 103;
  return [...values, check, stop];
}

/** Bars as [x, width] in modules, quiet zones left out, and the width of all. */
export function code128Bars(text: string): { bars: [number, number][]; modules: number } | undefined {
  const values = code128Values(text);
  if (!values) return undefined;
  const bars: [number, number][] = [];
  let x = 0;
  for (const value of values) {
    Array.from(symbols[value] ?? '').forEach((width, i) => {
      if (i % 2 === 0) bars.push([x, Number(width)]);
      x += Number(width);
    });
  }
  return { bars, modules: x };
}

/** The path of an SVG whose viewBox is `0 0 {modules + 2 quiet} 1`. */
export function code128Path(text: string): { path: string; modules: number } | undefined {
  const drawn = code128Bars(text);
  if (!drawn) return undefined;
  const path = drawn.bars.map(([x, width]) => `M${x + quietModules} 0h${width}v1h-${width}z`).join('');
  return { path, modules: drawn.modules + 2 * quietModules };
}
