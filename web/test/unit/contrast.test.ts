// The colours of tokens.css against each other, computed as WCAG 2.2 says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const tokens = readFileSync(join(import.meta.dirname, '../../src/tokens.css'), 'utf8');

function colour(name: string): string {
  const found = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(tokens)?.[1];
  if (found === undefined) throw new Error(`no colour --${name} in tokens.css`);
  return found;
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function ratio(one: string, other: string): number {
  const [dark, light] = [luminance(colour(one)), luminance(colour(other))].sort((a, b) => a - b);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

test.each([
  ['ink', 'bg'],
  ['ink-2', 'bg'],
  ['ink-2', 'card'],
  ['brand', 'card'],
  ['brand', 'brand-bg'],
  ['on-brand', 'brand'],
  ['on-brand', 'brand-deep'],
  ['ok', 'ok-bg'],
  ['warn', 'warn-bg'],
  ['bad', 'bad-bg'],
  ['bad', 'card'],
])('text in --%s can be read on --%s', (text, ground) => {
  expect(ratio(text, ground)).toBeGreaterThanOrEqual(4.5);
});

test.each([
  ['ink-2', 'card'],
  ['bad', 'card'],
  ['focus', 'ink'],
  ['ink', 'bg'],
])('a control edged in --%s stands out on --%s', (edge, ground) => {
  expect(ratio(edge, ground)).toBeGreaterThanOrEqual(3);
});
