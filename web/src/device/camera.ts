// The counter's camera, for pictures of what is sent: started when an item is begun, stopped with the page. A picture is at most 1600
// pixels long, JPEG, named by its SHA-256. Nothing is written anywhere.
import { store } from '../app/store.ts';
import type { Picture } from '../counter/form.ts';
import type { Made } from './jpeg-worker.ts';
import type { Source } from './small-jpeg.ts';

export type Camera =
  | { readonly kind: 'off' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'on'; readonly stream: MediaStream }
  | { readonly kind: 'failed' };

export const camera = store<Camera>({ kind: 'off' });

let preview: HTMLVideoElement | null = null;

export async function startCamera(): Promise<void> {
  const { kind } = camera.get();
  if (kind === 'on' || kind === 'starting') return;
  camera.set({ kind: 'starting' });
  maker(); // there before the first picture
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      // Few pictures a second: a slow machine has keys to answer meanwhile.
      video: { width: { ideal: 1600 }, height: { ideal: 900 }, frameRate: { ideal: 10, max: 15 }, facingMode: 'environment' },
    });
    stream.getVideoTracks()[0]?.addEventListener('ended', () => camera.set({ kind: 'failed' }));
    camera.set({ kind: 'on', stream });
  } catch {
    camera.set({ kind: 'failed' });
  }
}

export function stopCamera(): void {
  const now = camera.get();
  if (now.kind === 'on') for (const track of now.stream.getTracks()) track.stop();
  camera.set({ kind: 'off' });
}

/** The element that shows the camera: pictures are taken of what it shows. */
export function showCamera(video: HTMLVideoElement | null): void {
  preview = video;
}

export const canTake = (): boolean => preview !== null && preview.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;

let worker: Worker | null = null;
let asked = 0;

const maker = (): Worker => (worker ??= new Worker(new URL('./jpeg-worker.ts', import.meta.url), { type: 'module' }));

/** Small, and as JPEG; made beside the page. */
function jpegOf(source: Source): Promise<Blob> {
  const to = maker();
  const number = ++asked;
  return new Promise((done, failed) => {
    const over = new AbortController();
    const end = (jpeg: Blob | null): void => {
      over.abort();
      if (jpeg) done(jpeg);
      else failed(new Error('no picture'));
    };
    const lost = (): void => {
      worker = null; // the next picture tries another one
      end(null);
    };
    to.addEventListener('message', ({ data }: MessageEvent<Made>) => data.number === number && end(data.jpeg), { signal: over.signal });
    to.addEventListener('error', lost, { signal: over.signal });
    to.postMessage({ number, source }, [source]);
  });
}

export async function pictureOf(slot: string, bytes: Blob): Promise<Picture> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer()));
  return { slot, bytes, sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') };
}

/** A frame costs the page nothing; where there is none, or none at this instant, a slow machine reads one out. */
async function frameOf(shown: HTMLVideoElement): Promise<VideoFrame | ImageBitmap> {
  try {
    return new VideoFrame(shown);
  } catch {
    return createImageBitmap(shown);
  }
}

/** What the camera shows in this moment, on its way to a picture; null while it shows nothing. */
export function takeFromCamera(slot: string): Promise<Picture> | null {
  const shown = preview;
  if (shown === null || !canTake()) return null;
  return frameOf(shown).then(jpegOf).then((bytes) => pictureOf(slot, bytes));
}

/** A picture from a file, made small like one of the camera; null where it is none. */
export async function takeFromFile(slot: string, file: Blob): Promise<Picture | null> {
  try {
    return await pictureOf(slot, await jpegOf(await createImageBitmap(file)));
  } catch {
    return null;
  }
}
