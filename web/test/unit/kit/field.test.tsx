import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';

import { Field } from '../../../src/kit/field.tsx';

afterEach(cleanup);

test('label, error and hint belong to the input, the error first', () => {
  render(<Field label="Phone" hint="ten digits" error="nine digits so far" />);
  const input = screen.getByLabelText('Phone');
  const described = (input.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent);
  expect(described).toEqual(['nine digits so far', 'ten digits']);
  expect(input.getAttribute('aria-invalid')).toBe('true');
});

test('without an error nothing says that there is one', () => {
  render(<Field label="Phone" error="" />);
  const input = screen.getByLabelText('Phone');
  expect(input.hasAttribute('aria-invalid')).toBe(false);
  expect(input.hasAttribute('aria-describedby')).toBe(false);
});
