import { expect, test } from 'vitest';

import { makeItemId } from '../../../src/counter/item-id.ts';

test('the example of RFC 9562, appendix A.6', () => {
  const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
  expect(makeItemId(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
});

test('ids follow time, differ, and have the form the server asks for', () => {
  const ids = Array.from({ length: 200 }, (_, i) => makeItemId(1_795_600_000_000 + i));
  expect([...ids].sort()).toEqual(ids);
  expect(makeItemId(1)).not.toBe(makeItemId(1));
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('no id of a clock that is none', () => {
  for (const now of [NaN, -1, 2 ** 48, 1.5]) expect(() => makeItemId(now)).toThrow(RangeError);
});
