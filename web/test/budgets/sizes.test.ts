// What a page costs before its first input: its entry, its chunk and what both import without being asked, as gzip, the way a proxy that
// knows no brotli would send it. Read from the build's own manifest.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { budget } from '../budget.ts';

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
  readonly isEntry?: boolean;
}

const dist = join(import.meta.dirname, '../../dist');
const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;
const entry = Object.keys(manifest).find((name) => manifest[name]?.isEntry === true) ?? '';
const pages = Object.keys(manifest).filter((name) => name.startsWith('src/pages/') && name.endsWith('-page.tsx'));

function filesOf(start: readonly string[]): { readonly scripts: Set<string>; readonly styles: Set<string> } {
  const scripts = new Set<string>();
  const styles = new Set<string>();
  const take = (name: string): void => {
    const chunk = manifest[name];
    if (chunk === undefined || scripts.has(chunk.file)) return;
    scripts.add(chunk.file);
    chunk.css?.forEach((file) => styles.add(file));
    chunk.imports?.forEach(take);
  };
  start.forEach(take);
  return { scripts, styles };
}

/** A file of a few words has none: it would be no smaller. */
const sent = (file: string, gzip: boolean): string => join(dist, gzip && existsSync(join(dist, `${file}.gz`)) ? `${file}.gz` : file);

const kilobytes = (files: Iterable<string>, gzip: boolean): number => [...files].reduce((sum, file) => sum + statSync(sent(file, gzip)).size, 0) / 1024;

test('every page of the app is measured', () => {
  expect(pages.length).toBeGreaterThan(0);
});

test.each(pages)('%s keeps to its size', (page) => {
  const { scripts, styles } = filesOf([entry, page]);
  const name = page.replace(/^src\/pages\//, '').replace(/-page\.tsx$/, '');
  budget(`${name}: JavaScript before the first input, gzip`, kilobytes(scripts, true), page.includes('/counter/') ? 110 : 200, 'KB');
  budget(`${name}: CSS, gzip`, kilobytes(styles, true), 15, 'KB');
});

/** Nothing of the staff's, and nothing that would be kept on a phone or sent behind its back. */
const foreign = /react|createElement\("style"\)|setAttribute\("style"|\/api\/|localStorage|sessionStorage|indexedDB|sendBeacon|\.cookie/i;

// Pages of the public's door, each a build of its own. `chunks`: the scripts, those that come later with them.
describe.each([
  { page: 'khai-truoc', name: 'declare', chunks: 4 }, // the page, English, the engine, the code
  { page: 'dien-thoai', name: 'phone', chunks: 3 }, // the page, English, the pad
])('/$page', ({ page, name, chunks }) => {
  const folder = join(dist, 'public');
  const built = Object.values(JSON.parse(readFileSync(join(folder, `.vite/${page}.json`), 'utf8')) as Record<string, Chunk>);
  const first = built.find(({ isEntry }) => isEntry === true);
  const gzipped = (file: string): number => statSync(join(folder, `${file}.gz`)).size / 1024;

  test('loads little before the first input, and nothing with it', () => {
    expect(first).toMatchObject({ file: `${page}.js`, css: [`${page}.css`] }); // the names that the server's page knows
    expect(first?.imports).toBeUndefined();
    budget(`${name}: JavaScript before the first input, gzip`, gzipped(`${page}.js`), 15, 'KB');
    budget(`${name}: CSS, gzip`, gzipped(`${page}.css`), 2, 'KB');
  });

  test('brings nothing of the staff’s app, nor styles inside its script', () => {
    const scripts = built.map(({ file }) => file).filter((file) => file.endsWith('.js'));
    expect(scripts).toHaveLength(chunks);
    for (const script of scripts) expect(readFileSync(join(folder, script), 'utf8'), script).not.toMatch(foreign);
  });
});

test('the fonts keep to their size', () => {
  const fonts = readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.woff2'));
  expect(fonts).toHaveLength(4);
  budget('fonts', kilobytes(fonts.map((name) => `assets/${name}`), false), 70, 'KB');
});

test('what the server picks by Accept-Encoding is there', () => {
  const scripts = readdirSync(join(dist, 'assets')).filter((name) => /\.(js|css)$/.test(name));
  for (const name of ['index.html', 'sw.js', ...scripts.map((script) => `assets/${script}`)]) {
    if (statSync(join(dist, name)).size < 200) continue;
    expect(statSync(join(dist, `${name}.br`)).size, name).toBeLessThan(statSync(join(dist, name)).size);
  }
});

test('whichever style comes first, it names the layers in their order and leaves none out on the way', () => {
  const order = ['reset', 'tokens', 'base', 'kit', 'page'];
  const styles = readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.css'));
  for (const name of styles) {
    const named = [...readFileSync(join(dist, 'assets', name), 'utf8').matchAll(/@layer ([^;{]+)/g)].flatMap(([, list = '']) => list.split(','));
    const first = [...new Set(named)];
    expect(first, name).toEqual(order.slice(0, first.length));
  }
});

test('the page brings no script or style of its own, which the CSP would refuse', () => {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
});
