import { describe, expect, test } from 'vitest';

import { entryOf, missingOf, nextMissing, sectionDone, stepsOf } from '../../../src/counter/flow.ts';
import { emptyForm, type Form } from '../../../src/counter/form.ts';
import { byCard, byHand, card, facts, letter, parcel, picture, wholeForm } from './sample-form.ts';

const next = (form: Form, here: string | null, known = facts()) => nextMissing(stepsOf(form, known), here);

test('Enter walks an empty form in the order of the law, then accepts', () => {
  const walked: string[] = [];
  let form = emptyForm('parcel', 'QR_CCCD');
  let here = next(form, null);
  const fill: Record<string, Partial<Form>> = {
    card: { card },
    face: { faceMatches: true },
    senderPhone: { senderPhone: '0912345678' },
    recipientPhone: { recipientPhone: '0987111222' },
    recipientName: { recipientName: 'Trần Văn Đức' },
    province: { province: '01' },
    commune: { commune: 'P. Cầu Giấy' },
    street: { passed: new Set(['street']) },
    'thing:1:text': { things: [{ key: 1, text: 'áo', quantity: '1', value: '' }], thingsDone: true },
    'picture:contents': { pictures: [picture('contents')] },
    'picture:sealed': { pictures: [picture('contents'), picture('sealed')] },
    signature: { signature: picture('signature') },
    clerk: { clerkConfirms: true },
    weight: { weight: '1240' },
  };
  while (here !== 'accept' && walked.length < 50) {
    walked.push(here);
    form = { ...form, ...fill[here] };
    here = next(form, here);
  }
  expect(walked).toEqual(Object.keys(fill));
  expect(missingOf(stepsOf(form, facts()))).toEqual([]);
});

test('nothing is missing in a whole form, whatever place it is asked from', () => {
  for (const { place } of stepsOf(wholeForm, facts())) expect(next(wholeForm, place)).toBe('accept');
  expect(next(wholeForm, 'no such place')).toBe('accept');
});

test('each step that is taken away is asked for again, from anywhere', () => {
  const without: [Partial<Form>, string][] = [
    [{ card: null }, 'card'],
    [{ faceMatches: false }, 'face'],
    [{ senderPhone: '091234567' }, 'senderPhone'],
    [{ recipientPhone: '' }, 'recipientPhone'],
    [{ recipientName: '12345' }, 'recipientName'],
    [{ province: '99' }, 'province'],
    [{ commune: '  ' }, 'commune'],
    [{ things: [{ key: 1, text: 'áo', quantity: '0', value: '' }] }, 'thing:1:quantity'],
    [{ things: [{ key: 1, text: 'áo', quantity: '1', value: 'x' }] }, 'thing:1:value'],
    [{ things: [{ key: 1, text: '', quantity: '1', value: '' }] }, 'thing:1:text'],
    [{ things: [{ key: 1, text: 'á'.repeat(251), quantity: '1', value: '' }] }, 'thing:1:text'],
    [{ thingsDone: false }, 'thing:2:text'],
    [{ pictures: [picture('contents')] }, 'picture:sealed'],
    [{ signature: null }, 'signature'],
    [{ clerkConfirms: false }, 'clerk'],
    [{ weight: '0' }, 'weight'],
  ];
  for (const [change, place] of without) {
    const form = { ...wholeForm, ...change };
    expect(missingOf(stepsOf(form, facts()))).toEqual([place]);
    for (const from of [null, 'card', 'weight', place]) expect(next(form, from)).toBe(place);
  }
});

test('what is behind comes before what was left out in front', () => {
  const form = { ...wholeForm, recipientName: '', weight: '' };
  expect(next(form, 'thing:1:text')).toBe('weight');
  expect(next(form, 'weight')).toBe('recipientName');
});

describe('conditional goods', () => {
  const conditional = { ...facts(), outcome: 'conditional' } as const;
  test('are explained before the inspection', () => {
    expect(next(wholeForm, 'thing:1:value', conditional)).toBe('explain');
    expect(next({ ...wholeForm, explainedFor: 'quần áo\n' }, null, conditional)).toBe('accept');
  });
  test('are explained again when the words change', () => {
    const form = { ...wholeForm, explainedFor: 'pin\n' };
    expect(missingOf(stepsOf(form, conditional))).toEqual(['explain']);
  });
});

test('letters ask for no contents, no inspection, no confirmation', () => {
  const form = { ...emptyForm('letter', 'QR_CCCD'), card, faceMatches: true };
  const sections = new Set(stepsOf(form, facts(letter)).map(({ section }) => section));
  expect([...sections]).toEqual(['sender', 'recipient', 'decision']);
});

test('a sender who does not sign needs a reason and a witness', () => {
  const form = { ...wholeForm, unsigned: true, signature: null };
  expect(missingOf(stepsOf(form, facts()))).toEqual(['whyUnsigned', 'witness']);
});

test('a warning asks for a remark', () => {
  expect(missingOf(stepsOf(wholeForm, { ...facts(), warnings: 1 }))).toEqual(['remark']);
});

test('the method says what the sender must show', () => {
  const places = (method = byCard) => stepsOf(emptyForm('parcel', method.code), facts(parcel, method)).filter(({ section }) => section === 'sender');
  expect(places(byHand).map(({ place }) => place)).toEqual(['number', 'name', 'senderPhone']);
  expect(places().map(({ place }) => place)).toEqual(['card', 'face', 'senderPhone']);
});

describe('a returning recipient', () => {
  const offer = { fromItem: 'x', name: 'Trần V. Đ.', phone: '••••••••22', province: '01', commune: 'P. Cầu Giấy', times: 3 };
  const form = { ...emptyForm('parcel', 'QR_CCCD'), recipientPhone: '0987111222', recipientsOffered: [offer] };
  test('is offered, and taken with one key', () => {
    expect(next(form, 'recipientPhone')).toBe('recipientChoice');
    const taken = stepsOf({ ...form, recipientTaken: offer }, facts());
    expect(sectionDone(taken, 'recipient')).toBe(true);
  });
  test('or another one is typed', () => {
    expect(next({ ...form, passed: new Set(['recipientChoice']) }, 'recipientChoice')).toBe('recipientName');
  });
});

test('an F-key goes to what is missing in its section, else to its beginning', () => {
  const steps = stepsOf({ ...wholeForm, commune: '' }, facts());
  expect(entryOf(steps, 'recipient')).toBe('commune');
  expect(entryOf(steps, 'sender')).toBe('card');
  expect(entryOf(stepsOf(wholeForm, facts(letter)), 'contents')).toBeNull();
});
