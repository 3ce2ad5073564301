import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { provinceOfCitizenPrefix, provinces } from '../../../src/counter/provinces.ts';

test("the provinces are the server's", () => {
  const source = readFileSync(new URL('../../../../src/base/provinces.cpp', import.meta.url), 'utf8');
  const rows = [...source.matchAll(/\{"(\d\d)", "([^"]+)", "([^"]+)", (?:true|false), "([^"]+)"\}/g)];
  expect(provinces).toEqual(rows.map(([, code, vi, en, prefixes]) => ({ code, vi, en, citizenPrefixes: prefixes?.split(';') })));
  expect(provinces).toHaveLength(34);
});

test('each of the 63 old codes belongs to one province', () => {
  const prefixes = provinces.flatMap((province) => province.citizenPrefixes);
  expect(new Set(prefixes).size).toBe(63);
  expect(prefixes).toHaveLength(63);
  expect(provinceOfCitizenPrefix('017')?.vi).toBe('Phú Thọ');
  expect(provinceOfCitizenPrefix('003')).toBeUndefined();
});
