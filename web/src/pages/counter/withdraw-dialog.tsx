import { useState } from 'react';

import { withdraw, type DayItem } from '../../counter/day-items.ts';
import { makeItemId } from '../../counter/item-id.ts';
import { dayTexts } from '../../i18n/day.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { ActDialog } from '../../kit/act-dialog.tsx';
import { Field } from '../../kit/field.tsx';

interface Props {
  readonly item: DayItem;
  readonly site: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function WithdrawDialog({ item, site, onDone, onClose }: Props) {
  const t = useTexts(dayTexts);
  const [id] = useState(() => makeItemId(Date.now()));
  const [remark, setRemark] = useState('');
  return (
    <ActDialog
      title={t.withdrawTitle(item.item_code ?? '')}
      lead={t.withdrawLead}
      confirm={t.confirmWithdraw}
      danger
      act={() => withdraw(item.item, id, site, remark.trim())}
      onDone={onDone}
      onClose={onClose}
    >
      <Field label={t.remark} value={remark} maxLength={200} autoComplete="off" onChange={({ target }) => setRemark(target.value)} />
    </ActDialog>
  );
}
