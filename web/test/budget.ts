// A budget is asserted where it is measured, and told at the end of ./dev e2e with its figure: one line each in the file that
// BUUAN_BUDGETS names.
import { appendFileSync } from 'node:fs';
import { expect } from 'vitest';

export function say(line: string): void {
  const file = process.env['BUUAN_BUDGETS'];
  if (file !== undefined) appendFileSync(file, `${line}\n`);
}

export function budget(what: string, measured: number, max: number, unit: string): void {
  const line = `${measured <= max ? 'ok  ' : 'OVER'} ${what.padEnd(64)} ${measured.toFixed(1).padStart(8)} of ${max} ${unit}`;
  say(line);
  expect(measured, line).toBeLessThanOrEqual(max);
}
