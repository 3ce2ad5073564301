// The lines of a signature with their time, as they are kept beside its picture: whoever doubts a signature can see how it was drawn.
import type { PointGroup } from 'signature_pad';

/** A line: x, y and the time in turn. x and y in ten-thousandths of the pad's width, the time in ms since the first touch. */
export type Stroke = readonly number[];

export const strokesMax = 200;
export const pointsMax = 5_000;
export const numberMax = 9_999_999; // hours of signing
const unit = 10_000;
const textBytesMax = 16_384; // what the node takes

/** What was drawn on a pad that is so many pixels wide. */
export function strokesOf(lines: readonly PointGroup[], width: number): Stroke[] {
  const begun = lines[0]?.points[0]?.time ?? 0;
  const whole = (value: number): number => Math.min(numberMax, Math.max(0, Math.round(value)));
  const place = (at: number): number => whole((at / width) * unit);
  let left = pointsMax;
  return lines.slice(0, strokesMax).map(({ points }) => {
    const kept = points.slice(0, left);
    left -= kept.length;
    return kept.flatMap(({ x, y, time }) => [place(x), place(y), whole(time - begun)]);
  });
}

/** Every other point of a line, its ends kept. */
function thinned(stroke: Stroke): Stroke {
  const points = stroke.length / 3;
  return stroke.filter((_, at) => Math.floor(at / 3) % 2 === 0 || Math.floor(at / 3) === points - 1);
}

/** As the node takes it, JSON; long lines with fewer points, so that all of it fits. */
export function strokesText(strokes: readonly Stroke[]): string {
  const text = JSON.stringify(strokes);
  return text.length <= textBytesMax ? text : strokesText(strokes.map(thinned));
}
