// A piece of equipment or a vehicle as one row, as what is typed, and as the API has it: pure.
import type { components } from '../../api/api.d.ts';
import type { piecesTexts } from '../../i18n/pieces.ts';
import { dayText } from '../../kit/civil-day.ts';
import type { Tone } from '../../kit/verdict.tsx';
import type { Task } from './task.ts';

type Equipment = components['schemas']['Equipment'];
type Vehicle = components['schemas']['Vehicle'];
type Texts = (typeof piecesTexts)['vi'];

export type PieceSort = 'equipment' | 'vehicle';

/** Days are empty where there is none. */
export interface Piece {
  readonly sort: PieceSort;
  /** Code or plate. */
  readonly name: string;
  readonly site: string;
  readonly kind: string;
  /** Serial number, or that of the certificate. */
  readonly paper: string;
  readonly inspectedOn: string;
  readonly validUntil: string;
  readonly retiredOn: string;
}

export const nothingYet = (sort: PieceSort): Piece => ({
  sort,
  name: '',
  site: '',
  kind: sort === 'equipment' ? 'camera' : 'truck',
  paper: '',
  inspectedOn: '',
  validUntil: '',
  retiredOn: '',
});

export const pieceOfEquipment = ({ code, site, kind, serial, inspected_on, valid_until, retired_on }: Equipment): Piece => ({
  sort: 'equipment',
  name: code,
  site,
  kind,
  paper: serial,
  inspectedOn: inspected_on ?? '',
  validUntil: valid_until ?? '',
  retiredOn: retired_on ?? '',
});

export const pieceOfVehicle = ({ plate, site, kind, certificate_number, valid_until, retired_on }: Vehicle): Piece => ({
  sort: 'vehicle',
  name: plate,
  site,
  kind,
  paper: certificate_number,
  inspectedOn: '',
  validUntil: valid_until ?? '',
  retiredOn: retired_on ?? '',
});

const dayOrNone = (typed: string): string | null => (typed === '' ? null : typed);

export const equipmentOf = ({ name, site, kind, paper, inspectedOn, validUntil, retiredOn }: Piece): Equipment => ({
  code: name,
  site,
  kind: kind as Equipment['kind'],
  serial: paper.trim(),
  inspected_on: dayOrNone(inspectedOn),
  valid_until: dayOrNone(validUntil),
  retired_on: dayOrNone(retiredOn),
});

export const vehicleOf = ({ name, site, kind, paper, validUntil, retiredOn }: Piece): Vehicle => ({
  plate: name,
  site,
  kind: kind as Vehicle['kind'],
  certificate_number: paper.trim(),
  valid_until: dayOrNone(validUntil),
  retired_on: dayOrNone(retiredOn),
});

/**
 * How its day stands; null: it has none and needs none. What is over is over whatever the list of things to do shows of it: that has only what
 * whoever looks has to see to. What is soon, and what is missing, is as the list has it.
 */
export function stateOf(piece: Piece, tasks: readonly Task[], today: string, t: Texts): { readonly tone: Tone; readonly words: string } | null {
  const task = tasks.find(({ id }) => id === `${piece.sort}.${piece.name}`);
  if (task?.missing === true) return { tone: 'bad', words: t.never };
  if (piece.validUntil === '') return null;
  const day = dayText(piece.validUntil);
  if (piece.validUntil < today) return { tone: 'bad', words: t.ended(day) };
  if (task === undefined) return { tone: 'ok', words: t.valid(day) };
  return task.severity === 'overdue' ? { tone: 'bad', words: t.ended(day) } : { tone: 'warn', words: t.ends(day) };
}

const codeForm = /^[A-Z0-9][A-Z0-9-]{0,23}$/;
const plateForm = /^\d{2}(?:[A-Z]{1,2}-?|-?[A-Z][A-Z0-9]-?)\d{4,5}$/;

/** As it is sent: a code in capitals, a plate without what is only painted between. */
export const tidyName = (sort: PieceSort, typed: string): string => {
  const capitals = typed.trim().toUpperCase();
  return sort === 'equipment' ? capitals : capitals.replace(/[. ]/g, '');
};

/** What is wrong with what was typed, by field. */
export function mistakesIn(piece: Piece, isNew: boolean, known: readonly Piece[], t: Texts): Readonly<Partial<Record<'name' | 'site', string>>> {
  const name = tidyName(piece.sort, piece.name);
  const bare = (text: string): string => text.replaceAll('-', '');
  const form = piece.sort === 'equipment' ? codeForm : plateForm;
  const wrongName =
    name === ''
      ? t.needed
      : !form.test(name)
        ? piece.sort === 'equipment'
          ? t.nameForm
          : t.plateForm
        : isNew && known.some((each) => each.sort === piece.sort && (piece.sort === 'equipment' ? each.name === name : bare(each.name) === bare(name)))
          ? t.exists
          : undefined;
  return { ...(wrongName !== undefined && { name: wrongName }), ...(piece.site === '' && { site: t.needed }) };
}
