import { expect, test } from 'vitest';

import { pointsMax, strokesMax, strokesOf, strokesText, type Stroke } from '../../../src/device/strokes.ts';

const line = (...points: readonly (readonly [number, number, number])[]) => ({
  penColor: '',
  dotSize: 0,
  minWidth: 1,
  maxWidth: 2,
  velocityFilterWeight: 0,
  compositeOperation: 'source-over' as const,
  points: points.map(([x, y, time]) => ({ x, y, time, pressure: 0.5 })),
});

test('points stand relative to the pad, times to the first touch', () => {
  const drawn = [line([20, 10, 5_000], [40.04, 10, 5_016.4]), line([200, -3, 5_500])];
  expect(strokesOf(drawn, 200)).toEqual([[1000, 500, 0, 2002, 500, 16], [10_000, 0, 500]]);
  expect(strokesOf([], 200)).toEqual([]);
});

test('who draws and draws is not kept for ever', () => {
  const long = line(...Array.from({ length: 60 }, (_, at): [number, number, number] => [at, at, at]));
  const all = strokesOf(Array<typeof long>(300).fill(long), 200);
  expect(all).toHaveLength(strokesMax);
  expect(all.reduce((sum, stroke) => sum + stroke.length / 3, 0)).toBe(pointsMax);
});

test('as text it fits what the node takes; the ends of each line stay', () => {
  const short: Stroke[] = [[1, 2, 0, 3, 4, 16]];
  expect(strokesText(short)).toBe('[[1,2,0,3,4,16]]');
  const long = Array.from({ length: 200 }, () => Array.from({ length: 75 }, (_, at) => 1000 + at));
  const text = strokesText(long);
  expect(text.length).toBeLessThanOrEqual(16_384);
  for (const stroke of JSON.parse(text) as number[][]) {
    expect(stroke.slice(0, 3)).toEqual([1000, 1001, 1002]);
    expect(stroke.slice(-3)).toEqual([1072, 1073, 1074]);
  }
});
