// The phone's camera: live in the page, so that no picture comes to lie in the phone's gallery; where the browser refuses, the camera app.
import { h } from '../declare/element.ts';
import { fitted, quality } from '../device/picture-size.ts';
import type { Bytes } from '../offline/bytes.ts';
import { partName, type Texts } from './texts.ts';

export class CameraView {
  readonly element: HTMLElement;
  private readonly t: Texts;
  private readonly taken: (jpeg: Bytes) => void;
  private readonly video: HTMLVideoElement;
  private readonly shutter: HTMLButtonElement;
  private readonly state: HTMLElement;
  private readonly file: HTMLInputElement;
  private readonly app: HTMLElement;
  private stream: MediaStream | null = null;
  private part: string | null = null; // that it is on for
  private turn = 0; // of starts and stops: what was asked for before the last one is not wanted any more
  private refused = false; // until a press

  constructor(t: Texts, taken: (jpeg: Bytes) => void) {
    this.t = t;
    this.taken = taken;
    this.video = h('video', { muted: true, autoplay: true, playsinline: true, 'aria-label': t.view });
    this.video.muted = true; // the attribute alone does not let it play everywhere
    this.state = h('p', { class: 'hint' });
    this.shutter = h('button', { type: 'button', class: 'shutter', onclick: () => void this.shoot() });
    this.file = h('input', { type: 'file', id: 'camera-app', accept: 'image/*', capture: 'environment', onchange: () => void this.chosen() });
    this.app = h('div', { class: 'app' }, h('button', { type: 'button', onclick: () => this.allow() }, t.start), h('label', { for: 'camera-app' }, t.app), this.file);
    this.element = h('div', { class: 'camera' }, this.video, this.state, this.shutter, this.app);
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && this.part !== null && !this.refused) void this.start();
    });
  }

  /** For this part; the camera goes on if it is on. */
  show(part: string, again: boolean): void {
    const name = partName(this.t, part);
    this.shutter.textContent = again ? this.t.again(name) : this.t.shoot(name);
    if (part === this.part) return;
    this.part = part;
    if (!this.refused) void this.start();
  }

  stop(): void {
    this.part = null;
    this.turn += 1;
    this.release();
  }

  private allow(): void {
    this.refused = false;
    void this.start();
  }

  private release(): void {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
  }

  private async start(): Promise<void> {
    if (this.stream?.getVideoTracks().some(({ readyState }) => readyState === 'live') === true) return;
    const turn = (this.turn += 1);
    this.draw(this.t.starting);
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1440 } } });
      if (turn !== this.turn) return stream.getTracks().forEach((track) => track.stop());
      this.release();
      this.stream = stream;
      this.video.srcObject = stream;
      // Another app took it: once more, else the camera app.
      stream.getVideoTracks()[0]?.addEventListener('ended', () => turn === this.turn && !document.hidden && void this.start());
      this.draw('');
    } catch {
      if (turn !== this.turn) return;
      this.refused = true;
      this.draw(this.t.refused);
    }
  }

  private draw(words: string): void {
    this.state.textContent = words;
    this.state.hidden = words === '';
    this.app.hidden = !this.refused;
    this.video.hidden = this.shutter.hidden = this.refused;
  }

  private async shoot(): Promise<void> {
    const { videoWidth, videoHeight } = this.video;
    if (videoWidth > 0) await this.develop(this.video, videoWidth, videoHeight);
  }

  private async chosen(): Promise<void> {
    const [chosen] = this.file.files ?? [];
    if (chosen === undefined) return;
    const image = new Image();
    const address = URL.createObjectURL(chosen);
    try {
      image.src = address;
      await image.decode();
      await this.develop(image, image.naturalWidth, image.naturalHeight);
      this.draw(this.t.refused);
    } catch {
      this.draw(this.t.notPicture);
    }
    URL.revokeObjectURL(address);
    this.file.value = '';
  }

  /** As small as the counter's own pictures, and as JPEG. */
  private async develop(source: CanvasImageSource, width: number, height: number): Promise<void> {
    const canvas = h('canvas');
    Object.assign(canvas, fitted(width, height));
    canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height);
    const jpeg = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality));
    canvas.width = 0; // lets go of the picture
    if (jpeg !== null) this.taken(new Uint8Array(await jpeg.arrayBuffer()));
  }
}
