// How much of each duty is in order: a figure over its base, held against its threshold; each leads to what is not.
import { Link } from 'wouter';

import { number } from '../../i18n/formats.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { tasksTexts } from '../../i18n/tasks.ts';
import { Verdict } from '../../kit/verdict.tsx';
import { kindParameter, type TaskKind, type Tasks } from './task.ts';

interface Props {
  readonly tiles: Tasks['tiles'];
  readonly kind: TaskKind | null;
}

export function Tiles({ tiles, kind: chosen }: Props) {
  const t = useTexts(tasksTexts);
  return (
    <section className="tasks-state" aria-labelledby="tasks-state">
      <h2 id="tasks-state">{t.state}</h2>
      {tiles.length === 0 && <p className="field-hint">{t.stateNone}</p>}
      <ul className="tiles">
        {tiles.map(({ kind, good, base, percent_min, enough }) => (
          <li key={kind}>
            <Link className="tile" href={`?${kindParameter}=${kind}`} aria-current={kind === chosen || undefined}>
              <span className="tile-title">{(t.tiles as Partial<Record<TaskKind, string>>)[kind] ?? t.groups[kind]}</span>
              <span className="tile-figure">
                <span aria-hidden="true">{t.share(number(good), number(base))}</span>
                <span className="visually-hidden">{t.shareSaid(number(good), number(base))}</span>
              </span>
              <span className="tile-state">
                <Verdict tone={enough ? 'ok' : 'bad'}>{enough ? t.enough : t.tooFew}</Verdict>
                <span className="field-hint">{t.threshold(number(percent_min))}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
