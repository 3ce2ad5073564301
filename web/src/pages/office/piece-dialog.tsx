// One piece of equipment or one vehicle: a new one, or one whose days, number or site have changed.
import { useState } from 'react';

import { api, ask } from '../../api/client.ts';
import type { components } from '../../api/api.d.ts';
import type { Answer } from '../../api/problem.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { piecesTexts } from '../../i18n/pieces.ts';
import { tasksTexts } from '../../i18n/tasks.ts';
import { ActDialog } from '../../kit/act-dialog.tsx';
import { Field, Labelled } from '../../kit/field.tsx';
import { equipmentOf, mistakesIn, tidyName, vehicleOf, type Piece } from './piece.ts';

type Site = components['schemas']['Site'];

interface Props {
  readonly piece: Piece;
  readonly isNew: boolean;
  readonly sites: readonly Site[];
  readonly known: readonly Piece[];
  readonly onDone: (name: string) => void;
  readonly onClose: () => void;
}

/** Only that it was done: what it is now the page asks anew. */
const send = (piece: Piece): Promise<Answer<unknown>> =>
  piece.sort === 'equipment'
    ? ask(api.PUT('/api/v1/equipment/{code}', { params: { path: { code: piece.name } }, body: equipmentOf(piece) }))
    : ask(api.PUT('/api/v1/vehicles/{plate}', { params: { path: { plate: piece.name } }, body: vehicleOf(piece) }));

export function PieceDialog({ piece: before, isNew, sites, known, onDone, onClose }: Props) {
  const t = useTexts(piecesTexts);
  const [piece, setPiece] = useState(before);
  const [asked, setAsked] = useState(false);
  const isEquipment = piece.sort === 'equipment';
  const mistakes = asked ? mistakesIn(piece, isNew, known, t) : {};
  const set = (change: Partial<Piece>): void => setPiece({ ...piece, ...change });
  const act = () => {
    setAsked(true);
    if (Object.keys(mistakesIn(piece, isNew, known, t)).length > 0) return null;
    return send({ ...piece, name: tidyName(piece.sort, piece.name) });
  };
  const day = (key: 'inspectedOn' | 'validUntil' | 'retiredOn', label: string, hint: string) => (
    <Field type="date" name={key} label={label} hint={hint} value={piece[key]} onChange={({ target }) => set({ [key]: target.value })} />
  );
  return (
    <ActDialog
      title={isNew ? (isEquipment ? t.addEquipment : t.addVehicle) : t.editOf(piece.name)}
      lead={t.dialogLead}
      confirm={t.save}
      act={act}
      onDone={() => onDone(tidyName(piece.sort, piece.name))}
      onClose={onClose}
    >
      <Field
        name="name"
        label={isEquipment ? t.name : t.plate}
        hint={isEquipment ? t.nameHint : t.plateHint}
        maxLength={24}
        autoComplete="off"
        value={piece.name}
        readOnly={!isNew}
        error={mistakes.name}
        onChange={({ target }) => set({ name: target.value })}
      />
      <KindAndSite piece={piece} sites={sites} error={mistakes.site} onSet={set} />
      <Field
        name="paper"
        label={isEquipment ? t.serial : t.certificate}
        hint={t.optional}
        maxLength={100}
        autoComplete="off"
        value={piece.paper}
        onChange={({ target }) => set({ paper: target.value })}
      />
      {isEquipment && day('inspectedOn', t.inspectedOn, t.optional)}
      {day('validUntil', t.validUntil, t.optional)}
      {!isNew && day('retiredOn', t.retiredOn, t.retireHint)}
    </ActDialog>
  );
}

interface ChoiceProps {
  readonly piece: Piece;
  readonly sites: readonly Site[];
  readonly error: string | undefined;
  readonly onSet: (change: Partial<Piece>) => void;
}

function KindAndSite({ piece, sites, error, onSet }: ChoiceProps) {
  const t = useTexts(piecesTexts);
  const kinds = useTexts(tasksTexts);
  return (
    <>
      <Labelled label={t.kind}>
        {(control) => (
          <select className="input" name="kind" {...control} value={piece.kind} onChange={({ target }) => onSet({ kind: target.value })}>
            {Object.entries(piece.sort === 'equipment' ? kinds.equipment : kinds.vehicles).map(([kind, words]) => (
              <option key={kind} value={kind}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      <Labelled label={t.site} error={error}>
        {(control) => (
          <select className="input" name="site" {...control} value={piece.site} onChange={({ target }) => onSet({ site: target.value })}>
            <option value="" />
            {sites.map(({ code, name }) => (
              <option key={code} value={code}>
                {`${name} · ${code}`}
              </option>
            ))}
          </select>
        )}
      </Labelled>
    </>
  );
}
