// What a phone sent becomes a picture of the item: looked at before it is decoded, then drawn anew, so that only pixels go on. Whoever holds
// the key may have sent anything: something huge to decode, words and places beside the picture, or what the node would refuse later.
import { pictureOf, takeFromFile } from '../device/camera.ts';
import { strokesText, type Stroke } from '../device/strokes.ts';
import type { Bytes } from '../offline/bytes.ts';
import type { Picture } from './form.ts';

const bytesMax = 4 << 20;
const sideMax = 4_096; // pixels

interface Size {
  readonly width: number;
  readonly height: number;
}

function sizeOfPng(bytes: DataView): Size | null {
  const begins = bytes.byteLength >= 24 && bytes.getUint32(0) === 0x89504e47 && bytes.getUint32(4) === 0x0d0a1a0a;
  return begins && bytes.getUint32(12) === 0x49484452 ? { width: bytes.getUint32(16), height: bytes.getUint32(20) } : null;
}

/** From the frame's header, behind as many segments as there are (ITU-T T.81 annex B). */
function sizeOfJpeg(bytes: DataView): Size | null {
  if (bytes.byteLength < 4 || bytes.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 <= bytes.byteLength && bytes.getUint8(at) === 0xff; ) {
    const marker = bytes.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: bytes.getUint16(at + 5), width: bytes.getUint16(at + 7) };
    at += marker === 0xff ? 1 : 2 + bytes.getUint16(at + 2);
  }
  return null;
}

/** Whether it says that it is a JPEG or PNG of a size that may be decoded here. */
export function mayDecode(body: Bytes): boolean {
  const bytes = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const size = sizeOfPng(bytes) ?? sizeOfJpeg(bytes);
  if (body.length > bytesMax || size === null) return false;
  return size.width > 0 && size.height > 0 && Math.max(size.width, size.height) <= sideMax;
}

/** Null for what is no picture. */
export const pictureFrom = async (slot: string, body: Bytes): Promise<Picture | null> =>
  mayDecode(body) ? takeFromFile(slot, new Blob([body])) : null;

/** Likewise, as PNG like that of the counter's own pad. */
export async function signatureFrom(body: Bytes, strokes: readonly Stroke[]): Promise<Picture | null> {
  if (!mayDecode(body)) return null;
  try {
    const bitmap = await createImageBitmap(new Blob([body]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap); // closes it
    const png = await canvas.convertToBlob({ type: 'image/png' });
    return png.size > bytesMax ? null : { ...(await pictureOf('signature', png)), strokes: strokesText(strokes) };
  } catch {
    return null;
  }
}
