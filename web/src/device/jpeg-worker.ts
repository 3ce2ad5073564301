// Makes pictures small, and JPEG, beside the page: a slow machine has keys to answer meanwhile.
import { fitted, quality } from './picture-size.ts';

export type Source = ImageBitmap | VideoFrame;
export interface Asked {
  readonly number: number;
  readonly source: Source;
}
export interface Made {
  readonly number: number;
  readonly jpeg: Blob | null; // null: it could not be made
}

const page = globalThis as unknown as { onmessage: (event: MessageEvent<Asked>) => void; postMessage: (made: Made) => void };

async function jpegOf(source: Source): Promise<Blob> {
  const size = 'displayWidth' in source ? fitted(source.displayWidth, source.displayHeight) : fitted(source.width, source.height);
  const canvas = new OffscreenCanvas(size.width, size.height);
  canvas.getContext('2d')?.drawImage(source, 0, 0, size.width, size.height);
  source.close();
  return canvas.convertToBlob({ type: 'image/jpeg', quality });
}

page.onmessage = ({ data: { number, source } }) => {
  jpegOf(source).then(
    (jpeg) => page.postMessage({ number, jpeg }),
    () => page.postMessage({ number, jpeg: null }),
  );
};
