import { expect, test } from 'vitest';

import { code128Bars, code128Path, code128Values } from '../../../src/counter/code128.ts';

/** Reads the symbols again, as a scanner does. */
function decoded(values: number[]): string {
  let text = '';
  let set = values[0] === 105 ? 'C' : 'B';
  for (const value of values.slice(1, -2)) {
    if (value === 99 && set === 'B') set = 'C';
    else if (value === 100 && set === 'C') set = 'B';
    else text += set === 'C' ? String(value).padStart(2, '0') : String.fromCharCode(value + 32);
  }
  return text;
}

test('the known symbols of known texts', () => {
  // The worked example of many tables is PJJ123C from start A with the check 54; start B is one more.
  expect(code128Values('PJJ123C')).toEqual([104, 48, 42, 42, 17, 18, 19, 35, 55, 106]);
  expect(code128Values('BA0000000418')).toEqual([104, 34, 33, 99, 0, 0, 0, 4, 18, 0, 106].with(9, (104 + 34 + 66 + 297 + 0 + 0 + 0 + 28 + 144) % 103));
  expect(code128Values('1234')).toEqual([105, 12, 34, (105 + 12 + 68) % 103, 106]);
});

test.each(['BA0000000418', 'RR123456785VN', '12345', '1', '12', 'A1234567B', 'ABC-123-4567-X', '99999999999999999999', 'a b~!', '1234A5678B123'])(
  '%s is read back',
  (text) => {
    const values = code128Values(text) ?? [];
    expect(decoded(values)).toBe(text);
    expect(Math.max(...values.slice(0, -1))).toBeLessThanOrEqual(105);
  },
);

test('bars fill their modules and touch nowhere', () => {
  const { bars, modules } = code128Bars('RR123456785VN') ?? { bars: [], modules: 0 };
  expect(modules % 11).toBe(2); // 11 a symbol, 13 the stop
  bars.slice(1).forEach(([x], i) => {
    const before = bars[i];
    expect(x).toBeGreaterThan((before?.[0] ?? 0) + (before?.[1] ?? 0));
  });
  const [last] = bars.slice(-1);
  expect((last?.[0] ?? 0) + (last?.[1] ?? 0)).toBe(modules);
  expect(code128Path('RR123456785VN')?.path).toMatch(/^(M\d+ 0h\d+v1h-\d+z)+$/);
});

test.each(['', 'Đ', 'a\n', 'a'.repeat(41), '\u0000'])('%j makes no code', (text) => {
  expect(code128Values(text)).toBeUndefined();
  expect(code128Path(text)).toBeUndefined();
});
