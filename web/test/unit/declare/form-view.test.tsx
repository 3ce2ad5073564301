// The form as a document: errors beside their fields, no code for what may not be sent, and nothing kept or sent meanwhile.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import userEvent from '@testing-library/user-event';
import { screen as page, within } from '@testing-library/dom';

import { readDeclaration } from '../../../src/counter/declaration-code.ts';
import { FormView } from '../../../src/declare/form-view.ts';
import type { Made } from '../../../src/declare/made.ts';
import { textsOf } from '../../../src/declare/texts.ts';
import { screen } from './sample.ts';

const t = await textsOf('vi');
const user = userEvent.setup();
let made: Extract<Made, { kind: 'code' }>[] = [];

beforeEach(() => {
  localStorage.clear(); // the tests of one thread share them
  sessionStorage.clear();
  made = [];
  const form = new FormView(t, (each) => made.push(each), () => undefined);
  form.useEngine('there', screen);
  document.body.replaceChildren(form.element);
});
afterEach(() => document.body.replaceChildren());

const field = (name: string): HTMLElement => page.getByRole('textbox', { name });
const make = (): Promise<void> => user.click(page.getByRole('button', { name: t.make }));

async function fill(thing: string): Promise<void> {
  await user.type(field(t.text), thing);
  await user.type(field(t.value), '600000');
  await user.type(field(t.name), 'Trần Văn Đức');
  await user.type(field(t.phone), '0987111222');
  await user.selectOptions(page.getByRole('combobox', { name: t.province }), 'Hà Nội');
  await user.type(field(t.commune), 'Phường Cầu Giấy');
  await user.type(field(t.senderPhone), '0912345678');
}

test('what was filled in is what the code says; nothing is stored, asked for, or written into the address', async () => {
  const asked = vi.spyOn(globalThis, 'fetch');
  const address = location.href;
  await fill('quần áo');
  await make();
  expect(readDeclaration(made[0]?.digits ?? '')).toEqual({
    senderPhone: '0912345678',
    recipient: { name: 'Trần Văn Đức', phone: '0987111222', province: '01', commune: 'Phường Cầu Giấy', street: '' },
    type: 'parcel',
    things: [{ text: 'quần áo', quantity: 1, valueVnd: 600_000 }],
  });
  expect(asked).not.toHaveBeenCalled();
  expect([localStorage.length, sessionStorage.length, document.cookie, location.href]).toEqual([0, 0, '', address]);
  asked.mockRestore();
});

test('no field is remembered by the browser, and none is filled in by it', () => {
  const remembered = [...document.querySelectorAll('input, select')].filter((each) => each.getAttribute('autocomplete') !== 'off');
  expect(remembered.map(({ id }) => id)).toEqual([]);
});

test('each mistake stands beside its field and in the summary, and goes when it is mended', async () => {
  await make();
  const summary = page.getByRole('alert');
  expect(within(summary).getAllByRole('link')).toHaveLength(6);
  expect(made).toEqual([]);
  const name = field(t.name);
  expect(name.getAttribute('aria-invalid')).toBe('true');
  expect(document.getElementById(name.getAttribute('aria-describedby') ?? '')?.textContent).toBe(t.wrong.name_empty);
  await user.type(name, 'Lan');
  expect(name.hasAttribute('aria-invalid')).toBe(false);
  await user.click(within(summary).getAllByRole('link')[2] as HTMLElement);
  expect(document.activeElement?.id).toBe('phone');
});

test('a thing that may not be sent makes no code, and says on which ground', async () => {
  await fill('pháo nổ');
  await make();
  expect(made).toEqual([]);
  const alert = page.getByRole('alert');
  expect(alert.textContent).toContain(t.verdicts.prohibited);
  expect(alert.textContent).toContain('Luật 1');
});

test('a letter asks for no contents', async () => {
  await user.click(page.getByRole('radio', { name: t.types.letter }));
  await make();
  expect(within(page.getByRole('alert')).queryByText(new RegExp(t.wrong.thing_empty))).toBeNull();
});

test('things are added, numbered and left out', async () => {
  await user.click(page.getByRole('button', { name: `+ ${t.add}` }));
  expect(document.activeElement?.id).toBe('thing-2-text');
  const [first] = page.getAllByRole('button', { name: t.remove });
  await user.click(first as HTMLElement);
  expect(page.getAllByRole('group', { name: t.thing(1) })).toHaveLength(1);
  expect(document.activeElement?.id).toBe('thing-2-text');
});
