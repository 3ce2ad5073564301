// The safety office's first page: what is to be done, with its day and who sees to it; beside it how much of each duty is in order.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';

import { api, ask } from '../../api/client.ts';
import type { Failure } from '../../api/problem.ts';
import { useAsked } from '../../api/use-asked.ts';
import { session } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import { Skeleton } from '../../app/waiting.tsx';
import { number } from '../../i18n/formats.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { shellTexts } from '../../i18n/shell.ts';
import { tasksTexts } from '../../i18n/tasks.ts';
import { Button } from '../../kit/button.tsx';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Labelled } from '../../kit/field.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { GiveDialog } from './give-dialog.tsx';
import { kindIn, kindParameter, whatOf, type Task, type TaskKind, type Tasks } from './task.ts';
import { TaskList } from './task-list.tsx';
import { Tiles } from './tiles.tsx';
import './tasks.css';

const again_ms = 60_000;

function useTasks(kind: TaskKind | null) {
  const call = useCallback(() => ask(api.GET('/api/v1/tasks', { params: { query: kind === null ? {} : { kind } } })), [kind]);
  const asked = useAsked(call);
  const { anew } = asked;
  useEffect(() => {
    const again = setInterval(anew, again_ms);
    return () => clearInterval(again);
  }, [anew]);
  return asked;
}

export default function TasksPage() {
  const t = useTexts(tasksTexts);
  const shell = useTexts(shellTexts);
  const [query] = useSearchParams();
  const kind = kindIn(query.get(kindParameter), t.groups);
  const { data, failure, anew } = useTasks(kind);
  const { giving, setGiving, told, tookNot, take, given } = useGiving(anew);
  const said = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (told !== null) said.current?.focus(); // the button that was pressed may be gone
  }, [told]);
  return (
    <div className="tasks">
      <h1>{t.title}</h1>
      <p>{t.lead}</p>
      <div ref={said} role="status" tabIndex={-1}>
        {told !== null && <Notice tone="ok">{told}</Notice>}
      </div>
      <FailureNotice failure={tookNot ?? failure} />
      {failure !== null && (
        <p>
          <Button onClick={anew}>{shell.again}</Button>
        </p>
      )}
      {data === null && failure === null && <Skeleton rows={8} />}
      {data !== null && (
        <div className="tasks-parts">
          <section className="tasks-list" aria-labelledby="tasks-counts">
            <h2 id="tasks-counts">{t.counts(number(data.overdue), number(data.today), number(data.soon))}</h2>
            <Shown kind={kind} data={data} onGive={setGiving} onTake={take} />
          </section>
          <Tiles tiles={data.tiles} kind={kind} />
        </div>
      )}
      {giving !== null && <GiveDialog task={giving} owners={data?.owners ?? []} onDone={given} onClose={() => setGiving(null)} />}
    </div>
  );
}

/** Taking a task, or giving it to somebody else. */
function useGiving(anew: () => void) {
  const t = useTexts(tasksTexts);
  const now = useStore(session);
  const self = now.state === 'in' ? now.actor.by : '';
  const [giving, setGiving] = useState<Task | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const [tookNot, setTookNot] = useState<Failure | null>(null);
  const take = async (task: Task): Promise<void> => {
    const answer = await ask(api.PUT('/api/v1/tasks/{task}/owner', { params: { path: { task: task.id } }, body: { owner: self } }));
    setTookNot(answer.ok ? null : answer.failure);
    setTold(answer.ok ? t.taken(whatOf(task, t)) : null);
    anew();
  };
  const given = (task: Task): void => {
    setGiving(null);
    setTookNot(null);
    setTold(t.given(whatOf(task, t)));
    anew();
  };
  return { giving, setGiving, told, tookNot, take, given };
}

interface ShownProps {
  readonly kind: TaskKind | null;
  readonly data: Tasks;
  readonly onGive: (task: Task) => void;
  readonly onTake: (task: Task) => Promise<void>;
}

function Shown({ kind, data, onGive, onTake }: ShownProps) {
  const t = useTexts(tasksTexts);
  const [, setQuery] = useSearchParams();
  return (
    <>
      <Labelled label={t.group} className="tasks-filter">
        {(control) => (
          <select {...control} className="input" value={kind ?? ''} onChange={({ target }) => setQuery(target.value === '' ? {} : { [kindParameter]: target.value })}>
            <option value="">{t.allGroups}</option>
            {Object.entries(t.groups).map(([code, words]) => (
              <option key={code} value={code}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      {data.tasks.length === 0 && <div className="table-empty">{kind === null ? t.none : t.noneOfKind}</div>}
      {data.tasks.length > 0 && <TaskList data={data} onGive={onGive} onTake={onTake} />}
      {data.more > 0 && <Notice tone="warn">{t.more(number(data.more))}</Notice>}
    </>
  );
}
