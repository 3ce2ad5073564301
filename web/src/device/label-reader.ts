// Reads the code of an item's label through a camera: bars across the whole width of the picture, or a square code.
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

const width = 960; // bars of a label at arm's length are two pixels wide then
const pause_ms = 100;

prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });

/** Looks until a label is read or `stopped`. */
export async function readLabel(video: HTMLVideoElement, stopped: AbortSignal): Promise<string | null> {
  let canvas = new OffscreenCanvas(1, 1);
  while (!stopped.aborted) {
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0) {
      const height = Math.max(1, Math.round((video.videoHeight / video.videoWidth) * width));
      if (canvas.height !== height) canvas = new OffscreenCanvas(width, height);
      const drawn = canvas.getContext('2d', { willReadFrequently: true });
      if (drawn === null) return null;
      drawn.drawImage(video, 0, 0, width, height);
      const [found] = await readBarcodes(drawn.getImageData(0, 0, width, height), { formats: ['Code128', 'QRCode'], maxNumberOfSymbols: 1 });
      if (found && found.text !== '') return found.text;
    }
    await new Promise((wake) => setTimeout(wake, pause_ms));
  }
  return null;
}
