import { holdsTexts } from '../../i18n/holds.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { dayText, plusMonths, typedDay, type CivilDay } from '../../kit/civil-day.ts';
import { holdMonthsMax } from './hold.ts';

/** What is wrong with a last day, in words. `after`: of a renewal, the day on which the hold ends without it. */
export function useUntilWrong(today: CivilDay, after?: CivilDay): (until: string) => string | undefined {
  const t = useTexts(holdsTexts);
  return (until) => {
    const last = plusMonths(today, holdMonthsMax);
    if (typedDay(until) === null) return t.untilEmpty;
    if (until < today) return t.untilOver;
    if (after !== undefined && until <= after) return t.untilNotLater(dayText(after));
    return last < until ? t.untilLong(dayText(last)) : undefined;
  };
}
