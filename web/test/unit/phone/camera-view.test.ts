// @vitest-environment happy-dom
// A camera that comes late, or not at all: it never stays on when nobody wants it, and nobody is asked twice without a press.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { vi as texts } from '../../../src/i18n/phone-page.vi.ts';
import { CameraView } from '../../../src/phone/camera-view.ts';

let asked: { readonly give: () => void; readonly refuse: () => void; readonly stopped: ReturnType<typeof vi.fn> }[];
let view: CameraView;

beforeEach(() => {
  asked = [];
  const getUserMedia = () =>
    new Promise((give, refuse) => {
      const stopped = vi.fn();
      const track = { readyState: 'live', stop: stopped, addEventListener: () => undefined };
      const stream = { getTracks: () => [track], getVideoTracks: () => [track] };
      asked.push({ give: () => give(stream), refuse: () => refuse(new Error('no')), stopped });
    });
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } });
  view = new CameraView(texts, () => undefined);
  Object.defineProperty(view.element.querySelector('video'), 'srcObject', { value: null, writable: true });
});
afterEach(() => {
  view.stop();
  vi.unstubAllGlobals();
});
const settled = () => new Promise((done) => setTimeout(done));
const app = () => view.element.querySelector<HTMLElement>('.app');

test('a stream that comes after the end is stopped at once, and coming back to the page starts none', async () => {
  view.show('contents', false);
  view.stop();
  asked[0]?.give();
  await settled();
  expect(asked[0]?.stopped).toHaveBeenCalledOnce();
  document.dispatchEvent(new Event('visibilitychange'));
  expect(asked).toHaveLength(1);
});

test('the same part shown again and again asks once; another part goes on with the camera that is on', async () => {
  for (let polls = 0; polls < 3; polls += 1) view.show('contents', false);
  asked[0]?.give();
  await settled();
  view.show('sealed', false);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.stopped).not.toHaveBeenCalled();
});

test('who refused is asked again only after a press, and keeps the camera app meanwhile', async () => {
  view.show('contents', false);
  asked[0]?.refuse();
  await settled();
  expect(app()?.hidden).toBe(false);
  for (const part of ['contents', 'contents', 'sealed']) view.show(part, false);
  view.stop();
  view.show('contents', true);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(asked).toHaveLength(1);
  expect(app()?.hidden).toBe(false);
  app()?.querySelector('button')?.click();
  expect(asked).toHaveLength(2);
  asked[1]?.give();
  await settled();
  expect(app()?.hidden).toBe(true);
});
