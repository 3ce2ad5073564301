// What the trace desk does with what is typed and what the server says.
import { describe, expect, test } from 'vitest';

import { eventTexts } from '../../../src/i18n/events.ts';
import { cell, csvOf } from '../../../src/kit/csv.ts';
import { detailsOf, minutesOf, nearest, toneOf, typeWords, type Event } from '../../../src/pages/trace/events.ts';
import { groupsOf } from '../../../src/pages/trace/opened-groups.ts';
import { itemIdOf, recognised } from '../../../src/pages/trace/recognise.ts';
import { zipOf } from '../../../src/pages/trace/zip.ts';

describe('what is typed', () => {
  test.each([
    ['', null],
    ['1222', 'phone_last4'],
    ['0912 345 678', 'phone'],
    ['+84 912.345.678', 'phone'],
    ['011190000123', 'identity_number'],
    ['011 190 000 123', 'identity_number'],
    ['123456789', 'identity_number'],
    ['C7654321', 'identity_number'],
    ['1104739252', 'identity_number'],
    ['BA0000010019', 'item_code'],
    ['ba 0000 0100 19', 'item_code'],
    ['EE123456785VN', 'item_code'],
    ['000G4-0R40M-30E20-9185G-R38E1-W6', 'receipt'],
    ['DH/2026/77', 'order_code'],
    ['Vừ A Tìm', 'name'],
    ['Nguyễn', 'name'],
    ['tổ 5 phường Mường Thanh', 'name'],
    ['!!!', null],
  ])('%s is a %s', (typed, field) => expect(recognised(typed)).toBe(field));

  test('an item’s own id is one, with or without its hyphens', () => {
    expect(itemIdOf(' 019ab3f2-0006-7b68-89cd-0f60f3f4ac43 ')).toBe('019ab3f2-0006-7b68-89cd-0f60f3f4ac43');
    expect(itemIdOf('019AB3F200067B6889CD0F60F3F4AC43')).toBe('019ab3f2-0006-7b68-89cd-0f60f3f4ac43');
    expect(itemIdOf('019ab3f2-0006-4b68-89cd-0f60f3f4ac43')).toBeNull();
    expect(itemIdOf('0912345678')).toBeNull();
  });
});

const event = (at: string, more: Partial<Event> = {}): Event => ({ entry: at, log: 'p11', type: 'item.scanned', at, ...more });

describe('a timeline', () => {
  const events = ['2026-11-21T01:12:04.000Z', '2026-11-21T06:40:10.000Z', '2026-11-22T23:05:44.000Z'].map((at) => event(at));

  test.each([
    ['08:12', 0],
    ['8h12', 0],
    ['13:40:00', 1],
    ['06:05', 2], // of the 23rd in Viet Nam
    ['21/11 23:59', 1],
    ['23/11 06:00', 2],
    ['23/11/2026 06:00', 2],
    ['25:00', null],
    ['08:61', null],
    ['sáng', null],
    ['', null],
  ])('%s is nearest to event %s', (typed, at) => expect(nearest(events, typed)).toBe(at));

  test('no events, no nearest', () => expect(nearest([], '08:12')).toBeNull());

  test('says what happened in words, and leaves out what is for machines', () => {
    const stopped = event('2026-11-21T01:12:04.000Z', {
      type: 'item.stopped',
      data: { state: 'stopped', from: 'in_transit', reason: 'suspicion', weight_g: 1240, minutes: { revision: 2, sha256: 'x', fields: 'y' }, at_doubtful: true, of_tomorrow: 'unheard_of' } as never,
    });
    const details = detailsOf(stopped, eventTexts.vi);
    expect(details).toContainEqual({ name: 'Lý do', value: 'nghi vấn' });
    expect(details).toContainEqual({ name: 'Khối lượng', value: '1.240 g' });
    expect(details).toContainEqual({ name: 'of_tomorrow', value: 'unheard_of' });
    expect(details.some(({ name }) => name === 'minutes')).toBe(false);
    expect(minutesOf(stopped)).toBe(2);
    expect(toneOf(stopped)).toBe('bad');
    expect(typeWords('item.delivered', eventTexts.vi)).toBe('Phát');
    expect(typeWords('item.beamed', eventTexts.vi)).toBe('item.beamed');
    expect(minutesOf(event('2026-11-21T01:12:04.000Z'))).toBeNull();
  });

  test('every type and code has words in both languages', () => {
    for (const part of ['types', 'members', 'codes'] as const) expect(Object.keys(eventTexts.en[part])).toEqual(Object.keys(eventTexts.vi[part]));
  });
});

test('what was opened stands in groups, without what is for machines', () => {
  const groups = groupsOf({
    'sender.name': 'A',
    'recipient.name': 'B',
    'contents.01.text': 'áo',
    'picture.contents': 'digest',
    'confirmation.strokes': '1 2 3',
    'confirmation.witness': 'C',
    'identity.number': '0',
    'minutes.1.received_by': 'D',
    new: 'E',
  });
  expect([...groups.keys()]).toEqual(['sender', 'recipient', 'contents', 'inspection', 'identity', 'other']);
  expect([...groups.values()].flat().map(({ value }) => value)).toEqual(['A', 'B', 'áo', 'C', '0', 'E']);
});

describe('a CSV', () => {
  test.each(['=1+1', '+84912345678', '-1', '@SUM(A1)', '\t=1', '\r=1'])('does not let %j run', (value) => expect(cell(value).replace(/^"/, '').startsWith("'")).toBe(true));
  test('keeps commas, quotes and lines inside their cell', () => {
    expect(csvOf([['a', 'b,c'], ['d "e"', 'f\ng']])).toBe('\ufeffa,"b,c"\r\n"d ""e""","f\ng"\r\n');
    expect(csvOf([['="x"']])).toBe('\ufeff"\'=""x"""\r\n');
  });
});

test('a zip names its files and their check sums', async () => {
  const bytes = new Uint8Array(await zipOf([{ name: 'a.txt', bytes: new TextEncoder().encode('một') }]).arrayBuffer());
  const text = new TextDecoder('latin1').decode(bytes);
  expect(text.startsWith('PK\u0003\u0004')).toBe(true);
  expect(text.split('a.txt')).toHaveLength(3);
  expect(text.slice(-22).startsWith('PK\u0005\u0006')).toBe(true);
});
