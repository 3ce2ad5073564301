import { expect, test } from 'vitest';

import { due, newPhone, readNote, readPiece, type Note } from '../../../src/phone/messages.ts';

const phone = newPhone();
const note: Note = {
  turn: 2,
  phone,
  slots: [
    { slot: 'contents', needed: true, held: 'phone' },
    { slot: 'sealed', needed: true, held: 'nothing' },
    { slot: 'open', needed: false, held: 'nothing' },
  ],
  signature: 'nothing',
  got: 3,
  refused: [{ number: 1, why: 'held' }],
};

test('a piece is read as it was written, through JSON', () => {
  const pieces = [{ kind: 'here', phone }, { kind: 'picture', phone, slot: 'contents' }, { kind: 'signature', phone, strokes: [[0, 10, 0, 20, 30, 16], []] }] as const;
  for (const piece of pieces) expect(readPiece(JSON.parse(JSON.stringify(piece)))).toEqual(piece);
});

test('a piece of any other form is none', () => {
  const strange: unknown[] = [
    null,
    7,
    {},
    { kind: 'here' },
    { kind: 'here', phone: 'x' },
    { kind: 'dance', phone },
    { kind: 'picture', phone },
    { kind: 'picture', phone, slot: '../x' },
    { kind: 'signature', phone, strokes: [[1, 2]] },
    { kind: 'signature', phone, strokes: [[1, 2, -3]] },
    { kind: 'signature', phone, strokes: [[1, 2, 0.5]] },
    { kind: 'signature', phone, strokes: [[1, 2, 10_000_000]] },
    { kind: 'signature', phone, strokes: Array(201).fill([]) },
    { kind: 'signature', phone, strokes: [Array(15_003).fill(1)] },
  ];
  for (const each of strange) expect(readPiece(each), JSON.stringify(each).slice(0, 60)).toBeNull();
});

test('a note is read as it was written; one of any other form is none', () => {
  expect(readNote(JSON.parse(JSON.stringify(note)))).toEqual(note);
  expect(readNote({ ...note, phone: null })).toEqual({ ...note, phone: null });
  const strange: unknown[] = [
    null,
    { ...note, turn: -1 },
    { ...note, got: '3' },
    { ...note, phone: 'x' },
    { ...note, signature: 'maybe' },
    { ...note, slots: 'all' },
    { ...note, slots: [{ slot: 'contents', needed: 1, held: 'phone' }] },
    { ...note, slots: [{ slot: 'contents', needed: true, held: 'mine' }] },
    { ...note, refused: 'none' },
    { ...note, refused: [{ number: 1, why: 'so' }] },
    { ...note, refused: Array(65).fill(note.refused[0]) },
    { ...note, slots: Array(13).fill(note.slots[0]) },
  ];
  for (const each of strange) expect(readNote(each), JSON.stringify(each).slice(0, 60)).toBeNull();
});

test('due is the first needed picture that is missing, then the signature, then nothing', () => {
  expect(due(note)).toBe('sealed');
  const taken = note.slots.map((each) => ({ ...each, held: each.needed ? ('counter' as const) : each.held }));
  expect(due({ ...note, slots: taken })).toBe('signature');
  expect(due({ ...note, slots: taken, signature: 'phone' })).toBeNull();
  expect(due({ ...note, slots: taken, signature: 'none' })).toBeNull();
});
