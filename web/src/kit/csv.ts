// A table as a file for a spreadsheet: UTF-8 with its mark, so that letters come whole; and no cell begins with what a spreadsheet takes for
// a formula, since people's words must not run there.
const formula = /^[=+\-@\t\r]/;
const mark = '\ufeff';

export function cell(value: string): string {
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvOf = (rows: readonly (readonly string[])[]): string => mark + rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
