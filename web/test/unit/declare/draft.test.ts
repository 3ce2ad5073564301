import { describe, expect, test } from 'vitest';

import { declarationOf, emptyDraft, isUntouched, placeOf, tidy, wrongsOf, type Draft } from '../../../src/declare/draft.ts';
import { textsOf, wordsOf } from '../../../src/declare/texts.ts';
import { filled, thing } from './sample.ts';

const codes = (draft: Draft): Record<string, string> => Object.fromEntries([...wrongsOf(draft)].map(([place, { code }]) => [place, code]));

test('an empty draft lacks everything that an item needs, and no more', () => {
  expect(codes(emptyDraft())).toEqual({
    'thing-1-text': 'thing_empty',
    name: 'name_empty',
    phone: 'phone_empty',
    province: 'province_unknown',
    commune: 'commune_empty',
    senderPhone: 'phone_empty',
  });
  expect(isUntouched(emptyDraft())).toBe(true);
  expect(isUntouched({ ...emptyDraft(), things: [thing(1, '', '1', '5')] })).toBe(false);
});

test('what is typed in people’s ways becomes what the counter keeps', () => {
  expect(wrongsOf(filled).size).toBe(0);
  expect(declarationOf(filled)).toEqual({
    senderPhone: '0912345678',
    recipient: { name: 'Trần Văn Đức', phone: '0987111222', province: '01', commune: 'Phường Cầu Giấy', street: 'Số 2 phố Ví Dụ' },
    type: 'parcel',
    things: [
      { text: 'quần áo', quantity: 4, valueVnd: 600_000 },
      { text: 'pin sạc dự phòng', quantity: 1, valueVnd: null },
    ],
  });
});

describe.each<[string, Partial<Draft>, Record<string, string>]>([
  ['a phone with a digit too few', { phone: '091234567' }, { phone: 'phone_length' }],
  ['a hotline', { senderPhone: '1900 1234' }, { senderPhone: 'phone_hotline' }],
  ['a name with digits', { name: 'Đức 2' }, { name: 'name_form' }],
  ['a province of before 2025', { province: '02' }, { province: 'province_unknown' }],
  ['a commune of spaces', { commune: ' \u00a0 ' }, { commune: 'commune_empty' }],
  ['a street of 301 bytes', { street: 'đ'.repeat(151) }, { street: 'too_long' }],
  ['no thing at all', { things: [thing(7, ' ')] }, { 'thing-7-text': 'thing_empty' }],
  ['a value without a name', { things: [thing(1, 'áo'), thing(2, '', '1', '5000')] }, { 'thing-2-text': 'thing_empty' }],
  ['none of a thing', { things: [thing(1, 'áo', '0')] }, { 'thing-1-quantity': 'quantity_form' }],
  ['thousands where đồng are meant', { things: [thing(1, 'áo', '1', '250')] }, { 'thing-1-value': 'value_form' }],
  ['a text that a code cannot hold', { things: [thing(1, 'đ'.repeat(251))] }, { 'thing-1-text': 'too_long' }],
])('%s', (_, part, wrong) => {
  test('is said beside its field', () => {
    expect(codes({ ...filled, ...part })).toEqual(wrong);
  });
});

test('a line left empty is not declared, and wrongs nobody', () => {
  const draft = { ...filled, things: [thing(1, ' '), thing(2, 'áo'), thing(3, '', '0')] };
  expect(wrongsOf(draft).size).toBe(0);
  expect(declarationOf(draft).things.map(({ text }) => text)).toEqual(['áo']);
});

test.each(['letter', 'document'] as const)('of a %s the contents are not declared, even when they were typed before', (type) => {
  const draft: Draft = { ...filled, type };
  expect(wrongsOf({ ...draft, things: [thing(1, '', '0')] }).size).toBe(0);
  expect(declarationOf(draft).things).toEqual([]);
});

test('no control character and no half of a letter gets into a code', () => {
  expect(tidy(' a\u0000b\n\tc\ud83d d\u0308 ')).toBe('a b c d̈');
});

test.each(['vi', 'en'])('everything that can be wrong has words in %s', async (language) => {
  const t = await textsOf(language);
  const all = ['thing_empty', 'too_long', 'quantity_form', 'value_form', 'name_empty', 'name_form', 'phone_empty', 'phone_length', 'phone_prefix', 'phone_obsolete', 'phone_hotline', 'province_unknown', 'commune_empty'];
  for (const code of all) expect(wordsOf(t, { code, count: 9 }), code).not.toBe(code);
  expect(Object.keys(t.wrong).sort()).toEqual([...all].sort());
  expect(placeOf(2, 'text')).toBe('thing-2-text');
});
