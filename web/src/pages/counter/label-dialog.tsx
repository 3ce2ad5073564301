import { openForLabel, type DayItem } from '../../counter/day-items.ts';
import type { CounterOfSite, CounterRules } from '../../counter/rules.ts';
import { dayTexts } from '../../i18n/day.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { ActDialog } from '../../kit/act-dialog.tsx';
import { printSlip } from '../../print/printing.ts';
import { labelOf } from '../../print/slip.ts';

interface Props {
  readonly item: DayItem;
  readonly counter: CounterOfSite;
  readonly rules: CounterRules;
  readonly onClose: () => void;
}

/** The record is opened for the label, which is an act with a purpose; the receipt is the sender's and is not printed twice. */
export function LabelDialog({ item, counter, rules, onClose }: Props) {
  const t = useTexts(dayTexts);
  const act = async () => {
    const answer = await openForLabel(item.item);
    if (answer.ok) printSlip(labelOf(item, answer.data.fields, counter, rules));
    return answer;
  };
  return <ActDialog title={t.labelTitle(item.item_code ?? '')} lead={t.labelLead} confirm={t.confirmLabel} act={act} onDone={onClose} onClose={onClose} />;
}
