import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Answer } from '../../../src/api/problem.ts';
import { DangerDialog } from '../../../src/kit/danger-dialog.tsx';

afterEach(cleanup);
const act = vi.fn<() => Promise<Answer<string>>>();
const onDone = vi.fn<(answered: string) => void>();
beforeEach(() => {
  act.mockReset();
  onDone.mockReset();
});

const show = () =>
  render(
    <DangerDialog
      title="End hold 12?"
      lead="lead"
      forGood="for good"
      label="number"
      isRight={(typed) => typed === '12'}
      wrong="it has to be 12"
      confirm="End it"
      words={{ hold_over: 'it is over' }}
      act={act}
      onDone={onDone}
      onClose={() => undefined}
    />,
  );

test('nothing is done by a press alone, nor by another number; the field says so and has the focus', async () => {
  show();
  const user = userEvent.setup();
  await user.click(screen.getByText('End it'));
  await user.type(screen.getByLabelText('number'), '1{Enter}');
  expect(act).not.toHaveBeenCalled();
  expect(screen.getByText('it has to be 12')).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByLabelText('number'));
});

test('the number does it, once, and what was answered is handed on', async () => {
  act.mockResolvedValue({ ok: true, data: 'ended' });
  show();
  await userEvent.setup().type(screen.getByLabelText('number'), '12{Enter}');
  expect(act).toHaveBeenCalledTimes(1);
  expect(onDone).toHaveBeenCalledWith('ended');
});

test('what the server will not do is said in the words of the act', async () => {
  act.mockResolvedValue({ ok: false, failure: { kind: 'problem', status: 409, code: 'hold_over', title: 't', request: 'r', errors: [] } });
  show();
  await userEvent.setup().type(screen.getByLabelText('number'), '12{Enter}');
  expect(screen.getByRole('alert').textContent).toContain('it is over');
  expect(onDone).not.toHaveBeenCalled();
});
