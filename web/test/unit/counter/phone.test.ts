import { expect, test } from 'vitest';

import { parsePhone } from '../../../src/counter/phone.ts';

// The vectors of docs/formats/identifiers.md, section 3: the server's tests have the same.
test.each([
  ['0912345678', '0912345678', false],
  ['+84 912 345 678', '0912345678', false],
  ['84912345678', '0912345678', false],
  ['0084 86 123 4567', '0861234567', true],
  ['098.765.4321', '0987654321', true],
  ['0551234567', '0551234567', true],
  ['028 3829 1234', '02838291234', false],
  ['02438251234', '02438251234', false],
  ['0203 3821234', '02033821234', false],
  ['(0912) 345-678', '0912345678', false],
  ['0333333333', '0333333333', true],
])('%s is %s', (typed, digits, madeUp) => {
  expect(parsePhone(typed)).toEqual({ ok: true, digits, madeUp });
});

test.each([
  ['091234567', 'phone_length'],
  ['09123456789', 'phone_length'],
  ['12345', 'phone_length'],
  ['0311234567', 'phone_prefix'],
  ['0712345678', 'phone_prefix'],
  ['0951234567', 'phone_prefix'],
  ['0000000000', 'phone_prefix'],
  ['0123456789', 'phone_prefix'],
  ['01681234567', 'phone_obsolete'],
  ['1900545481', 'phone_hotline'],
  ['', 'phone_length'],
  ['++84912345678', 'phone_length'],
  ['0912345678x', 'phone_length'],
  ['٠٩١٢٣٤٥٦٧٨', 'phone_length'],
  ['0912345678\u0000', 'phone_length'],
  ['9'.repeat(100_000), 'phone_length'],
  [' '.repeat(41) + '0912345678', 'phone_length'],
])('%s is refused: %s', (typed, reason) => {
  expect(parsePhone(typed)).toMatchObject({ ok: false, reason });
});
