// Who is to see to a task: somebody with an account that sees it, by job title and staff number, or nobody.
import { useState } from 'react';

import { api, ask } from '../../api/client.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { tasksTexts } from '../../i18n/tasks.ts';
import { ActDialog } from '../../kit/act-dialog.tsx';
import { Labelled } from '../../kit/field.tsx';
import { ableFor, whatOf, type Owner, type Task } from './task.ts';

interface Props {
  readonly task: Task;
  readonly owners: readonly Owner[];
  readonly onDone: (task: Task) => void;
  readonly onClose: () => void;
}

export function GiveDialog({ task, owners, onDone, onClose }: Props) {
  const t = useTexts(tasksTexts);
  const [owner, setOwner] = useState(task.owner?.number ?? '');
  const what = whatOf(task, t);
  return (
    <ActDialog
      title={t.giveOf(what)}
      lead={t.giveLead}
      confirm={t.give}
      act={() => ask(api.PUT('/api/v1/tasks/{task}/owner', { params: { path: { task: task.id } }, body: { owner: owner === '' ? null : owner } }))}
      onDone={() => onDone(task)}
      onClose={onClose}
    >
      <Labelled label={t.giveTo}>
        {(control) => (
          <select className="input" name="owner" {...control} value={owner} onChange={({ target }) => setOwner(target.value)}>
            <option value="">{t.nobody}</option>
            {ableFor(task, owners).map(({ number, role_title }) => (
              <option key={number} value={number}>
                {`${role_title ?? ''} · ${number}`}
              </option>
            ))}
          </select>
        )}
      </Labelled>
    </ActDialog>
  );
}
