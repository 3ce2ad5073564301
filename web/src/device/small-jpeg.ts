// A picture made small, and JPEG; by the worker, which has the time.
import { fitted, quality } from './picture-size.ts';

export type Source = ImageBitmap | VideoFrame;

/** Closes the source. */
export async function jpegOf(source: Source): Promise<Blob> {
  const size = 'displayWidth' in source ? fitted(source.displayWidth, source.displayHeight) : fitted(source.width, source.height);
  const canvas = new OffscreenCanvas(size.width, size.height);
  canvas.getContext('2d')?.drawImage(source, 0, 0, size.width, size.height);
  source.close();
  return canvas.convertToBlob({ type: 'image/jpeg', quality });
}
