// A year of days, each with its state. One stop for Tab; the arrows walk from there.
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';

import { useTexts } from '../../i18n/i18n.ts';
import { retentionTexts } from '../../i18n/retention.ts';
import { Button } from '../../kit/button.tsx';
import { dayText, type CivilDay } from '../../kit/civil-day.ts';
import { dayStates, monthsOf, reached, yearOf, yearsOf, type Month, type Shown } from './calendar.ts';
import { KeepingWord, Shape } from './keeping.tsx';

interface Props {
  readonly shown: Shown;
  readonly onOpen: (day: CivilDay) => void;
}

export function DayCalendar({ shown, onOpen }: Props) {
  const t = useTexts(retentionTexts);
  const [at, setAt] = useState<CivilDay>(shown.last);
  const grid = useRef<HTMLDivElement>(null);
  const walked = useRef(false);
  // Where the days were asked for anew, the first or today may be another.
  const here = at < shown.first ? shown.first : shown.last < at ? shown.last : at;
  const year = yearOf(here);
  const years = yearsOf(shown);

  useEffect(() => {
    if (walked.current) grid.current?.querySelector<HTMLElement>(`[data-day="${here}"]`)?.focus();
    walked.current = false;
  }, [here]);

  function onKey(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const to = reached(event.key, here, shown);
    if (to === null) return;
    event.preventDefault(); // the page stays where it is
    walked.current = to !== here;
    setAt(to);
  }

  return (
    <div className="calendar">
      <Legend shown={shown} />
      {years.length > 1 && (
        <div className="calendar-years" role="group" aria-label={t.year}>
          {years.map((each) => (
            <Button key={each} kind={each === year ? 'plain' : 'quiet'} aria-pressed={each === year} onClick={() => setAt(inYear(each, here, shown))}>
              {each}
            </Button>
          ))}
        </div>
      )}
      <div ref={grid} className="calendar-months" onKeyDown={onKey}>
        {monthsOf(year, shown).map((month) => (
          <MonthGrid key={month.month} month={month} shown={shown} at={here} onAt={setAt} onOpen={onOpen} />
        ))}
      </div>
      <p className="field-hint">{t.calendarHint}</p>
    </div>
  );
}

/** The same day of another year, or the nearest that is shown. */
function inYear(year: number, day: CivilDay, { first, last }: Shown): CivilDay {
  const wanted = `${year}${day.slice(4) === '-02-29' ? '-02-28' : day.slice(4)}`;
  return wanted < first ? first : last < wanted ? last : wanted;
}

interface MonthProps extends Props {
  readonly month: Month;
  readonly at: CivilDay;
  readonly onAt: (day: CivilDay) => void;
}

function MonthGrid({ month: { year, month, weeks }, shown, at, onAt, onOpen }: MonthProps) {
  const t = useTexts(retentionTexts);
  return (
    <table role="grid" className="calendar-month">
      <caption>{t.month(month, year)}</caption>
      <thead>
        <tr>
          {t.weekdays.map((short, index) => (
            <th key={short} scope="col" abbr={t.weekdayNames[index]}>
              {short}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, index) => (
          <tr key={index}>
            {week.map((day, weekday) => (
              <td key={weekday}>{day !== null && <DayCell day={day} shown={shown} focused={day === at} onAt={onAt} onOpen={onOpen} />}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps extends Props {
  readonly day: CivilDay;
  readonly focused: boolean;
  readonly onAt: (day: CivilDay) => void;
}

function DayCell({ day, shown, focused, onAt, onOpen }: CellProps) {
  const t = useTexts(retentionTexts);
  const state = shown.states.get(day);
  const isToday = day === shown.last;
  const says = [dayText(day), isToday && t.today, state === undefined ? t.noData : t.states[state]].filter(Boolean).join(', ');
  return (
    <button
      type="button"
      className={`calendar-day ${state === undefined ? '' : `keeping-${state}`}`}
      data-day={day}
      tabIndex={focused ? 0 : -1}
      aria-label={says}
      aria-current={isToday ? 'date' : undefined}
      aria-disabled={state === undefined || undefined}
      title={says}
      onClick={() => {
        onAt(day);
        if (state !== undefined) onOpen(day);
      }}
    >
      {day.slice(8)}
      {state !== undefined && <Shape state={state} />}
    </button>
  );
}

/** What the shapes mean, of those that stand in the calendar and those that might. */
function Legend({ shown }: { readonly shown: Shown }) {
  const t = useTexts(retentionTexts);
  const counts = new Map<string, number>();
  for (const state of shown.states.values()) counts.set(state, (counts.get(state) ?? 0) + 1);
  return (
    <ul className="calendar-legend" aria-label={t.legend}>
      {dayStates.map((state) => (
        <li key={state}>
          <KeepingWord state={state}>{t.states[state]}</KeepingWord> <span className="figures calendar-count">{t.days(counts.get(state) ?? 0)}</span>
        </li>
      ))}
    </ul>
  );
}
