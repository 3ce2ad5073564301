import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';

import { DayCalendar } from '../../../src/pages/retention/day-calendar.tsx';
import type { Shown } from '../../../src/pages/retention/calendar.ts';

afterEach(cleanup);

const shown: Shown = { states: new Map([['2025-12-30', 'gone'], ['2026-01-02', 'owed']]), first: '2025-12-30', last: '2026-01-02' };
const focused = (): string | null => document.activeElement?.getAttribute('data-day') ?? null;

test('Tab stops at one day, today first; the arrows go on from there, over the year', async () => {
  render(<DayCalendar shown={shown} onOpen={() => undefined} />);
  const user = userEvent.setup();
  for (let presses = 0; presses < 3; presses += 1) await user.tab(); // past the years
  expect(focused()).toBe('2026-01-02');
  await user.keyboard('{ArrowUp}');
  expect(focused()).toBe('2025-12-30');
  await user.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}');
  expect(focused()).toBe('2026-01-02');
});

test('a day with something to tell opens, another does not', async () => {
  const onOpen = vi.fn<(day: string) => void>();
  render(<DayCalendar shown={shown} onOpen={onOpen} />);
  const user = userEvent.setup();
  await user.click(screen.getByLabelText(/^01\/01\/2026, /));
  expect(onOpen).not.toHaveBeenCalled();
  await user.click(screen.getByLabelText(/^02\/01\/2026, /));
  expect(onOpen).toHaveBeenCalledWith('2026-01-02');
});
