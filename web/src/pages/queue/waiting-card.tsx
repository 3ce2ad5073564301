import { useState } from 'react';

import { online } from '../../app/connection.ts';
import { useStore } from '../../app/store.ts';
import { serverNow } from '../../counter/day-rules.ts';
import { moment } from '../../i18n/formats.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { shiftTexts } from '../../i18n/shift.ts';
import { Button } from '../../kit/button.tsx';
import { FileButton } from '../../kit/file-button.tsx';
import { Table, type Column } from '../../kit/table.tsx';
import { Notice, Verdict, type Tone } from '../../kit/verdict.tsx';
import { openQueue, type Refused } from '../../offline/db.ts';
import { readFile, writeFile } from '../../offline/parcel-file.ts';
import { tryAgain } from '../../offline/queue.ts';
import { changed, waitingHere, whyNotYet } from '../../offline/service.ts';
import { MendButton } from './mend-button.tsx';
import { rowsOf, type Row } from './rows.ts';

export function WaitingCard() {
  const t = useTexts(shiftTexts);
  const waiting = useStore(waitingHere);
  const reached = useStore(online);
  const rows = rowsOf(waiting);
  const refused = rows.some((row) => row.refused !== null);
  const again = async (): Promise<void> => {
    await tryAgain(await openQueue());
    changed();
  };
  return (
    <section className="card" aria-labelledby="waiting">
      <h2 id="waiting">{t.queue}</h2>
      {rows.length > 0 && <p>{t.count(rows.length, waiting.pictures.length)}</p>}
      <Rows rows={rows} />
      {refused && <Notice tone="bad">{t.refusedHelp}</Notice>}
      <div className="queue-row">
        {rows.length > 0 && (
          <Button kind="main" disabled={!reached} onClick={() => void (refused ? again() : changed())}>
            {refused ? t.again : t.sendNow}
          </Button>
        )}
        <SealedFile />
      </div>
    </section>
  );
}

function Rows({ rows }: { readonly rows: readonly Row[] }) {
  const t = useTexts(shiftTexts);
  const why = useStore(whyNotYet);
  const columns: Column<Row>[] = [
    { key: 'code', title: t.code, cell: (row) => <span className="figures">{row.itemCode ?? t.noCode}</span> },
    { key: 'at', title: t.at, figures: true, cell: (row) => moment(new Date(row.decidedAt)) },
    { key: 'what', title: t.what, cell: (row) => [row.record && t.record, row.deeds > 0 && t.deeds(row.deeds), row.pictures > 0 && t.pictures(row.pictures)].filter(Boolean).join(' · ') },
    { key: 'state', title: t.state, cell: (row) => (row.refused ? <Reason row={row} refused={row.refused} /> : <Waits why={why.get(row.item)} />) },
  ];
  return <Table caption={t.rows} columns={columns} rows={rows} keyOf={({ item }) => item} empty={t.none} />;
}

function Waits({ why }: { readonly why: string | undefined }) {
  const t = useTexts(shiftTexts);
  return (
    <>
      <Verdict tone="unsure">{t.waits}</Verdict> {why}
    </>
  );
}

function Reason({ row, refused }: { readonly row: Row; readonly refused: Refused }) {
  const t = useTexts(shiftTexts);
  return (
    <>
      <Verdict tone="bad">{t.refused}</Verdict> {refused.title} {refused.errors.map(({ text }) => text).join(' ')} {row.record && <MendButton item={row.item} />}
    </>
  );
}

/** Out of this machine and into another. */
function SealedFile() {
  const t = useTexts(shiftTexts);
  const { records, deeds, pictures } = useStore(waitingHere);
  const [said, setSaid] = useState<{ readonly tone: Tone; readonly words: string } | null>(null);
  const save = async (): Promise<void> => {
    const address = URL.createObjectURL(await writeFile(await openQueue()));
    const link = document.createElement('a');
    link.href = address;
    link.download = `buuan-queue-${serverNow().toISOString().slice(0, 16).replace(/\D/g, '')}.ndjson`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  };
  const diskRefuses = (): void => setSaid({ tone: 'bad', words: t.diskRefuses });
  const take = async (file: Blob): Promise<void> => {
    const taken = await readFile(await openQueue(), file);
    if (taken === null) return setSaid({ tone: 'bad', words: t.notOurs });
    setSaid({ tone: 'ok', words: taken === 0 ? t.importedNone : t.imported(taken) });
    changed();
  };
  return (
    <>
      {records.length + deeds.length + pictures.length > 0 && <Button onClick={() => void save().catch(diskRefuses)}>{t.export}</Button>}
      <FileButton kind="quiet" label={t.import} accept=".ndjson" onFile={(file) => void take(file).catch(diskRefuses)} />
      <p className="field-hint">{t.exportWhy}</p>
      {said && (
        <Notice tone={said.tone} alert>
          {said.words}
        </Notice>
      )}
    </>
  );
}
