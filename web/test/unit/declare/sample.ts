// A made-up draft, and a screening that knows three words.
import type { Verdict } from '../../../src/counter/rules.ts';
import { emptyDraft, type Draft, type Thing } from '../../../src/declare/draft.ts';
import type { Screen } from '../../../src/declare/judged.ts';

export const thing = (key: number, text: string, quantity = '1', value = ''): Thing => ({ key, text, quantity, value });

export const filled: Draft = {
  ...emptyDraft(),
  senderPhone: '+84 912 345 678',
  name: '  Trần Văn   Đức ',
  phone: '0987.111.222',
  province: '01',
  commune: 'Phường Cầu Giấy',
  street: 'Số 2 phố Ví Dụ',
  things: [thing(1, 'quần áo', '4', '600.000'), thing(2, 'pin sạc dự phòng')],
};

const outcomes: Record<string, Verdict['outcome']> = { 'pháo nổ': 'prohibited', 'pin sạc dự phòng': 'conditional', 'hàng hóa': 'vague' };

/** "pháo" and "nổ" on two lines are one name when they are read together. */
export const screen: Screen = (text) => {
  const read = text.replaceAll('\n', ' ');
  const [word, outcome] = Object.entries(outcomes).find(([each]) => read.includes(each)) ?? ['', 'allowed' as const];
  const findings = word === '' ? [] : [{ entry: 'MADE-1', outcome, offset: 0, length: 1, words: word, name_vi: word, name_en: word, legal_basis: ['Luật 1'], conditions: 'dán hai cực' }];
  return { outcome, entry: '', rules: '0'.repeat(64), things: [{ known: read.includes('quần áo') || word !== '' }], findings, set_aside: [] } as unknown as Verdict;
};
