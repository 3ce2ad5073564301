// One row a task: sign and word, what it is, its day, who sees to it, and where.
import { Link } from 'wouter';

import { pagesOf } from '../../app/pages.ts';
import { session, type Actor } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { tasksTexts } from '../../i18n/tasks.ts';
import { Button } from '../../kit/button.tsx';
import { dayText } from '../../kit/civil-day.ts';
import { Verdict } from '../../kit/verdict.tsx';
import { ableFor, pressing, whatOf, type Task, type Tasks } from './task.ts';

interface Props {
  readonly data: Tasks;
  readonly onGive: (task: Task) => void;
  readonly onTake: (task: Task) => Promise<void>;
}

export function TaskList({ data, onGive, onTake }: Props) {
  const t = useTexts(tasksTexts);
  return (
    <ul className="tasks-rows" aria-label={t.title}>
      {data.tasks.map((task) => (
        <TaskRow key={task.id} task={task} data={data} onGive={onGive} onTake={onTake} />
      ))}
    </ul>
  );
}

function TaskRow({ task, data, onGive, onTake }: Props & { readonly task: Task }) {
  const t = useTexts(tasksTexts);
  const { tone, words } = pressing(task, data.day, t);
  const { severity, missing, blocks, due, law, site_name, kind, owner } = task;
  const isLate = missing || severity === 'overdue';
  return (
    <li className={`task task-${tone}`} data-task={task.id}>
      <div className="task-top">
        <Verdict tone={tone}>{words}</Verdict>
        <span className="task-what">{whatOf(task, t)}</span>
      </div>
      <p className="task-facts">
        <span>{missing ? t.demanded(dayText(due)) : t.due(dayText(due))}</span>
        {site_name !== undefined && kind !== 'posting' && kind !== 'site_equipment' && <span>{site_name}</span>}
        <span translate="no">{t.law(law)}</span>
        <span>{owner === undefined ? t.nobody : t.owner(owner.role_title ?? '', owner.number)}</span>
        {blocks && <strong>{isLate ? t.blocks : t.willBlock}</strong>}
      </p>
      <TaskActs task={task} data={data} onGive={onGive} onTake={onTake} />
    </li>
  );
}

/** A page that the actor sees. */
const opens = (page: string | undefined, actor: Actor | null): page is string =>
  page !== undefined && actor !== null && pagesOf(actor).some(({ path }) => path === page.split('?')[0]);

function TaskActs({ task, data, onGive, onTake }: Props & { readonly task: Task }) {
  const t = useTexts(tasksTexts);
  const now = useStore(session);
  const actor = now.state === 'in' ? now.actor : null;
  const what = whatOf(task, t);
  const able = task.kind === 'hold' ? [] : ableFor(task, data.owners ?? []);
  const mayTake = able.some((each) => each.number === actor?.by) && task.owner?.number !== actor?.by;
  return (
    <div className="task-acts">
      {opens(task.page, actor) && (
        <Link className="button button-plain" href={task.page} aria-label={t.openOf(what)}>
          {t.open}
        </Link>
      )}
      {mayTake && (
        <Button kind="quiet" aria-label={t.takeOf(what)} onClick={() => void onTake(task)}>
          {t.take}
        </Button>
      )}
      {able.length > 0 && (
        <Button kind="quiet" aria-label={t.giveOf(what)} onClick={() => onGive(task)}>
          {t.give}
        </Button>
      )}
    </div>
  );
}
