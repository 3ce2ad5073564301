// A zip of a few small texts, stored as they are (APPNOTE 6.3.10): no library for it.
import { crc32 } from '../../counter/crc32.ts';

export interface ZipFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const utf8_names = 0x0800;
const local_signature = 0x04034b50;
const central_signature = 0x02014b50;
const end_signature = 0x06054b50;

function header(signature: number, words: readonly (readonly [number, 2 | 4])[]): Uint8Array {
  const size = words.reduce((sum, [, width]) => sum + width, 4);
  const view = new DataView(new ArrayBuffer(size));
  view.setUint32(0, signature, true);
  let at = 4;
  for (const [value, width] of words) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  }
  return new Uint8Array(view.buffer);
}

/** Of 1980, which is the earliest that the format knows: the files say themselves when they were made. */
const dos_date = 0x0021;

export function zipOf(files: readonly ZipFile[]): Blob {
  const parts: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const label = new TextEncoder().encode(name);
    const same = [[20, 2], [utf8_names, 2], [0, 2], [0, 2], [dos_date, 2], [crc32(bytes), 4], [bytes.length, 4], [bytes.length, 4], [label.length, 2], [0, 2]] as const;
    const local = header(local_signature, same);
    parts.push(local, label, bytes);
    central.push(header(central_signature, [[20, 2], ...same, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]]), label);
    offset += local.length + label.length + bytes.length;
  }
  const size = central.reduce((sum, { length }) => sum + length, 0);
  const end = header(end_signature, [[0, 2], [0, 2], [files.length, 2], [files.length, 2], [size, 4], [offset, 4], [0, 2]]);
  return new Blob([...parts, ...central, end].map((part) => part as Uint8Array<ArrayBuffer>), { type: 'application/zip' });
}
