import { describe, expect, test } from 'vitest';

import { ageOn, looksLikeCard, parseCitizenCard } from '../../../src/counter/citizen-card.ts';

const today = '2026-11-26';
const first = '001090012345|012345678|Nguyễn Văn An|15071990|Nam|Số 1 Phố Ví Dụ, Ba Đình, Hà Nội|01072021';
const read = (text: string) => parseCitizenCard(text, today);

describe('docs/formats/identifiers.md, section 2', () => {
  test('a card is read', () => {
    expect(read(first)).toMatchObject({
      ok: true,
      card: { name: 'Nguyễn Văn An', born: '1990-07-15', female: false, residence: 'Số 1 Phố Ví Dụ, Ba Đình, Hà Nội', warnings: [] },
    });
  });
  test('the old number may be missing', () => {
    const text = '079303000123||Trần Thị Bình|09022003|Nữ|Số 2 Phố Ví Dụ, Sài Gòn, Hồ Chí Minh|10102022';
    expect(read(text)).toMatchObject({ ok: true, card: { name: 'Trần Thị Bình', female: true, warnings: [] } });
  });
  test('what stands behind the seventh field is not read', () => {
    expect(read(first + '|Nguyễn Văn Cha|Trần Thị Mẹ')).toMatchObject({ ok: true, card: { warnings: [] } });
  });
  test.each([
    [first.replace('15071990', '15071991'), 'card_year'],
    [first.replace('Nam', 'Nữ'), 'card_sex'],
    [first.replace('01072021', '01072027'), 'card_issue_date'],
    [first.replace('01072021', 'nonsense'), 'card_issue_date'],
  ])('%s gets a warning', (text, warning) => {
    expect(read(text)).toMatchObject({ ok: true, card: { warnings: [warning] } });
  });
  test.each([
    ['001090012345|Nguyễn Văn An|15071990', 'card_fields'],
    [first.replace('15071990', '31021990'), 'card_birth_date'],
    [first.replace('15071990', '15072990'), 'card_birth_date'],
    [first.replace('Nguyễn Văn An', ' '), 'card_name'],
    [first.replace('001090012345', '00109001234'), 'citizen_number_length'],
    [first.replace('001090012345', '00109001234A'), 'citizen_number_digits'],
  ])('%s is refused', (text, reason) => {
    expect(read(text)).toEqual({ ok: false, reason });
  });
});

describe('a hostile or broken text', () => {
  test.each([
    ['', 'card_fields'],
    ['|'.repeat(6), 'citizen_number_length'],
    ['|'.repeat(3000), 'card_fields'],
    ['https://example.invalid/?a=1|2|3|4|5|6|7', 'citizen_number_digits'],
    [first + '|' + 'x'.repeat(2048), 'card_fields'],
    [first.replace('Văn', 'V\uD800n'), 'card_fields'],
    [first.replace('Văn', 'V\uFFFDn'), 'card_fields'], // not UTF-8 where it came from
  ])('%s is refused', (text, reason) => {
    expect(read(text)).toEqual({ ok: false, reason });
  });
  test('is bounded in bytes, not in letters', () => {
    expect(read(first.replace('Văn', 'ă'.repeat(1100)))).toEqual({ ok: false, reason: 'card_fields' });
  });
  test('a letter outside the first plane is a letter', () => {
    expect(read(first.replace('Văn', '𠊛'))).toMatchObject({ ok: true, card: { name: 'Nguyễn 𠊛 An' } });
  });
  test('line ends and spaces around fields are dropped, letters are composed', () => {
    const text = first.normalize('NFD').replaceAll('|', ' |\t') + '\r\n';
    expect(read(text)).toMatchObject({ ok: true, card: { name: 'Nguyễn Văn An', warnings: [] } });
  });
  test('is never taken for a card by its look', () => {
    expect(looksLikeCard(first)).toBe(true);
    expect(looksLikeCard('893456789012')).toBe(false);
    expect(looksLikeCard('893456789012|a|b')).toBe(false);
    expect(looksLikeCard('|'.repeat(100_000))).toBe(false);
  });
});

describe('what only the counter looks at', () => {
  test('a child under 14', () => {
    const text = '001213012345||Nguyễn Văn Con|27112012|Nam|Hà Nội|01072023';
    expect(read(text.replace('001213', '001212'))).toMatchObject({ card: { warnings: ['card_under_age'] } });
    expect(read(text.replace('001213', '001212').replace('27112012', '26112012'))).toMatchObject({ card: { warnings: ['card_expired'] } });
  });
  test('a card that was to be renewed at 25, 40 or 60', () => {
    const born = (year: number, number: string, issued: string) => read(`${number}||Nguyễn Văn An|0101${year}|Nam|Hà Nội|${issued}`);
    expect(born(2001, '001201012345', '01072021')).toMatchObject({ card: { warnings: ['card_expired'] } }); // 20 then, 25 now
    expect(born(1986, '001086012345', '01072021')).toMatchObject({ card: { warnings: ['card_expired'] } }); // 35 then, 40 now
    expect(born(1986, '001086012345', '01072024')).toMatchObject({ card: { warnings: [] } }); // within two years before 40: good until 60
    expect(born(1960, '001060012345', '01072021')).toMatchObject({ card: { warnings: [] } }); // from 60 on for life
  });
  test('age counts from the birthday on', () => {
    expect(ageOn('2000-11-26', '2026-11-25')).toBe(25);
    expect(ageOn('2000-11-26', '2026-11-26')).toBe(26);
  });
});
