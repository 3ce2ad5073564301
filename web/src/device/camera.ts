// The counter's camera, for pictures of what is sent: started when an item is begun, stopped with the page. A picture is at most 1600
// pixels long, JPEG, named by its SHA-256. Nothing is written anywhere.
import { store } from '../app/store.ts';
import type { Picture } from '../counter/form.ts';
import { fitted, quality } from './picture-size.ts';

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

/** Small, and as JPEG. */
async function jpegOf(source: HTMLVideoElement | ImageBitmap, width: number, height: number): Promise<Blob> {
  const size = fitted(width, height);
  const bitmap = await createImageBitmap(source, { resizeWidth: size.width, resizeHeight: size.height });
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
  return canvas.convertToBlob({ type: 'image/jpeg', quality });
}

export async function pictureOf(slot: string, bytes: Blob): Promise<Picture> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer()));
  return { slot, bytes, sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') };
}

/** After the screen has answered the key: reading a frame takes a slow machine longer than a key may. */
const painted = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

/** What the camera shows in this moment, on its way to a picture; null while it shows nothing. */
export function takeFromCamera(slot: string): Promise<Picture> | null {
  const shown = preview;
  if (shown === null || !canTake()) return null;
  return painted()
    .then(() => jpegOf(shown, shown.videoWidth, shown.videoHeight))
    .then((bytes) => pictureOf(slot, bytes));
}

/** A picture from a file, made small like one of the camera; null where it is none. */
export async function takeFromFile(slot: string, file: Blob): Promise<Picture | null> {
  try {
    const bitmap = await createImageBitmap(file);
    const bytes = await jpegOf(bitmap, bitmap.width, bitmap.height).finally(() => bitmap.close());
    return await pictureOf(slot, bytes);
  } catch {
    return null;
  }
}
