import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';

import { Combobox, type Choice } from '../../../src/kit/combobox.tsx';
import { matching } from '../../../src/kit/fold.ts';

afterEach(cleanup);

const all: Choice<number>[] = ['Điện Biên Phủ', 'Mường Lay', 'Mường Ảng'].map((label, value) => ({ key: label, label, value }));

function Example({ onChoose, onEnter, eager = false }: { onChoose: (value: number) => void; onEnter: () => void; eager?: boolean }) {
  const [text, setText] = useState('');
  return (
    <Combobox
      label="place"
      text={text}
      onText={setText}
      choices={matching(all, text, ({ label }) => label)}
      onChoose={(choice) => {
        setText(choice.label);
        onChoose(choice.value);
      }}
      onKeyDown={(event) => event.key === 'Enter' && onEnter()}
      found={(count) => `${count} found`}
      eager={eager}
    />
  );
}

const shown = () => ({ input: screen.getByRole('combobox'), options: screen.queryAllByRole('option').map((each) => each.textContent) });

test('typing opens the list, the arrows walk it, Enter takes what is marked', async () => {
  const onChoose = vi.fn();
  const onEnter = vi.fn();
  const user = userEvent.setup();
  render(<Example onChoose={onChoose} onEnter={onEnter} />);
  await user.type(screen.getByRole('combobox'), 'muong');
  expect(shown().options).toEqual(['Mường Lay', 'Mường Ảng']);
  expect(shown().input.getAttribute('aria-expanded')).toBe('true');
  await user.keyboard('{ArrowDown}{ArrowDown}');
  const marked = shown().input.getAttribute('aria-activedescendant');
  expect(document.getElementById(marked ?? '')?.textContent).toBe('Mường Ảng');
  await user.keyboard('{Enter}');
  expect(onChoose).toHaveBeenCalledExactlyOnceWith(2);
  expect(onEnter).not.toHaveBeenCalled();
  expect(shown().options).toEqual([]);
});

test('an Enter that takes nothing carries on, with nothing marked or nothing found', async () => {
  const onEnter = vi.fn();
  const user = userEvent.setup();
  render(<Example onChoose={() => undefined} onEnter={onEnter} />);
  await user.type(screen.getByRole('combobox'), 'muong{Enter}');
  await user.type(screen.getByRole('combobox'), 'zzz{Enter}');
  expect(onEnter).toHaveBeenCalledTimes(2);
});

test('Esc closes the list and nothing else; a second Esc goes through', async () => {
  const onKey = vi.fn();
  const user = userEvent.setup();
  render(
    <div onKeyDown={onKey}>
      <Example onChoose={() => undefined} onEnter={() => undefined} />
    </div>,
  );
  await user.type(screen.getByRole('combobox'), 'm');
  onKey.mockClear();
  await user.keyboard('{Escape}');
  expect(shown().options).toEqual([]);
  expect(onKey).not.toHaveBeenCalled();
  await user.keyboard('{Escape}');
  expect(onKey).toHaveBeenCalledOnce();
});

test('an eager list marks its first choice at once', async () => {
  const onChoose = vi.fn();
  const user = userEvent.setup();
  render(<Example onChoose={onChoose} onEnter={() => undefined} eager />);
  await user.type(screen.getByRole('combobox'), 'dien{Enter}');
  expect(onChoose).toHaveBeenCalledExactlyOnceWith(0);
});
