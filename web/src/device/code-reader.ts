// Reads codes that a camera sees. The reader is WebAssembly, served by our own server and loaded with the first use. Only the middle of
// the picture is looked at: four times faster than all of it.
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

const side = 400;
const pauseMs = 120;

prepareZXingModule({ overrides: { locateFile: () => wasmUrl } });

/** Looks until a QR code is read or `stopped`; bytes that are no UTF-8 give U+FFFD, which no reader of ours takes. */
export async function readCode(video: HTMLVideoElement, stopped: AbortSignal): Promise<string | null> {
  const canvas = new OffscreenCanvas(side, side);
  const drawn = canvas.getContext('2d', { willReadFrequently: true });
  while (!stopped.aborted && drawn) {
    if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      const crop = Math.min(video.videoWidth, video.videoHeight);
      drawn.drawImage(video, (video.videoWidth - crop) / 2, (video.videoHeight - crop) / 2, crop, crop, 0, 0, side, side);
      const [found] = await readBarcodes(drawn.getImageData(0, 0, side, side), { formats: ['QRCode'], maxNumberOfSymbols: 1 });
      if (found && found.text !== '') return new TextDecoder().decode(found.bytes);
    }
    await new Promise((wake) => setTimeout(wake, pauseMs));
  }
  return null;
}
