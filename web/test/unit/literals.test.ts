// No text that people read stands outside src/i18n: neither between tags, nor in an attribute that is shown or said aloud, nor, wherever it
// may stand, in Vietnamese. Names of keys are no texts; names of places and the words on a card are data.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const source = join(import.meta.dirname, '../../src');
const data = ['counter/provinces.ts', 'counter/citizen-card.ts'];
const spoken = new Set(['alt', 'aria-description', 'aria-label', 'aria-roledescription', 'aria-valuetext', 'caption', 'error', 'hint', 'label', 'placeholder', 'says', 'title', 'titles']);
const letters = /\p{L}{2}/u;
const vietnamese = /[^\P{L}\p{ASCII}]/u;

export function strays(name: string, text: string): string[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, name.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const found: string[] = [];
  const add = (node: ts.Node): void => {
    found.push(`${name}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.getText().trim()}`);
  };
  const look = (node: ts.Node): void => {
    if (ts.isJsxElement(node) && node.openingElement.tagName.getText() === 'kbd') return;
    if (ts.isJsxText(node) && letters.test(node.text)) add(node);
    else if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      const attribute = ts.isJsxAttribute(node.parent) ? node.parent.name.getText() : '';
      const inJsx = ts.isJsxExpression(node.parent) && (ts.isJsxElement(node.parent.parent) || ts.isJsxFragment(node.parent.parent));
      if (vietnamese.test(node.text) || ((spoken.has(attribute) || inJsx) && letters.test(node.text))) add(node);
    }
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.tsx?$/.test(name) && !name.startsWith('i18n/') && !name.endsWith('.d.ts') && !data.includes(name),
);

describe('texts', () => {
  test('the check finds what it is for', () => {
    expect(strays('a.tsx', 'const a = <p>Đăng nhập</p>;')).toHaveLength(1);
    expect(strays('a.tsx', 'const a = <p title="Sign in" />;')).toHaveLength(1);
    expect(strays('a.tsx', 'const a = <p>{ok ? t.yes : <b>No</b>}</p>;')).toHaveLength(1);
    expect(strays('a.ts', "const a = 'Giao dịch';")).toHaveLength(1);
    expect(strays('a.ts', 'const a = `Còn ${n} phiếu`;')).toHaveLength(2);
    expect(strays('a.tsx', 'const a = <p className="plain card">✓ {t.yes} · 3</p>; // chú thích')).toHaveLength(0);
  });

  test('none stands outside src/i18n', () => {
    expect(files.flatMap((name) => strays(name, readFileSync(join(source, name), 'utf8')))).toEqual([]);
  });
});
