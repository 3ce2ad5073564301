import { describe, expect, test } from 'vitest';

import { cardDigits, gapMsMax, makeBurst } from '../../../src/device/burst.ts';

/** Types `text` and Enter with `gap` between keys. */
function typed(text: string, gap: number, burst = makeBurst(), from = 0) {
  let at = from;
  for (const key of text) burst({ key, at: (at += gap) });
  return burst({ key: 'Enter', at: at + gap });
}

test("a scanner's pace is a scan, a hand's is not", () => {
  expect(typed('893456789012', 4).scanned).toBe('893456789012');
  expect(typed('893456789012', gapMsMax).scanned).toBe('893456789012');
  expect(typed('893456789012', gapMsMax + 1).scanned).toBeNull();
  expect(typed('0912345678', 120).scanned).toBeNull();
});

test('a scan begins where the hand stopped', () => {
  const burst = makeBurst();
  for (const [i, key] of Array.from('qu').entries()) burst({ key, at: i * 200 });
  expect(typed('BA0000000418', 5, burst, 2000).scanned).toBe('BA0000000418');
});

test('a fast hand rolls over a few keys and hits Enter: too short for a scan', () => {
  expect(typed('120', 20).scanned).toBeNull();
  expect(typed('1234567', 20).scanned).toBeNull();
});

test('capitals come with Shift, whose key is no letter', () => {
  const burst = makeBurst();
  let at = 0;
  for (const key of 'BA0000000418') {
    if (/[A-Z]/.test(key)) burst({ key: 'Shift', at: (at += 2) });
    burst({ key, at: (at += 2) });
  }
  expect(burst({ key: 'Enter', at: at + 2 }).scanned).toBe('BA0000000418');
});

test('one scan is told once', () => {
  const burst = makeBurst();
  expect(typed('BA0000000418', 3, burst).scanned).toBe('BA0000000418');
  expect(burst({ key: 'Enter', at: 60 }).scanned).toBeNull();
});

describe('a hostile keyboard', () => {
  test('an endless scan is dropped, not kept', () => {
    const burst = makeBurst();
    for (let i = 0; i < 100_000; i += 1) expect(burst({ key: '1', at: i }).letters).toBeLessThanOrEqual(4096);
  });
  test('keys with names break it, and so does a clock that goes back', () => {
    const burst = makeBurst();
    for (const [i, key] of Array.from('12345678').entries()) burst({ key, at: i });
    burst({ key: 'Backspace', at: 9 });
    expect(burst({ key: 'Enter', at: 10 }).scanned).toBeNull();
    for (const [i, key] of Array.from('12345678').entries()) burst({ key, at: 100 - i });
    expect(burst({ key: 'Enter', at: 93 }).scanned).toBeNull();
  });
});

describe('a card through a keyboard', () => {
  test('its digits are taken, its letters are not', () => {
    const mangled = '011090012345||L VN PANH|15071990|Nam|T 7, P. in Bin Ph|01072021';
    expect(cardDigits(mangled)).toEqual({ number: '011090012345', born: '15071990', issued: '01072021' });
  });
  test('a mangled date is left out', () => {
    expect(cardDigits('011090012345||L|1507199|Nam|T|')).toEqual({ number: '011090012345', born: '', issued: '' });
  });
  test.each(['', '011090012345', '01109001234|||||||', '0110900123456||||||', 'a|b|c|d|e|f|g'])('%s is no card', (text) => {
    expect(cardDigits(text)).toBeUndefined();
  });
});
