// A budget is asserted where it is measured, and told at the end of ./dev e2e with its figure: one line each in the file that
// BUUAN_BUDGETS names.
import { appendFileSync } from 'node:fs';
import { expect } from 'vitest';

export function say(line: string): void {
  const file = process.env['BUUAN_BUDGETS'];
  if (file !== undefined) appendFileSync(file, `${line}\n`);
}

/** `timed`: of a clock, which says as much of what else this machine does; held to by ./dev e2e, on a machine that does nothing else. */
export function budget(what: string, measured: number, max: number, unit: string, timed = false): void {
  const line = `${measured <= max ? 'ok  ' : 'OVER'} ${what.padEnd(64)} ${measured.toFixed(1).padStart(8)} of ${max} ${unit}`;
  say(line);
  if (timed && process.env['BUUAN_TIMED'] === undefined) return;
  expect(measured, line).toBeLessThanOrEqual(max);
}
