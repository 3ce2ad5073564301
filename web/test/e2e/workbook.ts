// A sender's list as the files that senders send, made here; everybody in it is made up.
import { crc32 } from '../../src/counter/crc32.ts';

export type Line = readonly (string | number)[];

export const headings: Line = ['STT', 'Họ tên người gửi', 'SĐT người gửi', 'MST', 'Người nhận', 'SĐT người nhận', 'Tỉnh', 'Phường xã', 'Địa chỉ', 'Nội dung', 'Khối lượng (gam)', 'Mã đơn'];

export const csvOf = (lines: readonly Line[]): Buffer => Buffer.from(`\ufeff${[headings, ...lines].map((line) => line.join(';')).join('\r\n')}\r\n`);

const cell = (value: string | number, at: string): string =>
  typeof value === 'number' ? `<c r="${at}"><v>${value}</v></c>` : `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`;

/** The least that is a workbook: one sheet, its parts stored as they are. */
export function xlsxOf(lines: readonly Line[]): Buffer {
  const rows = [headings, ...lines].map((line, row) => `<row r="${row + 1}">${line.map((value, column) => cell(value, `${String.fromCharCode(65 + column)}${row + 1}`)).join('')}</row>`);
  return zipOf({
    'xl/workbook.xml': '<workbook xmlns:r="y"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows.join('')}</sheetData></worksheet>`,
  });
}

const u16 = (value: number): number[] => [value & 255, value >> 8];
const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];

function zipOf(parts: Readonly<Record<string, string>>): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const bytes = Buffer.from(text);
    const common = Buffer.from([...u16(20), ...u16(0), ...u16(0), ...u32(0), ...u32(crc32(bytes)), ...u32(bytes.length), ...u32(bytes.length), ...u16(name.length), ...u16(0)]);
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), bytes]);
    files.push(file);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from(u16(20)), common, Buffer.from([...u16(0), ...u16(0), ...u16(0), ...u32(0), ...u32(at)]), Buffer.from(name)]));
    at += file.length;
  }
  const listed = Buffer.concat(directory);
  const count = u16(directory.length);
  return Buffer.concat([...files, listed, Buffer.from('PK\x05\x06'), Buffer.from([...u16(0), ...u16(0), ...count, ...count, ...u32(listed.length), ...u32(at), ...u16(0)])]);
}
