// A record that the server did not take: opened by the server for this clerk, mended here, put back into the queue.
import { useState } from 'react';

import type { Answer } from '../../api/problem.ts';
import { online } from '../../app/connection.ts';
import { session } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import { serverNow } from '../../counter/day-rules.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { shiftTexts } from '../../i18n/shift.ts';
import { ActDialog } from '../../kit/act-dialog.tsx';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Field } from '../../kit/field.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { reopened, type Reopened } from '../../offline/calls.ts';
import { openQueue, type KeptRecord } from '../../offline/db.ts';
import { mended, putBack, wrongIn } from '../../offline/mend.ts';
import { confirmed } from '../../offline/queue.ts';
import { changed, waitingHere } from '../../offline/service.ts';

type Open = Exclude<Reopened, { readonly kind: 'taken' }>;

export function MendButton({ item }: { readonly item: string }) {
  const t = useTexts(shiftTexts);
  const reached = useStore(online);
  const record = useStore(waitingHere).records.find((each) => each.item === item);
  const [open, setOpen] = useState<Open | 'opening' | null>(null);
  if (record === undefined) return null;
  const close = (): void => setOpen(null);
  const look = async (): Promise<void> => {
    setOpen('opening');
    const said = await reopened(record);
    if (said.kind !== 'taken') return setOpen(said);
    await confirmed(await openQueue(), item); // what stood in the way is gone
    close();
    changed();
  };
  return (
    <>
      <Button kind="quiet" className="small" disabled={!reached} onClick={() => void look()} aria-label={`${t.mend}: ${record.itemCode ?? t.noCode}`}>
        {t.mend}
      </Button>
      {open === 'opening' && (
        <Dialog title={t.mendTitle(record.itemCode ?? t.noCode)} onClose={close}>
          <p role="status">{t.opening}</p>
        </Dialog>
      )}
      {open !== null && open !== 'opening' && <MendDialog record={record} open={open} onClose={close} />}
    </>
  );
}

function MendDialog({ record, open, onClose }: { readonly record: KeptRecord; readonly open: Open; readonly onClose: () => void }) {
  const t = useTexts(shiftTexts);
  const title = t.mendTitle(record.itemCode ?? t.noCode);
  if (open.kind === 'failed') {
    return (
      <Dialog title={title} onClose={onClose}>
        <FailureNotice failure={open.failure} />
      </Dialog>
    );
  }
  const wrong = wrongIn(open.document, open.failure.errors);
  if (wrong.every(({ value }) => value === null)) {
    return (
      <Dialog title={title} onClose={onClose}>
        {wrong.map(({ field, text }) => (
          <p key={field}>{text}</p>
        ))}
        <Notice tone="warn">{t.mendNothing}</Notice>
      </Dialog>
    );
  }
  return <MendForm title={title} record={record} document={open.document} wrong={wrong} onClose={onClose} />;
}

interface FormProps {
  readonly title: string;
  readonly record: KeptRecord;
  readonly document: string;
  readonly wrong: ReturnType<typeof wrongIn>;
  readonly onClose: () => void;
}

function MendForm({ title, record, document, wrong, onClose }: FormProps) {
  const t = useTexts(shiftTexts);
  const now = useStore(session);
  const names: Partial<Record<string, string>> = t.fields;
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(() => new Map(wrong.flatMap(({ field, value }) => (value === null ? [] : [[field, value] as const]))));
  const [failed, setFailed] = useState(false);
  const act = async (): Promise<Answer<unknown>> => {
    const by = now.state === 'in' ? now.actor.user : '';
    const done = await openQueue().then((db) => putBack(db, record, mended(document, typed), by, serverNow())).catch(() => false);
    setFailed(!done);
    if (done) {
      changed();
      onClose();
    }
    return { ok: true, data: null };
  };
  return (
    <ActDialog title={title} lead={t.mendLead} confirm={t.mendGo} act={act} onDone={() => undefined} onClose={onClose}>
      {wrong.map(({ field, text, value }) =>
        value === null ? (
          <p key={field}>{text}</p>
        ) : (
          <Field
            key={field}
            label={names[field] ?? t.field(field)}
            error={text}
            value={typed.get(field) ?? ''}
            maxLength={500}
            autoComplete="off"
            onChange={({ target }) => setTyped(new Map(typed).set(field, target.value))}
          />
        ),
      )}
      {failed && (
        <Notice tone="bad" alert>
          {t.mendNot}
        </Notice>
      )}
    </ActDialog>
  );
}
