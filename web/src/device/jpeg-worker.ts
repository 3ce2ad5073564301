// Makes pictures small, and JPEG, beside the page: a slow machine has keys to answer meanwhile.
import { jpegOf, type Source } from './small-jpeg.ts';

export interface Asked {
  readonly number: number;
  readonly source: Source;
}
export interface Made {
  readonly number: number;
  readonly jpeg: Blob | null; // null: it could not be made
}

const page = globalThis as unknown as { onmessage: (event: MessageEvent<Asked>) => void; postMessage: (made: Made) => void };

page.onmessage = ({ data: { number, source } }) => {
  jpegOf(source).then(
    (jpeg) => page.postMessage({ number, jpeg }),
    () => page.postMessage({ number, jpeg: null }),
  );
};
