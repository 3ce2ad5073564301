import { expect, test } from 'vitest';

import { folded, named, suggestions } from '../../../src/counter/suggest.ts';

const names = named(['quần áo', 'quần áo trẻ em', 'pin sạc dự phòng', 'Phường Cầu Giấy, Hà Nội', 'áo len', 'điện thoại', 'đồ điện gia dụng']);

test.each([
  ['qu', 'quần áo'],
  ['qao', 'quần áo'],
  ['qu ao', 'quần áo'],
  ['pisa', 'pin sạc dự phòng'],
  ['pdp', 'pin sạc dự phòng'],
  ['cagi', 'Phường Cầu Giấy, Hà Nội'],
  ['dien', 'điện thoại'],
  ['đgd', 'đồ điện gia dụng'],
])('%s finds %s first', (typed, found) => {
  expect(suggestions(typed, names)[0]).toBe(found);
});

test('what stands there whole, and what nobody knows, gets no suggestion', () => {
  expect(suggestions('quần áo', names)).toEqual([]);
  expect(suggestions('xyz', names)).toEqual([]);
  expect(suggestions('', names)).toEqual([]);
  expect(suggestions('!!!', names)).toEqual([]);
});

test('diacritics and case do not matter', () => {
  expect(folded('Đồ ĐIỆN  gia-dụng')).toBe('do dien gia dung');
  expect(suggestions('ĐIỆN', names)[0]).toBe('điện thoại');
});

test('a long or hostile text costs nothing', () => {
  const alike = named(Array.from({ length: 3000 }, (_, i) => 'a aa aaa aaaa aaaaa '.repeat(2) + String(i)));
  const begin = performance.now();
  suggestions('a'.repeat(1_000_000), alike);
  suggestions('aaaaaaaaz', alike);
  expect(performance.now() - begin).toBeLessThan(500);
});
