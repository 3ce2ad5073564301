// A piece of equipment or a vehicle: what is typed becomes what the API takes, and comes back the same.
import { describe, expect, test } from 'vitest';

import { piecesTexts } from '../../../src/i18n/pieces.ts';
import { equipmentOf, mistakesIn, nothingYet, pieceOfEquipment, pieceOfVehicle, stateOf, tidyName, vehicleOf, type Piece } from '../../../src/pages/office/piece.ts';
import type { Task } from '../../../src/pages/office/task.ts';

const t = piecesTexts.vi;
const scanner = { code: 'XR-1', site: 'TT2', kind: 'xray_scanner', serial: 'S', inspected_on: '2026-01-01', valid_until: '2027-01-01', retired_on: null } as const;
const truck = { plate: '27C-12345', site: 'TT2', kind: 'truck', certificate_number: 'KD-1', valid_until: null, retired_on: null } as const;

test('there and back it is the same', () => {
  expect(equipmentOf(pieceOfEquipment(scanner))).toEqual(scanner);
  expect(vehicleOf(pieceOfVehicle(truck))).toEqual(truck);
});

describe('a name', () => {
  const wrong = (more: Partial<Piece>, isNew = true): string | undefined =>
    mistakesIn({ ...nothingYet('vehicle'), site: 'TT2', ...more }, isNew, [pieceOfEquipment(scanner), pieceOfVehicle(truck)], t).name;
  test.each(['30A-123.45', '30a 12345', '29-B1 123.45', '59LD-123.45'])('of a vehicle: %s', (name) => expect(wrong({ name })).toBeUndefined());
  test.each(['3A-12345', '30A-123', 'XR-1'])('of no vehicle: %s', (name) => expect(wrong({ name })).toBe(t.plateForm));
  test('is there already, however it is typed', () => {
    expect(wrong({ name: '27c 123.45' })).toBe(t.exists);
    expect(wrong({ sort: 'equipment', name: 'xr-1' })).toBe(t.exists);
    expect(wrong({ name: '27C-12345' }, false)).toBeUndefined();
  });
  test('is needed, and so is a site', () => expect(mistakesIn(nothingYet('equipment'), true, [], t)).toEqual({ name: t.needed, site: t.needed }));
  test('is sent in its form', () => {
    expect(tidyName('vehicle', ' 29-b1 123.45 ')).toBe('29-B112345');
    expect(tidyName('equipment', ' xr-9 ')).toBe('XR-9');
  });
});

describe('its day', () => {
  const task = (more: Partial<Task>): Task => ({ id: 'equipment.XR-1', kind: 'equipment', law: 'D3', severity: 'soon', subject: 'XR-1', due: '2027-01-01', missing: false, blocks: false, ...more });
  test.each([
    [[], 'ok', t.valid('01/01/2027')],
    [[task({})], 'warn', t.ends('01/01/2027')],
    [[task({ severity: 'overdue' })], 'bad', t.ended('01/01/2027')],
    [[task({ severity: 'overdue', missing: true })], 'bad', t.never],
    [[task({ id: 'vehicle.XR-1', severity: 'overdue' })], 'ok', t.valid('01/01/2027')],
  ] as const)('%#', (tasks, tone, words) => expect(stateOf(pieceOfEquipment(scanner), tasks, '2026-11-27', t)).toEqual({ tone, words }));
  test('what is over is over, whoever has to see to it', () => expect(stateOf(pieceOfEquipment(scanner), [], '2027-01-02', t)).toEqual({ tone: 'bad', words: t.ended('01/01/2027') }));
  test('none is needed where nobody asks for one', () => expect(stateOf(pieceOfVehicle(truck), [], '2026-11-27', t)).toBeNull());
});
