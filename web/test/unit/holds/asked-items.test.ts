import { expect, test } from 'vitest';

import { askedItems } from '../../../src/pages/holds/asked-items.ts';

const one = '0199c0de-1a2b-7c3d-8e4f-0123456789ab';

test('lines are ids or codes, each once', () => {
  const typed = ` ${one}\n\nba1000000012, VN 1284 0092 7;BA1000000012\r\n${one.toUpperCase()}\n${one.replaceAll('-', '')} `;
  expect(askedItems(typed)).toEqual({ ids: [one], codes: ['BA1000000012', 'VN 1284 0092 7'] });
});

test('nothing typed is nothing asked', () => {
  expect(askedItems(' \n ,;\n')).toEqual({ ids: [], codes: [] });
});

test('an id of another version is none of ours, and looked for as a code', () => {
  expect(askedItems('0199c0de-1a2b-4c3d-8e4f-0123456789ab').ids).toEqual([]);
});
