import { expect, test } from 'vitest';

import { intakeOf } from '../../../src/counter/intake.ts';
import { emptyForm } from '../../../src/counter/form.ts';
import { byCard, byHand, cardText, letter, parcel, picture, wholeForm } from './sample-form.ts';

const deciding = { counter: 'Q1', at: new Date('2026-11-26T03:04:05.678Z'), type: parcel, method: byCard, outcome: 'allowed', refuse: [] } as const;

test('a parcel as the server takes it', () => {
  expect(intakeOf(wholeForm, deciding)).toEqual({
    counter: 'Q1',
    accepted_at: '2026-11-26T03:04:05.678Z',
    sender: { method: 'QR_CCCD', phone: '0912345678', card_text: cardText, face_matches: true },
    recipient: { name: 'Trần Văn Đức', phone: '0987111222', address: { province: '01', commune: 'P. Cầu Giấy', street: 'Số 2 phố Ví Dụ' } },
    item: { type: 'parcel', things: [{ text: 'quần áo', quantity: 4, value_vnd: 600_000 }], weight_g: 1240 },
    inspection: { method: 'visual', conditions_explained: false },
    pictures: [
      { slot: 'contents', sha256: 'contents'.padEnd(64, '0'), size: 8 },
      { slot: 'sealed', sha256: 'sealed'.padEnd(64, '0'), size: 6 },
      { slot: 'signature', sha256: 'signature'.padEnd(64, '0'), size: 9 },
    ],
    confirmations: { sender: 'signature', strokes: '[[0,0,0]]', clerk: true },
    refuse: [],
  });
});

test('the service goes with the item where one was chosen', () => {
  expect(intakeOf({ ...wholeForm, given: { service: 'party_state' } }, deciding).item).toMatchObject({ type: 'parcel', service: 'party_state' });
  expect(intakeOf(wholeForm, deciding).item).not.toHaveProperty('service');
});

test('a letter carries nothing of its contents, whatever the form has from before', () => {
  const intake = intakeOf({ ...wholeForm, type: 'letter' }, { ...deciding, type: letter });
  expect(intake.item.things).toEqual([]);
  expect(intake.inspection).toBeUndefined();
  expect(intake.confirmations).toBeUndefined();
  expect(intake.pictures.map(({ slot }) => slot)).toEqual(['signature']);
});

test('who cannot sign sends the reason and the witness, and no picture of a signature', () => {
  const intake = intakeOf({ ...wholeForm, unsigned: true, whyUnsigned: 'đau tay', witness: 'Lò Thị M.' }, deciding);
  expect(intake.confirmations).toEqual({ sender: 'witnessed', witness: 'đau tay; Lò Thị M.', clerk: true });
  expect(intake.pictures.map(({ slot }) => slot)).toEqual(['contents', 'sealed']);
});

test('conditions count as explained only for goods that have some, and only once they were', () => {
  const explained = (outcome: 'allowed' | 'conditional', explainedFor: string | null) =>
    intakeOf({ ...wholeForm, explainedFor }, { ...deciding, outcome }).inspection?.conditions_explained;
  expect(explained('conditional', 'quần áo\n')).toBe(true);
  expect(explained('conditional', null)).toBe(false);
  expect(explained('allowed', 'quần áo\n')).toBe(false);
});

test('the method alone says what of the sender is sent', () => {
  const form = { ...wholeForm, method: 'MANUAL', number: '011.090.012.345', name: ' Lò Văn Mẫu ', passport: 'B1234567' };
  expect(intakeOf(form, { ...deciding, method: byHand }).sender).toEqual({
    method: 'MANUAL',
    phone: '0912345678',
    identity_number: '011090012345',
    name: 'Lò Văn Mẫu',
  });
});

test('an empty form still makes a document, for a refusal', () => {
  const intake = intakeOf(emptyForm('parcel', 'QR_CCCD'), { ...deciding, outcome: null, refuse: ['sender_not_identified'] });
  expect(intake.refuse).toEqual(['sender_not_identified']);
  expect(intake.item).toEqual({ type: 'parcel', things: [] });
  expect(intake.sender).toBeUndefined();
  expect(intake.recipient).toBeUndefined();
});

test('letters typed apart are sent composed', () => {
  const things = [{ key: 1, text: 'quần áo'.normalize('NFD'), quantity: '1', value: '' }];
  expect(intakeOf({ ...wholeForm, things }, deciding).item.things[0]?.text).toBe('quần áo'.normalize('NFC'));
  expect(intakeOf({ ...wholeForm, pictures: [picture('attic')] }, deciding).pictures.map(({ slot }) => slot)).toEqual(['signature']);
});

test('who came before is named by the item, never by what the screen shows of them', () => {
  const taken = { fromItem: 'item-r', name: 'Trần V. Đ.', phone: '••••••••22', province: '01', commune: 'P. Cầu Giấy', times: 3 };
  const form = { ...wholeForm, senderPhone: '', phoneFromItem: 'item-s', recipientTaken: taken, recipientName: '' };
  const intake = intakeOf(form, deciding);
  expect(intake.sender).toMatchObject({ phone_from: 'item-s' });
  expect(intake.sender?.phone).toBeUndefined();
  expect(intake.recipient_from).toBe('item-r');
  expect(intake.recipient).toBeUndefined();
  expect(JSON.stringify(intake)).not.toContain('•');
});

test('the remark on a warning goes with the sender', () => {
  expect(intakeOf({ ...wholeForm, remark: ' đã xem giấy khai sinh ' }, deciding).sender?.remark).toBe('đã xem giấy khai sinh');
});
