import { expect, test } from 'vitest';

import { parseCitizenNumber } from '../../../src/counter/citizen-number.ts';

// docs/formats/identifiers.md, section 1: the server's tests have the same vectors.
test.each([
  ['001090012345', 1990, false, []],
  ['079303000123', 2003, true, []],
  ['046188004567', 1988, true, []],
  ['024201000001', 2001, false, []],
  ['003090012345', 1990, false, ['citizen_prefix_unknown']],
  ['201090012345', 1990, false, ['citizen_prefix_unknown']],
  ['001000012345', 1900, false, ['citizen_age']],
  ['001090555555', 1990, false, ['citizen_digits_equal']],
  ['001.090-012 345', 1990, false, []],
])('%s was born in %i', (typed, birthYear, female, warnings) => {
  expect(parseCitizenNumber(typed, 2026)).toMatchObject({ ok: true, number: { birthYear, female, warnings } });
});

test.each([
  ['036404009876', 'citizen_number_future'],
  ['080599999999', 'citizen_number_future'],
  ['00109001234', 'citizen_number_length'],
  ['0010900123456', 'citizen_number_length'],
  ['00109001234A', 'citizen_number_digits'],
  ['', 'citizen_number_length'],
  ['００１０９００１２３４５', 'citizen_number_digits'],
  ['1'.repeat(1_000_000), 'citizen_number_length'],
])('%s is refused: %s', (typed, reason) => {
  expect(parseCitizenNumber(typed, 2026)).toEqual({ ok: false, reason });
});
