// The worker that makes pictures small, without a thread: there is none here.
import type { Asked, Made } from '../../../src/device/jpeg-worker.ts';
import { jpegOf } from '../../../src/device/small-jpeg.ts';

type Heard = (event: { readonly data: Made }) => void;

export class WorkerHere {
  private readonly heard = new Set<Heard>();

  addEventListener(type: string, listener: Heard, { signal }: { readonly signal: AbortSignal }): void {
    if (type !== 'message') return;
    this.heard.add(listener);
    signal.addEventListener('abort', () => this.heard.delete(listener));
  }

  postMessage({ number, source }: Asked): void {
    void jpegOf(source)
      .catch(() => null)
      .then((jpeg) => this.heard.forEach((listener) => listener({ data: { number, jpeg } })));
  }
}
