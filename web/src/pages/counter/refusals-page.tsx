import { DayList } from './day-list.tsx';
import { WithRules } from './with-rules.tsx';

export default function RefusalsPage() {
  return <WithRules>{(counter, rules) => <DayList counter={counter} rules={rules} refused />}</WithRules>;
}
