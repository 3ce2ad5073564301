// Equipment and vehicles with their inspections: what is over or near its day says so as the list of things to do does.
import { useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';

import { api, ask } from '../../api/client.ts';
import { useAsked } from '../../api/use-asked.ts';
import { session } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import { Skeleton } from '../../app/waiting.tsx';
import { number } from '../../i18n/formats.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { piecesTexts } from '../../i18n/pieces.ts';
import { tasksTexts } from '../../i18n/tasks.ts';
import { wordOf } from '../../i18n/word-of.ts';
import { Button } from '../../kit/button.tsx';
import { dayText } from '../../kit/civil-day.ts';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Table, type Column } from '../../kit/table.tsx';
import { Notice, Verdict } from '../../kit/verdict.tsx';
import { nothingYet, pieceOfEquipment, pieceOfVehicle, stateOf, type Piece, type PieceSort } from './piece.ts';
import { PieceDialog } from './piece-dialog.tsx';
import type { Task } from './task.ts';
import './equipment.css';

const askRegister = () => ask(api.GET('/api/v1/register'));
const askEquipmentTasks = () => ask(api.GET('/api/v1/tasks', { params: { query: { kind: 'equipment' } } }));
const askVehicleTasks = () => ask(api.GET('/api/v1/tasks', { params: { query: { kind: 'vehicle' } } }));
const tasksPath = '/app/viec';

/** What the page shows, and how to have it again. */
function usePieces(site: string | null) {
  const { data: register, failure: registerFailed, anew: registerAnew } = useAsked(askRegister);
  const { data: ofEquipment, failure: equipmentFailed, anew: equipmentAnew } = useAsked(askEquipmentTasks);
  const { data: ofVehicles, failure: vehiclesFailed, anew: vehiclesAnew } = useAsked(askVehicleTasks);
  const failure = registerFailed ?? equipmentFailed ?? vehiclesFailed;
  const pieces = useMemo(() => {
    if (register === null) return null;
    const all = [...register.equipment.map(pieceOfEquipment), ...register.vehicles.map(pieceOfVehicle)];
    return all.filter((piece) => site === null || piece.site === site);
  }, [register, site]);
  const tasks = useMemo(() => [...(ofEquipment?.tasks ?? []), ...(ofVehicles?.tasks ?? [])], [ofEquipment, ofVehicles]);
  const ready = register !== null && ofEquipment !== null && ofVehicles !== null;
  const anew = (): void => {
    registerAnew();
    equipmentAnew();
    vehiclesAnew();
  };
  const sites = register?.sites.filter(({ code }) => site === null || code === site) ?? [];
  return { pieces: ready ? pieces : null, sites, tasks, today: ofEquipment?.day ?? '', failure, anew };
}

export default function EquipmentPage() {
  const t = useTexts(piecesTexts);
  const now = useStore(session);
  const { pieces, sites, tasks, today, failure, anew } = usePieces(now.state === 'in' ? (now.actor.site ?? null) : null);
  const mayWrite = now.state === 'in' && ['officer', 'administrator'].includes(now.actor.role);
  const [doing, setDoing] = useState<{ readonly piece: Piece; readonly isNew: boolean } | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const said = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (told !== null) said.current?.focus();
  }, [told]);
  const done = (name: string): void => {
    setDoing(null);
    setTold(t.saved(name));
    anew();
  };
  const edit = mayWrite ? (piece: Piece) => setDoing({ piece, isNew: false }) : null;
  const add = mayWrite ? (sort: PieceSort) => setDoing({ piece: nothingYet(sort), isNew: true }) : null;
  return (
    <div className="pieces">
      <div className="pieces-top">
        <h1>{t.title}</h1>
        <Link className="button button-plain" href={tasksPath}>
          {t.toTasks}
        </Link>
      </div>
      <p>{t.lead}</p>
      <div ref={said} role="status" tabIndex={-1}>
        {told !== null && <Notice tone="ok">{told}</Notice>}
      </div>
      <FailureNotice failure={failure} />
      {pieces === null && failure === null && <Skeleton rows={8} />}
      {pieces !== null && (
        <>
          <Pieces sort="equipment" pieces={pieces} tasks={tasks} today={today} onAdd={add} onEdit={edit} />
          <Pieces sort="vehicle" pieces={pieces} tasks={tasks} today={today} onAdd={add} onEdit={edit} />
        </>
      )}
      {doing !== null && <PieceDialog {...doing} sites={sites} known={pieces ?? []} onDone={done} onClose={() => setDoing(null)} />}
    </div>
  );
}

interface PiecesProps {
  readonly sort: PieceSort;
  readonly pieces: readonly Piece[];
  readonly tasks: readonly Task[];
  readonly today: string;
  readonly onAdd: ((sort: PieceSort) => void) | null;
  readonly onEdit: ((piece: Piece) => void) | null;
}

function Pieces({ sort, pieces, tasks, today, onAdd, onEdit }: PiecesProps) {
  const t = useTexts(piecesTexts);
  const columns = useColumns(sort, tasks, today, onEdit);
  const all = pieces.filter((each) => each.sort === sort);
  const isUsed = ({ retiredOn }: Piece): boolean => retiredOn === '' || today < retiredOn;
  const used = all.filter(isUsed);
  const retired = all.filter((piece) => !isUsed(piece));
  const title = sort === 'equipment' ? t.equipment : t.vehicles;
  return (
    <section className="pieces-part">
      <div className="pieces-top">
        <h2>{title}</h2>
        {onAdd !== null && <Button onClick={() => onAdd(sort)}>{sort === 'equipment' ? t.addEquipment : t.addVehicle}</Button>}
      </div>
      <Table caption={title} columns={columns} rows={used} keyOf={({ name }) => name} empty={sort === 'equipment' ? t.noEquipment : t.noVehicles} />
      {retired.length > 0 && (
        <details>
          <summary>{t.retired(number(retired.length))}</summary>
          <Table caption={t.retired(number(retired.length))} columns={columns} rows={retired} keyOf={({ name }) => name} empty="" />
        </details>
      )}
    </section>
  );
}

function useColumns(sort: PieceSort, tasks: readonly Task[], today: string, onEdit: PiecesProps['onEdit']): Column<Piece>[] {
  const t = useTexts(piecesTexts);
  const kinds = useTexts(tasksTexts);
  const columns: Column<Piece>[] = [
    { key: 'name', title: sort === 'equipment' ? t.name : t.plate, cell: ({ name }) => <span translate="no">{name}</span> },
    { key: 'kind', title: t.kind, cell: ({ kind }) => wordOf(sort === 'equipment' ? kinds.equipment : kinds.vehicles, kind) },
    { key: 'site', title: t.site, cell: ({ site }) => <span translate="no">{site}</span> },
    { key: 'paper', title: sort === 'equipment' ? t.serial : t.certificate, cell: ({ paper }) => <span translate="no">{paper === '' ? '–' : paper}</span> },
    { key: 'until', title: t.validUntil, cell: (piece) => <Until piece={piece} tasks={tasks} today={today} /> },
  ];
  if (onEdit === null) return columns;
  return [
    ...columns,
    {
      key: 'do',
      title: t.do,
      cell: (piece) => (
        <Button kind="quiet" className="small" aria-label={t.editOf(piece.name)} onClick={() => onEdit(piece)}>
          {t.edit}
        </Button>
      ),
    },
  ];
}

function Until({ piece, tasks, today }: { readonly piece: Piece; readonly tasks: readonly Task[]; readonly today: string }) {
  const t = useTexts(piecesTexts);
  if (piece.retiredOn !== '') return `${t.retiredOn} ${dayText(piece.retiredOn)}`;
  const state = stateOf(piece, tasks, today, t);
  return state === null ? t.endless : <Verdict tone={state.tone}>{state.words}</Verdict>;
}
