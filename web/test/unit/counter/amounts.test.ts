import { expect, test } from 'vitest';

import { dongOf, gramsTyped, quantityOf, valueOf } from '../../../src/counter/amounts.ts';
import { personName } from '../../../src/counter/person-name.ts';

test.each([
  ['600', 600_000],
  ['1.250', 1_250_000],
  ['2tr', 2_000_000],
  ['1,5 tr', 1_500_000],
  ['0', 0],
  ['', null],
  [' ', null],
  ['1000000000', 1_000_000_000_000],
  ['1000000001', undefined],
  ['-5', undefined],
  ['6e3', undefined],
  ['abc', undefined],
  ['9'.repeat(5000), undefined],
])('%j thousand is %s đồng', (typed, value) => {
  expect(valueOf(typed)).toBe(value);
});

test.each([
  ['600000', 600_000],
  ['600.000', 600_000],
  ['600,000 đ', 600_000],
  ['600k', 600_000],
  ['600 K', 600_000],
  ['2,5tr', 2_500_000],
  ['1000', 1000],
  ['250', undefined], // meant as thousands
  ['0', undefined],
  ['', null],
  ['1000000000001', undefined],
  ['-5', undefined],
  ['k', undefined],
  ['9'.repeat(5000), undefined],
])('%j đồng is %s', (typed, value) => {
  expect(dongOf(typed)).toBe(value);
});

test.each([
  ['1', 1],
  ['100000', 100_000],
  ['0', undefined],
  ['100001', undefined],
  ['', undefined],
  ['1x', undefined],
  ['１', undefined],
])('%j pieces is %s', (typed, count) => {
  expect(quantityOf(typed)).toBe(count);
});

test.each([
  ['1240', 1240],
  ['1 240', 1240],
  ['1.240', 1240],
  ['1,24kg', 1240],
  ['1.24 kg', 1240],
  ['500 g', 500],
  ['1000000', 1_000_000],
  ['1000001', undefined],
  ['0', undefined],
  ['', undefined],
  ['1001kg', undefined],
  ['kg', undefined],
])('%j is %s grams', (typed, grams) => {
  expect(gramsTyped(typed)).toBe(grams);
});

test.each([
  ['Trần Văn  Đức ', 'Trần Văn Đức'],
  ['Lò Văn Mẫu'.normalize('NFD'), 'Lò Văn Mẫu'.normalize('NFC')],
  ["O'Neil Jr.", "O'Neil Jr."],
  ['An', 'An'],
  ['', undefined],
  ['. -', undefined],
  ['An 2', undefined],
  ['An\u0000', undefined],
  ['An|Bình', undefined],
  ['a'.repeat(121), undefined],
  ['ă'.repeat(1_000_000), undefined],
])('%j as a name is %s', (typed, name) => {
  expect(personName(typed)).toBe(name);
});
