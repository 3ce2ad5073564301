// Made-up people and an item in hand, for the tests of the counter.
import { parseCitizenCard } from '../../../src/counter/citizen-card.ts';
import type { Facts } from '../../../src/counter/flow.ts';
import { emptyForm, type Form, type Picture } from '../../../src/counter/form.ts';
import type { MethodRule, TypeRule } from '../../../src/counter/rules.ts';

export const parcel: TypeRule = {
  type: 'parcel',
  declaration: true,
  joint_inspection: true,
  confirmations: true,
  weight: true,
  slots_required: ['contents', 'sealed'],
  slots_allowed: ['open', 'signature', 'label', 'papers'],
};
export const letter: TypeRule = {
  type: 'letter',
  declaration: false,
  joint_inspection: false,
  confirmations: false,
  weight: true,
  slots_required: [],
  slots_allowed: ['signature'],
};
export const byCard: MethodRule = { code: 'QR_CCCD', rank: 3, needs: ['card_text', 'face_matches'], vi: '', en: '', sampled: false };
export const byHand: MethodRule = { code: 'MANUAL', rank: 1, needs: ['identity_number', 'name'], vi: '', en: '', sampled: false };

export const cardText = '011090012345||Lò Văn Mẫu|15071990|Nam|Tổ 7, P. Điện Biên Phủ|01072021';
const read = parseCitizenCard(cardText, '2026-11-26');
if (!read.ok) throw new Error('the card of the tests is no card');
export const card = read.card;

export const facts = (type = parcel, method = byCard): Facts => ({ type, method, outcome: 'allowed', warnings: 0, day: '2026-11-26' });
export const picture = (slot: string): Picture => ({ slot, bytes: new Blob([slot]), sha256: slot.padEnd(64, '0') });

/** Nothing is missing in it. */
export const wholeForm: Form = {
  ...emptyForm('parcel', 'QR_CCCD'),
  card,
  way: 'serial',
  senderPhone: '0912 345 678',
  faceMatches: true,
  recipientPhone: '+84 987 111 222',
  recipientName: 'Trần Văn Đức',
  province: '01',
  commune: 'P. Cầu Giấy',
  street: 'Số 2 phố Ví Dụ',
  things: [
    { key: 1, text: 'quần áo', quantity: '4', value: '600' },
    { key: 2, text: '', quantity: '1', value: '' },
  ],
  thingsDone: true,
  pictures: [picture('sealed'), picture('contents')],
  signature: { ...picture('signature'), strokes: '[[0,0,0]]' },
  clerkConfirms: true,
  weight: '1240',
};
