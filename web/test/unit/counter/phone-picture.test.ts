// What somebody with the key may send instead of a picture: nothing of it is decoded that is huge, and only pixels go on.
import { afterEach, expect, test, vi } from 'vitest';

import { mayDecode, pictureFrom, signatureFrom } from '../../../src/counter/phone-picture.ts';
import { WorkerHere } from './worker-here.ts';

const bytes = (...values: number[]) => new Uint8Array(values);
const two = (value: number): number[] => [value >> 8, value & 255];
const words = [...new TextEncoder().encode('21.03N 105.85E')];

/** The beginning of a JPEG with a place in its metadata, and of a PNG. */
const jpeg = (width: number, height: number) =>
  bytes(0xff, 0xd8, 0xff, 0xe1, ...two(2 + words.length), ...words, 0xff, 0xff, 0xc0, ...two(11), 8, ...two(height), ...two(width), 1, 1, 0x11, 0);
const png = (width: number, height: number) =>
  bytes(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, ...two(width), 0, 0, ...two(height), 8, 2, 0, 0, 0);

function canvasThatMakes(made: string) {
  const decode = vi.fn(() => Promise.resolve({ width: 40, height: 20, close: () => undefined }));
  vi.stubGlobal('createImageBitmap', decode);
  vi.stubGlobal('Worker', WorkerHere);
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = () => ({ transferFromImageBitmap: () => undefined, drawImage: () => undefined });
      convertToBlob = ({ type }: { readonly type: string }) => Promise.resolve(new Blob([made], { type }));
    },
  );
  return decode;
}
afterEach(() => void vi.unstubAllGlobals());

test('a JPEG or PNG of a usual size may be decoded, whatever stands before its frame', () => {
  for (const body of [jpeg(1600, 1200), jpeg(4096, 4096), png(700, 350), png(1, 4096)]) expect(mayDecode(body)).toBe(true);
});

test('what is larger, empty or neither is not decoded', async () => {
  const decode = canvasThatMakes('');
  const cut = jpeg(1600, 1200).subarray(0, 24);
  const gif = new TextEncoder().encode('GIF89a' + '\x10'.repeat(30));
  const huge = new Uint8Array((4 << 20) + 1);
  huge.set(jpeg(10, 10));
  for (const body of [jpeg(4097, 10), jpeg(10, 65_535), jpeg(0, 10), png(10, 4097), png(0, 0), cut, gif, huge, bytes(), bytes(0xff, 0xd8)]) {
    expect(await pictureFrom('contents', body)).toBeNull();
    expect(await signatureFrom(body, [])).toBeNull();
  }
  expect(decode).not.toHaveBeenCalled();
});

test('what goes on is drawn anew: nothing of the bytes that came', async () => {
  canvasThatMakes('drawn');
  const taken = await pictureFrom('contents', jpeg(40, 20));
  expect(taken).toMatchObject({ slot: 'contents', bytes: { type: 'image/jpeg' } });
  expect(await taken?.bytes.text()).toBe('drawn');
  const signed = await signatureFrom(png(40, 20), [[1, 2, 3]]);
  expect(signed).toMatchObject({ slot: 'signature', strokes: '[[1,2,3]]', bytes: { type: 'image/png' } });
  expect(await signed?.bytes.text()).toBe('drawn');
});

test('what only looks like a picture is none', async () => {
  canvasThatMakes('drawn');
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('cannot be decoded')));
  expect(await pictureFrom('contents', jpeg(40, 20))).toBeNull();
  expect(await signatureFrom(png(40, 20), [])).toBeNull();
});
